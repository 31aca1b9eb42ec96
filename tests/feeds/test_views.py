"""Feeds over HTTP: addresses, validators, fallbacks, and what must never be in them."""

import datetime

import feedparser
import icalendar
import pytest

from feeds.models import Representation
from tests import factories

pytestmark = pytest.mark.django_db

ICS = "/feeds/fr/all/sessions.ics"
SESSION_FEEDS = [
    f"/feeds/{language}/{scope}/sessions.{extension}"
    for language in ("fr", "he")
    for scope in ("all", "cycle-solidarites")
    for extension in ("ics", "rss", "atom", "json")
]


def events_of(response) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_calendar_holds_the_session_at_13_00_in_paris(client, session):
    event = events_of(client.get(ICS))[0]

    assert event["DTSTART"].dt.astimezone(datetime.UTC) == datetime.datetime(
        2021, 5, 18, 11, tzinfo=datetime.UTC
    )
    assert (event["DTSTART"].params["TZID"], str(event["UID"])) == (
        "Europe/Paris",
        f"{session.translation_key}@parvis.example",
    )


def test_feed_never_carries_join_details(client, session):
    secrets = ("planted-token", "81174854920", "811 7485 4920", "314159", "zoom.example")
    bodies = {path: client.get(path).content.decode() for path in SESSION_FEEDS}

    assert [(path, secret) for path, body in bodies.items() for secret in secrets if secret in body] == []
    assert [path for path, body in bodies.items() if "/join/solidarites-7/" not in body] == []


def test_feed_read_twice_gives_equal_bytes_and_304(client, session):
    for path in SESSION_FEEDS:
        first = client.get(path)
        Representation.objects.all().delete()
        second = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})

        assert (first.content, first["ETag"]) == (second.content, second["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_fallback_words_are_marked_and_lead_to_the_reader_s_own_cycle(client, session):
    factories.translate(session.get_parent().specific, "es", title="Solidaridades")

    entry = feedparser.parse(client.get("/feeds/es/all/sessions.rss").content).entries[0]

    assert (entry.title.startswith("[FR] "), entry.link) == (
        True,
        "https://parvis.example/es/solidarites/seance-7/",
    )


def test_new_link_changes_no_byte_of_any_feed(client, session):
    before = {path: client.get(path).content for path in SESSION_FEEDS}

    factories.publish(session, link=factories.OTHER_LINK)

    assert {path: client.get(path).content for path in SESSION_FEEDS} == before


def test_moved_session_has_new_date_and_sequence_and_the_same_uid(client, session):
    before = events_of(client.get(ICS))[0]

    factories.publish(session, date=datetime.date(2021, 5, 19))

    after = events_of(client.get(ICS))[0]
    assert (after["UID"], after["SEQUENCE"], after["DTSTART"].dt.date()) == (
        before["UID"],
        1,
        datetime.date(2021, 5, 19),
    )


def test_withdrawn_session_is_gone_and_a_draft_was_never_there(client, session):
    draft = factories.make_session(session.get_parent().specific, number=8, live=False)
    session.unpublish()

    answers = [client.get(f"/feeds/en/session/{code}.ics") for code in ("solidarites-7", draft.code)]

    assert [answer.status_code for answer in answers] == [410, 404]
    assert (answers[0].content, answers[0]["Content-Language"]) == (
        b"This session is not public any more.\n",
        "en",
    )


def test_download_says_what_the_calendar_says(client, session):
    download = events_of(client.get("/feeds/fr/session/solidarites-7.ics"))[0]

    assert download == events_of(client.get(ICS))[0]


def test_withdrawn_cycle_keeps_its_feeds_empty(client, session):
    session.get_parent().specific.unpublish()

    answers = [
        client.get(f"/feeds/fr/cycle-solidarites/sessions.{extension}")
        for extension in ("ics", "rss", "atom", "json")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [
        events_of(answers[0]),
        feedparser.parse(answers[1].content).entries,
        answers[3].json()["items"],
    ] == [[], [], []]


def test_language_with_a_region_and_digits_has_feeds(client, session, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("es-419", "Español latinoamericano")]

    response = client.get("/feeds/es-419/all/sessions.ics")

    assert (response.status_code, response["Content-Language"]) == (200, "es-419")
    assert str(events_of(response)[0]["SUMMARY"]).startswith("[FR] ")
