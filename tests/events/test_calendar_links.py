"""The exact form of the links that fill in a calendar's form, and that they stay short in every script."""

import datetime
from html import unescape
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit
from zoneinfo import ZoneInfo

import pytest

from events.calendar_links import TEXT_ROOM, TITLE_ROOM, calendar_links
from events.clock import span

UTC = datetime.UTC
EVENT = {
    "title": "Session 7: Arts & crafts",
    "starts_at": datetime.datetime(2026, 12, 15, 12, 0, tzinfo=UTC),
    "ends_at": datetime.datetime(2026, 12, 15, 13, 30, tzinfo=UTC),
    "text": "Why <repair>?",
    "page_url": "https://parvis.example/en/season/seven/",
    "location": "https://parvis.example/en/join/season-7/",
}
PAGE = "https%3A%2F%2Fparvis.example%2Fen%2Fseason%2Fseven%2F"
JOIN = "https%3A%2F%2Fparvis.example%2Fen%2Fjoin%2Fseason-7%2F"
SCRIPTS = {
    "french": "Réparer ensemble : des ateliers de conservation partagés",
    "greek": "Χτίζοντας αλληλεγγύη ανάμεσα στα μουσεία του κόσμου",
    "hebrew": "לבנות סולידריות בין מוזיאונים בעולם: מה למדנו?",
    "finnish": "Yhteisvastuun rakentaminen museoiden välille",
    "emoji": "Musées 👩🏽‍🔬 🇫🇷 & amis",
    "signs": "50% off? #1 + 2 = 3; “a/b” \\ 'c' <d>",
}


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True, strict_parsing=True))


def test_google_link_has_its_exact_form():
    assert calendar_links(**EVENT).google == (
        "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Session%207%3A%20Arts%20%26%20crafts"
        "&dates=20261215T120000Z%2F20261215T133000Z"
        f"&details=Why%20%3Crepair%3E%3F%0A%0A{PAGE}&location={JOIN}"
    )


@pytest.mark.parametrize(
    ("name", "host"), [("outlook_com", "outlook.live.com"), ("microsoft_365", "outlook.office.com")]
)
def test_outlook_link_has_its_exact_form_with_text_as_html(name, host):
    paragraphs = f"%3Cp%3EWhy%20%26lt%3Brepair%26gt%3B%3F%3C%2Fp%3E%3Cp%3E%3Ca%20href%3D%22{PAGE}%22%3E{PAGE}%3C%2Fa%3E%3C%2Fp%3E"

    assert getattr(calendar_links(**EVENT), name) == (
        f"https://{host}/calendar/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent"
        "&startdt=2026-12-15T12%3A00%3A00Z&enddt=2026-12-15T13%3A30%3A00Z"
        f"&subject=Session%207%3A%20Arts%20%26%20crafts&body={paragraphs}&location={JOIN}"
    )


@pytest.mark.parametrize("title", SCRIPTS.values(), ids=SCRIPTS)
def test_title_and_text_come_back_as_they_were_in_every_script(title):
    links = calendar_links(**EVENT | {"title": title, "text": title})

    assert query(links.google)["text"] == title
    assert query(links.google)["details"] == f"{title}\n\n{EVENT['page_url']}"
    assert query(links.outlook_com)["subject"] == title
    assert unescape(query(links.outlook_com)["body"].partition("</p>")[0]) == f"<p>{title}"


def test_no_link_has_a_plus_sign_for_a_space():
    links = calendar_links(**EVENT | {"title": "1 + 1", "text": "2 + 2"})

    assert [link for link in (links.google, links.outlook_com, links.microsoft_365) if "+" in link] == []
    assert query(links.outlook_com)["subject"] == "1 + 1"


@pytest.mark.parametrize(
    ("date", "utc"),
    [
        (datetime.date(2027, 3, 16), "20270316T120000Z/20270316T133000Z"),
        (datetime.date(2027, 3, 28), "20270328T110000Z/20270328T123000Z"),
        (datetime.date(2027, 4, 20), "20270420T110000Z/20270420T123000Z"),
        (datetime.date(2027, 10, 31), "20271031T120000Z/20271031T133000Z"),
    ],
)
def test_times_are_utc_on_both_sides_of_a_change_of_clocks(date, utc):
    one, half_past_two = datetime.time(13, 0), datetime.time(14, 30)
    starts_at, ends_at = span(date=date, start=one, end=half_past_two, zone="Europe/Paris")

    links = calendar_links(**EVENT | {"starts_at": starts_at, "ends_at": ends_at})

    assert query(links.google)["dates"] == utc
    assert (
        query(links.microsoft_365)["startdt"].translate(str.maketrans("", "", "-:")) == utc.partition("/")[0]
    )


def test_times_of_another_zone_become_utc():
    starts_at = datetime.datetime(2027, 1, 1, 5, 30, tzinfo=ZoneInfo("Pacific/Kiritimati"))

    links = calendar_links(
        **EVENT | {"starts_at": starts_at, "ends_at": starts_at + datetime.timedelta(hours=1)}
    )

    assert query(links.google)["dates"] == "20261231T153000Z/20261231T163000Z"
    assert query(links.outlook_com)["enddt"] == "2026-12-31T16:30:00Z"


@pytest.mark.parametrize("text", [*SCRIPTS.values(), "ש", "<&>", "👩🏽‍🔬"])
@pytest.mark.parametrize("space", [" ", ""])
def test_link_stays_below_2000_characters(text, space):
    long = space.join([text] * 200)

    links = calendar_links(**EVENT | {"title": long, "text": long})

    assert max(map(len, (links.google, links.outlook_com, links.microsoft_365))) < 2000


def test_long_title_and_text_are_cut_between_words_with_an_ellipsis():
    links = calendar_links(**EVENT | {"title": "mot " * 400, "text": "אבג " * 400})

    title = query(links.google)["text"]
    text = query(links.google)["details"].partition("\n")[0]
    assert (title, len(quote(title, safe=""))) == ("mot " * 78 + "mot…", TITLE_ROOM)
    assert set(text.removesuffix("…").split()) == {"אבג"}
    assert TEXT_ROOM - 22 < len(quote(text, safe="")) <= TEXT_ROOM


def test_session_without_text_leads_to_its_page():
    links = calendar_links(**EVENT | {"text": ""})

    assert query(links.google)["details"] == EVENT["page_url"]
    assert query(links.outlook_com)["body"] == f'<p><a href="{EVENT["page_url"]}">{EVENT["page_url"]}</a></p>'


def test_text_cannot_add_a_parameter_or_markup():
    links = calendar_links(**EVENT | {"title": "a&location=x", "text": '"><script>alert(1)</script>&body=y'})

    assert parse_qs(urlsplit(links.google).query)["location"] == [EVENT["location"]]
    assert len(parse_qs(urlsplit(links.outlook_com).query)["body"]) == 1
    assert "<script" not in query(links.outlook_com)["body"]
