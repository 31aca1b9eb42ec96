"""Feeds over HTTP: what readers' programs make of them, and what must never be in them."""

import datetime
import shutil
from pathlib import Path

from django.conf import settings as django_settings

import feedparser
import icalendar
import pytest

from tests import factories

pytestmark = pytest.mark.django_db

ICS = "/feeds/fr/all/sessions.ics"
SESSION_FEEDS = [
    f"/feeds/{language}/{scope}/sessions.{extension}"
    for language in ("fr", "he")
    for scope in ("all", "cycle-solidarites", "org-icom-greece")
    for extension in ("ics", "rss", "atom", "json")
]
CHANGE_FEEDS = [
    f"/feeds/{language}/all/changes.{extension}" for language in ("fr", "he") for extension in ("atom", "rss")
]


@pytest.fixture
def shared(session):
    """The session with an organisation, so that it is in the feeds of three scopes."""
    return factories.add_organisation(session, factories.make_organisation())


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


def test_feed_never_carries_join_details(client, shared):
    factories.publish(shared, date=datetime.date(2021, 5, 19), change_reason="Un jour férié")
    secrets = ("planted-token", "81174854920", "811 7485 4920", "314159", "zoom.example")
    bodies = {path: client.get(path).content.decode() for path in (*SESSION_FEEDS, *CHANGE_FEEDS)}

    assert [(path, secret) for path, body in bodies.items() for secret in secrets if secret in body] == []
    assert [path for path in SESSION_FEEDS if "/join/solidarites-7/" not in bodies[path]] == []
    assert ["Un jour férié" in bodies[path] for path in CHANGE_FEEDS] == [True] * 4


def test_feed_read_twice_gives_equal_bytes_and_304(client, shared):
    for path in SESSION_FEEDS:
        first = client.get(path)
        shutil.rmtree(Path(django_settings.PARVIS["STORE_DIR"]))
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


def test_new_link_changes_no_byte_of_any_feed(client, shared):
    before = {path: client.get(path).content for path in SESSION_FEEDS}

    factories.publish(shared, link=factories.OTHER_LINK)

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


def test_moved_session_is_told_by_the_feed_of_changes(client, session):
    factories.publish(session, date=datetime.date(2021, 5, 19), change_reason="Un jour férié")

    for extension in ("atom", "rss"):
        (entry,) = feedparser.parse(client.get(f"/feeds/en/all/changes.{extension}").content).entries
        assert (entry.title, entry.link) == (
            "[FR] New date: Session 7: Construire des solidarités",
            "https://parvis.example/fr/solidarites/seance-7/",
        )
        assert entry.content[0].value.endswith("<p>[FR] Reason: Un jour férié</p>")


def test_withdrawn_session_is_gone_and_a_draft_was_never_there(client, session):
    draft = factories.make_session(session.get_parent().specific, number=8, live=False)
    session.unpublish()

    answers = [client.get(f"/feeds/en/session/{code}.ics") for code in ("solidarites-7", draft.code)]

    assert [answer.status_code for answer in answers] == [410, 404]
    assert (answers[0].content, answers[0]["Content-Language"]) == (
        b"What stood at this address is not public any more.\n",
        "en",
    )


def test_download_says_what_the_calendar_says(client, session):
    download = events_of(client.get("/feeds/fr/session/solidarites-7.ics"))[0]

    assert download == events_of(client.get(ICS))[0]


def test_unpublished_cycle_keeps_its_feeds_empty(client, session):
    session.get_parent().specific.unpublish()

    answers = [
        client.get(f"/feeds/fr/cycle-solidarites/sessions.{extension}")
        for extension in ("ics", "rss", "atom", "json")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [
        events_of(answers[0]),
        feedparser.parse(answers[1].content).entries,
        feedparser.parse(answers[2].content).entries,
        answers[3].json()["items"],
    ] == [[], [], [], []]


def test_organisation_has_feeds_of_what_it_takes_part_in(client, shared):
    factories.make_session(shared.get_parent().specific, number=8)

    answers = {
        extension: client.get(f"/feeds/en/org-icom-greece/sessions.{extension}")
        for extension in ("ics", "json")
    }

    assert [str(event["UID"]) for event in events_of(answers["ics"])] == [
        f"{shared.translation_key}@parvis.example"
    ]
    feed = answers["json"].json()
    assert (feed["title"], [item["id"] for item in feed["items"]]) == (
        "ICOM Greece",
        [f"urn:uuid:{shared.translation_key}"],
    )


def test_language_with_a_region_and_digits_has_feeds(client, session, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("es-419", "Español latinoamericano")]

    response = client.get("/feeds/es-419/all/sessions.ics")

    assert (response.status_code, response["Content-Language"]) == (200, "es-419")
    assert str(events_of(response)[0]["SUMMARY"]).startswith("[FR] ")
