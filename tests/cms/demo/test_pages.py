"""The announcement that the project began with, on the pages of the loaded demonstration and in everything made from them."""

import json

from django.test import Client

import feedparser
import icalendar
import pytest
import time_machine
from lxml import html

from tests.cms.demo.content import SITE, WORDS
from tests.cms.demo.loaded import NOW, SECRETS, session
from tests.events.reader import text_of
from tests.events.structured import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DATES = {"fr": "mardi 18 mai 2021", "en": "Tuesday, May 18, 2021"}
NUMBERS = {"fr": "Séance 7", "en": "Session 7"}
RHYTHMS = {"fr": "Chaque troisième mardi du mois", "en": "Every third Tuesday of the month"}


def elements(language: str) -> dict[str, list[str]]:
    """The sixteen elements, as the demonstration's content has them. What leads into the meeting is looked for apart."""
    words = WORDS[language]
    photos = SITE["session7"]["photos"]
    return {
        "1 cycle title": [words["cycle.title"]],
        "2 kind": [words["cycle.kind"]],
        "3 rhythm": [RHYTHMS[language], "13:00-14:30"],
        "4 platform": ["Zoom"],
        "5 number and date": [NUMBERS[language], DATES[language]],
        "6 title": [words["session7.title"]],
        "7 questions": [text for key, text in words.items() if key.startswith("session7.questions")],
        "8 participants": ["ICOM Suomi", "ICOM France", "ICOM Ελληνικό Τμήμα", "ICOM ישראל", "CIMUSET"],
        "9 moderator": ["ICOM France"],
        "11 languages": ["Français", "English", "Español"],
        "12 initiative": [words["cycle.initiative"]],
        "13 funding": [words["cycle.funding"]],
        "15 photos": [f"© {photo['credit']}" for photo in photos if photo["credit"]]
        + [words[f"session7.photos.{photo['key']}.caption"] for photo in photos],
    }


def get(path: str) -> bytes:
    with time_machine.travel(NOW):
        response = Client().get(path)
    assert response.status_code == 200, path
    return response.content


def page_of(language: str):
    return html.fromstring(get(f"/{language}/{_path(language)}"))


def _path(language: str) -> str:
    page = session("solidarites-7", language)
    return f"{page.get_parent().slug}/{page.slug}/"


def lacking(language: str, said: str, *, without: set[str] = frozenset()) -> list[tuple[str, str]]:
    flat = " ".join(said.split())
    return [
        (element, text)
        for element, texts in elements(language).items()
        for text in texts
        if element not in without and " ".join(text.split()) not in flat
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_has_the_sixteen_elements(language):
    page = page_of(language)
    (main,) = page.xpath("//main")

    assert all(elements(language).values())
    assert lacking(language, text_of(main)) == []
    assert main.xpath(f".//a[@href='/{language}/join/solidarites-7/']")
    assert len(main.xpath(".//img[@class='cycle-logo']") + main.xpath(".//ul[@class='bodies']//img")) == 7
    assert len(main.xpath(".//ul[@class='gallery']//img[@alt!='']")) == 12
    assert len(main.xpath(".//div[@class='poster']//img[@alt!='']")) == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_structured_data_has_what_a_program_can_be_told(language):
    script = page_of(language).xpath("string(//script[@type='application/ld+json'])")
    document = json.loads(script)

    nodes = {node["@type"]: node for node in document["@graph"]}
    event, series = nodes["Event"], nodes["EventSeries"]
    assert faults(document) == []
    assert (series["eventSchedule"]["byDay"], event["inLanguage"]) == ("3TU", ["fr", "en", "es"])
    assert [each["name"] for each in event["about"]] == elements(language)["7 questions"]
    assert event["startDate"] == "2021-05-18T13:00:00+02:00"
    assert event["location"]["url"].endswith(f"/{language}/join/solidarites-7/")
    assert [each["roleName"] for each in event["contributor"] if "roleName" in each] == ["moderator"]
    # Rhythm, date and languages are told by codes; the participants' own names by their nodes.
    coded = {"3 rhythm", "5 number and date", "11 languages", "15 photos"}
    assert lacking(language, _strings(document), without=coded) == []
    assert len([each for each in event["image"] if "creditText" in each or "caption" in each]) >= 12


def _strings(value) -> str:
    """Every text of a document, in one."""
    if isinstance(value, dict):
        return " ".join(_strings(each) for each in value.values())
    if isinstance(value, list):
        return " ".join(map(_strings, value))
    return str(value)


# In the words of a feed, which names languages and organisations as its reader does. A calendar has one field for text, and a
# feed shows a session in a list: neither draws logos and photos, or tells who paid for the cycle.
FED = {
    "fr": ["13:00-14:30, heure de Paris", "ICOM Finlande", "ICOM Grèce", "ICOM Israël", "CIMUSET", "D’autres participants",
           "Modération : ICOM France", "français, anglais, espagnol"],
    "en": ["13:00-14:30, Paris time", "ICOM Finland", "ICOM Greece", "ICOM Israel", "CIMUSET", "More participants",
           "Moderated by: ICOM France", "French, English, Spanish"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_calendar_and_feed_tell_what_a_subscriber_must_know(language):
    calendar = icalendar.Calendar.from_ical(get(f"/feeds/{language}/session/solidarites-7.ics"))
    (event,) = calendar.walk("VEVENT")
    entries = feedparser.parse(get(f"/feeds/{language}/cycle-solidarites/sessions.rss")).entries
    (entry,) = (each for each in entries if elements(language)["6 title"][0] in each.title)
    told = {
        "ics": f"{event['SUMMARY']} {event['DESCRIPTION']}",
        "rss": f"{entry.title} {text_of(html.fromstring(entry.content[0].value))}",
    }

    facts = elements(language)
    wanted = [*facts["5 number and date"], *facts["6 title"], *facts["7 questions"], *FED[language]]
    missing = [
        (where, text)
        for where, said in told.items()
        for text in wanted
        if " ".join(text.split()) not in " ".join(said.split())
    ]
    assert missing == []
    assert f"/{language}/join/solidarites-7/" in told["ics"]
    assert f"/{language}/join/solidarites-7/" in entry.content[0].value


def test_nothing_public_gives_the_meeting_away():
    pages = [get(f"/{language}/{_path(language)}").decode() for language in ("fr", "en")]
    feeds = [
        get(f"/feeds/fr/{path}").decode()
        for path in (
            "session/solidarites-7.ics",
            "cycle-solidarites/sessions.rss",
            "cycle-solidarites/sessions.json",
        )
    ]

    assert [secret for secret in SECRETS for text in feeds if secret in text] == []
    assert [secret for secret in SECRETS for text in pages if secret in _head_of(text)] == []


def _head_of(page: str) -> str:
    return page.partition("</head>")[0]
