"""Phrases of feeds: English by the letter, other languages where grammar or direction could go wrong."""

import datetime
from types import SimpleNamespace

from django.utils.translation import get_language, override

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import wording

STATUSES = ("tentative", "confirmed", "postponed", "cancelled", "withdrawn")
LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
languages = st.sampled_from(LANGUAGES)


def session(**changes):
    fields = {
        "date": datetime.date(2021, 5, 18),
        "start_time": datetime.time(13),
        "end_time": datetime.time(14, 30),
        "timezone": "Europe/Paris",
        "status": "confirmed",
    }
    return SimpleNamespace(**(fields | changes))


@pytest.mark.parametrize(
    ("status", "number", "lang", "expected"),
    [
        ("confirmed", 7, "en", "Session 7: Solidarity"),
        ("confirmed", None, "en", "Solidarity"),
        ("confirmed", 0, "en", "Session 0: Solidarity"),
        ("tentative", 7, "en", "To be confirmed: Session 7: Solidarity"),
        ("postponed", 7, "en", "Postponed: Session 7: Solidarity"),
        ("cancelled", None, "en", "Cancelled: Solidarity"),
        ("withdrawn", 7, "en", "Withdrawn: Session 7: Solidarity"),
        ("cancelled", 7, "fr", "[FR] Cancelled: Session 7: Solidarity"),
        ("confirmed", None, "pt-br", "[PT-BR] Solidarity"),
    ],
)
def test_title_in_a_calendar(status, number, lang, expected):
    title = wording.calendar_title(title="Solidarity", number=number, status=status, lang=lang, language="en")

    assert title == expected


@pytest.mark.parametrize(
    ("changes", "number", "lang", "expected"),
    [
        ({}, 7, "en", "May 18, 2021, 13:00 Paris: Session 7: Solidarity"),
        ({"status": "cancelled"}, None, "en", "May 18, 2021, 13:00 Paris: Cancelled: Solidarity"),
        ({"status": "withdrawn"}, 7, "en", "May 18, 2021, 13:00 Paris: Withdrawn: Session 7: Solidarity"),
        (
            {"timezone": "America/New_York"},
            7,
            "el",
            "[EL] May 18, 2021, 13:00 New York: Session 7: Solidarity",
        ),
        ({"timezone": "UTC"}, None, "en", "May 18, 2021, 13:00 UTC: Solidarity"),
    ],
)
def test_title_in_a_feed_begins_with_date_time_and_city(changes, number, lang, expected):
    title = wording.dated_title(
        session(**changes), title="Solidarity", number=number, lang=lang, language="en"
    )

    assert title == expected


def test_french_title_in_a_feed():
    title = wording.dated_title(
        session(status="cancelled"), title="Solidarités", number=7, lang="fr", language="fr"
    )

    assert (
        title.replace("\N{NO-BREAK SPACE}", " ")
        == "18 mai 2021, 13:00 (Paris) : Annulée : Séance 7 : Solidarités"
    )


def test_sentence_of_date_and_times():
    assert wording.when_sentence(session(), language="en") == "Tuesday, May 18, 2021, 13:00-14:30, Paris time"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["fr", "en", "es"], "Languages: French, English, Spanish"), ([], ""), (["xx"], "Languages: xx")],
)
def test_sentence_of_languages(codes, expected):
    assert wording.languages_sentence(codes, language="en") == expected


def test_notice_of_a_fallback_names_the_language_for_its_reader():
    assert wording.fallback_notice("fr", language="en") == "Not yet translated: the text is in French."


@pytest.mark.parametrize(("names", "expected"), [(["A", "B"], "With: A, B"), ([], "")])
def test_label_stands_before_names_only(names, expected):
    assert wording.labelled("With:", names) == expected


def test_description_has_the_join_address_on_a_line_of_its_own_and_then_the_page():
    description = wording.event_description(
        lines=["When", "", "What"],
        join_url="https://x.example/join/",
        url="https://x.example/s/",
        language="en",
    )

    assert (
        description == "When\n\nWhat\n\nJoin:\nhttps://x.example/join/\n\nOn the site:\nhttps://x.example/s/"
    )


def test_description_of_what_cannot_be_joined_names_the_page_only():
    description = wording.event_description(
        lines=[], join_url=None, url="https://x.example/s/", language="en"
    )

    assert description == "On the site:\nhttps://x.example/s/"


def test_join_address_in_html_is_a_link_or_nothing():
    url = "https://x.example/join/?a=1&b=2"

    assert wording.join_html(url, language="en") == (
        '<p>Join: <a href="https://x.example/join/?a=1&amp;b=2">https://x.example/join/?a=1&amp;b=2</a></p>'
    )
    assert wording.join_html(None, language="en") == ""


@given(texts=st.lists(st.text(), max_size=4))
def test_html_of_plain_lines_is_escaped(texts):
    html = wording.questions_html(texts) + wording.paragraphs_html(texts)

    for tag in ("ol", "li", "p"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert [character for character in '<>"' if character in html] == []


def test_html_of_no_lines_is_empty():
    assert (wording.questions_html([]), wording.paragraphs_html(["", ""])) == ("", "")


@given(title=st.text(min_size=1), status=st.sampled_from(STATUSES), number=st.none() | st.integers(0, 999),
       lang=languages, language=languages)  # fmt: skip
def test_every_title_holds_the_words_as_they_are(title, status, number, lang, language):
    """Percent signs and braces are words too."""
    titles = [
        wording.calendar_title(title=title, number=number, status=status, lang=lang, language=language),
        wording.dated_title(session(status=status), title=title, number=number, lang=lang, language=language),
    ]

    assert [title in each for each in titles] == [True, True]
    assert [each.startswith(f"[{lang.upper()}] ") for each in titles] == [
        lang != language
    ] * 2 or title.startswith("[")


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_differ_by_status_in_every_language(language):
    titles = {
        wording.calendar_title(title="X", number=1, status=each, lang=language, language=language)
        for each in STATUSES
    }

    assert len(titles) == 5


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("tentative", "to be confirmed"),
        ("confirmed", "confirmed"),
        ("postponed", "postponed, no new date yet"),
        ("cancelled", "cancelled"),
        ("unheard-of", "unheard-of"),
    ],
)
def test_status_as_a_word(status, expected):
    with override("en"):
        assert wording.status_name(status) == expected


def test_phrases_leave_the_active_language_as_it_was():
    with override("he"):
        wording.dated_title(session(), title="X", number=7, lang="fr", language="en")
        wording.fallback_notice("fr", language="fi")
        active = get_language()

    assert active == "he"
