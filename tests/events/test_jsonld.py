"""Structured data of a session, in each of its states."""

import datetime
import json
from functools import partial

from django.core.files.storage import default_storage

import pytest
import time_machine
from lxml import html

from events.jsonld import script_json
from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, SECRETS

BASE = "https://parvis.example"


@pytest.fixture
def read_event(client):
    """The Event of the announced session's page, the day before."""
    return partial(read_node, client, "Event")


def read_node(client, kind: str, path: str = ADDRESS, *, at: datetime.datetime = DAY_BEFORE) -> dict:
    """The first node of a type in the graph of a page at a moment."""
    with time_machine.travel(at, tick=False):
        page = html.fromstring(client.get(path).content)
    document = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))
    return next(node for node in document["@graph"] if node["@type"] == kind)


def test_event_has_what_search_engines_require(client, read_event, site):
    announced.make_announced(site)

    event, series = read_event(), read_node(client, "EventSeries")

    assert {
        name: event[name] for name in ("name", "url", "startDate", "endDate", "eventStatus", "inLanguage")
    } == {
        "name": "Construire des solidarités entre musées du monde",
        "url": BASE + ADDRESS,
        "startDate": "2021-05-18T13:00:00+02:00",
        "endDate": "2021-05-18T14:30:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "inLanguage": ["fr", "en", "es"],
    }
    assert event["superEvent"] == {"@id": series["@id"]}
    assert {name: series[name] for name in ("name", "url", "eventSchedule")} == {
        "name": "Solidarités, musées : de quoi parle-t-on ?",
        "url": f"{BASE}/fr/solidarites/",
        "eventSchedule": {
            "@type": "Schedule",
            "repeatFrequency": "P1M",
            "byDay": "3TU",
            "startTime": "13:00:00",
            "endTime": "14:30:00",
            "scheduleTimezone": "Europe/Paris",
        },
    }


def test_event_names_who_organises_and_who_takes_part(read_event, site):
    announced.make_announced(site)

    event = read_event()

    assert [each["name"] for each in event["organizer"]] == ["ICOM France"]
    assert event["contributor"][2] == {
        "@type": "Organization",
        "@id": f"{BASE}/#organisation-icom-greece",
        "name": "ICOM Grèce",
        "url": "https://icom-greece.example",
    }
    assert event["contributor"][-1]["roleName"] == "moderator"
    assert event["performer"] == [
        {
            "@type": "Person",
            "name": "Elpida Karathanasi",
            "alternateName": "Ελπίδα Καραθανάση",
            "jobTitle": "Conservatrice",
            "affiliation": {"@type": "Organization", "name": "ICOM Grèce"},
        }
    ]


def test_event_has_the_poster_by_an_absolute_address(read_event, site):
    announced.make_announced(site)

    card, poster, *photos = read_event()["image"]

    assert card["url"].startswith(f"{BASE}/fr/card/solidarites-7.png?v=")
    assert default_storage.exists(poster["url"].removeprefix(f"{BASE}/media/"))
    assert [(photo.get("caption"), photo.get("creditText")) for photo in photos] == [
        ("Αθήνα - Πύλη", None),
        (None, "karenna Pickett"),
    ]


@pytest.mark.parametrize("rule", ["public", "window", "nobody"])
@pytest.mark.parametrize("at", [DAY_BEFORE, announced.STARTS])
def test_event_takes_place_at_the_join_address_whatever_is_disclosed(read_event, session, rule, at):
    factories.publish(session, disclosure=rule)

    event = read_event(at=at)

    assert event["location"] == {
        "@type": "VirtualLocation",
        "name": "Zoom",
        "url": f"{BASE}/fr/join/solidarites-7/",
    }
    assert [secret for secret in SECRETS if secret in json.dumps(event)] == []


@pytest.mark.parametrize(
    ("fields", "status", "previous"),
    [
        ({}, "EventScheduled", None),
        ({"status": "tentative"}, "EventScheduled", None),
        ({"status": "cancelled"}, "EventCancelled", None),
        ({"status": "postponed"}, "EventPostponed", None),
        ({"date": datetime.date(2021, 5, 25)}, "EventRescheduled", ["2021-05-18T11:00:00+00:00"]),
        (
            {"date": datetime.date(2021, 5, 25), "status": "cancelled"},
            "EventCancelled",
            ["2021-05-18T11:00:00+00:00"],
        ),
    ],
)
def test_event_says_its_status(read_event, session, fields, status, previous):
    factories.publish(session, **fields)

    event = read_event()

    assert (event["eventStatus"], event.get("previousStartDate")) == (
        f"https://schema.org/{status}",
        previous,
    )


def test_event_of_a_past_session_leads_to_its_recording(client, read_event, session):
    factories.publish(session, replay="https://vimeo.com/76979871", transcript="<p>On a dit oui.</p>")

    event, video = read_event(at=announced.CLOSES), read_node(client, "VideoObject", at=announced.CLOSES)

    assert event["recordedIn"] == {"@id": video["@id"]}
    assert {name: video[name] for name in ("url", "embedUrl", "uploadDate", "transcript")} == {
        "url": "https://vimeo.com/76979871",
        "embedUrl": "https://player.vimeo.com/video/76979871?dnt=1",
        "uploadDate": "2021-05-18T14:30:00+02:00",
        "transcript": "On a dit oui.",
    }
    assert "recordedIn" not in read_event(at=announced.STARTS)


def test_event_of_a_translation_is_in_its_words(read_event, session):
    factories.translate(session, "he", title="לבנות סולידריות")

    event = read_event("/he/solidarites/seance-7/")

    assert (event["name"], event["location"]["url"]) == ("לבנות סולידריות", f"{BASE}/he/join/solidarites-7/")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b > c", "]]>", "\u2028"]
)
def test_words_cannot_end_the_script(text):
    written = script_json({"name": text})

    assert not {"<", ">", "&"} & set(written)
    assert json.loads(written) == {"name": text}
