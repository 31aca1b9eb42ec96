"""The main job, through HTTP only: an editor publishes session 7, everybody's calendar and reader has it, and each change
reaches those whom it concerns and nobody else.
"""

import datetime
import html
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.test import Client, TestCase

from wagtail.models import Page

import pytest
import time_machine
from ical.calendar_stream import IcsCalendarStream

from events.languages import long_date, medium_date
from events.models import SessionPage
from feeds.models import Item
from tests import factories
from tests.journeys.desk import Desk
from tests.journeys.looking import stored, translation
from tests.journeys.subscriber import Subscriber

pytestmark = pytest.mark.django_db

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
FORMATS = ("ics", "rss", "atom", "json")
DAY, NEXT_DAY = datetime.date(2021, 5, 18), datetime.date(2021, 5, 19)
# When everything here happens, before the session: what is called off stays in the feeds until long past its date.
NOW = datetime.datetime(2021, 5, 3, 9, 30, tzinfo=datetime.UTC)
INSIDE_THE_WINDOW = datetime.datetime(2021, 5, 18, 10, 45, tzinfo=datetime.UTC)
TITLES = {"fr": "Construire des solidarités", "en": "Building solidarities"}


@dataclass
class Announcement:
    """Session 7 in French (the origin) and English, and the desk that published them."""

    desk: Desk
    french: SessionPage
    english: SessionPage

    @property
    def uid(self) -> str:
        return f"{self.french.translation_key}@parvis.example"


@pytest.fixture(scope="module")
def prepared(django_db_setup, django_db_blocker):
    """Published through the admin, in a transaction around this module: each test starts from here."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW):
            announcement = publish_session_7(sit_down())
        yield announcement
        transaction.set_rollback(True)


@pytest.fixture
def announcement(prepared, db) -> Announcement:
    with time_machine.travel(NOW + datetime.timedelta(hours=1)):
        yield Announcement(prepared.desk, stored(prepared.french), stored(prepared.english))


def sit_down() -> Desk:
    client = Client()
    client.force_login(factories.make_admin())
    return Desk(client=client, commit=TestCase.captureOnCommitCallbacks, user="admin")


def publish_session_7(desk: Desk) -> Announcement:
    """In French by its form; in English through the translation editor; the cycle alone in the other languages."""
    cycle = factories.make_cycle(factories.read_site())
    desk.create(
        SessionPage, cycle, title=TITLES["fr"], slug="seance-7", number="7", date=str(DAY), start_time="13:00", end_time="14:30",
        timezone="Europe/Paris", status="confirmed", platform="Zoom", link=factories.LINK, meeting_id="811 7485 4920", passcode="314159",
        spoken=["fr", "en", "es"],
    )  # fmt: skip
    french = SessionPage.objects.get()
    desk.submit(french, "en")
    english = translation(french, "en")
    desk.write_strings(english, title=TITLES["en"])
    for page in (english.get_parent().specific, english):
        desk.publish_translation(page)
    for language in ("es", "el", "he", "fi"):
        factories.translate(cycle, language, title=f"Cycle {language}")
    return Announcement(desk, stored(french), stored(english))


def subscribe() -> dict[tuple[str, str], Subscriber]:
    """One subscriber for each language and format; all of them read once."""
    subscribers = {
        (language, extension): Subscriber(f"/feeds/{language}/all/sessions.{extension}")
        for language in LANGUAGES
        for extension in FORMATS
    }
    assert poll(subscribers) == {200}
    return subscribers


def poll(subscribers) -> set[int]:
    """Every subscriber asks again; the statuses that there were."""
    return {subscriber.poll() for subscriber in subscribers.values()}


def read_other_feeds() -> dict[str, bytes]:
    """What there is besides the session feeds of everything: of the cycle, news, and the session as a download."""
    files = (
        "cycle-solidarites/sessions.ics",
        "cycle-solidarites/sessions.json",
        "all/news.rss",
        "session/solidarites-7.ics",
    )
    paths = [f"/feeds/{language}/{file}" for language in LANGUAGES for file in files]
    return {path: Client().get(path).content for path in paths}


def join_answer(language: str, code: str = "solidarites-7") -> str:
    """What the button of the join page answers to a reader of a language, while the way in is open."""
    with time_machine.travel(INSIDE_THE_WINDOW, tick=False):
        response = Client().post(f"/{language}/join/{code}/")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def page_of(subscriber: Subscriber) -> str:
    """The page that the session's entry in a calendar leads to."""
    (event,) = subscriber.events()
    response = Client().get(str(event["URL"]).removeprefix("https://parvis.example"))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_published_once_everybody_has_it_in_every_language_and_format(announcement):
    subscribers = subscribe()

    guid = f"urn:uuid:{announcement.french.translation_key}"
    identities = {key: list(subscriber.items) for key, subscriber in subscribers.items()}
    assert identities == {
        (language, extension): [announcement.uid if extension == "ics" else guid]
        for language, extension in subscribers
    }
    titles = {language: subscribers[language, "ics"].items[announcement.uid] for language in LANGUAGES}
    assert {language: title.startswith("[EN] ") for language, title in titles.items()} == {
        "fr": False, "en": False, "es": True, "el": True, "he": True, "fi": True,
    }  # fmt: skip
    assert {
        language: TITLES["fr" if language == "fr" else "en"] in title for language, title in titles.items()
    } == dict.fromkeys(LANGUAGES, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_13_00_in_paris_is_the_right_local_time_everywhere(announcement, language):
    subscriber = Subscriber(f"/feeds/{language}/all/sessions.ics")
    subscriber.poll()

    (by_another_reader,) = IcsCalendarStream.calendar_from_ics(subscriber.body.decode()).events

    for start in (subscriber.start(), by_another_reader.dtstart):
        clocks = {
            zone: f"{start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
            for zone in ("Europe/Paris", "America/New_York", "Europe/Athens")
        }
        assert clocks == {
            "Europe/Paris": "2021-05-18 13:00",
            "America/New_York": "2021-05-18 07:00",
            "Europe/Athens": "2021-05-18 14:00",
        }


def test_nothing_new_is_304_whoever_asks_and_whatever_is_drafted(announcement):
    subscribers = subscribe()
    announcement.desk.edit(announcement.french, action="save", title="Pas encore")

    assert poll(subscribers) == {304}


def test_new_link_on_the_french_page_leads_every_language_elsewhere_and_changes_no_byte(announcement):
    subscribers, others = subscribe(), read_other_feeds()
    before = {language: join_answer(language) for language in LANGUAGES}
    assert {
        language: (factories.LINK in answer, factories.OTHER_LINK in answer)
        for language, answer in before.items()
    } == dict.fromkeys(LANGUAGES, (True, False))

    announcement.desk.edit(announcement.french, link=factories.OTHER_LINK)

    after = {language: join_answer(language) for language in LANGUAGES}
    assert {
        language: (factories.LINK in answer, factories.OTHER_LINK in answer)
        for language, answer in after.items()
    } == dict.fromkeys(LANGUAGES, (False, True))
    bodies = {key: subscriber.body for key, subscriber in subscribers.items()}
    assert poll(subscribers) == {304}
    assert {key: Client().get(subscriber.path).content for key, subscriber in subscribers.items()} == bodies
    assert read_other_feeds() == others


def test_moved_by_a_day_everybody_learns_it_at_the_next_read(announcement):
    subscribers = subscribe()
    titles = {language: subscribers[language, "ics"].items for language in LANGUAGES}
    dated = {key: subscriber.items for key, subscriber in subscribers.items() if key[1] != "ics"}
    sequences = {
        language: int(subscribers[language, "ics"].events()[0]["SEQUENCE"]) for language in LANGUAGES
    }

    announcement.desk.change(announcement.french, "reschedule", date=str(NEXT_DAY))

    assert poll(subscribers) == {200}
    for language in LANGUAGES:
        calendar = subscribers[language, "ics"]
        (event,) = calendar.events()
        assert (calendar.start().date(), calendar.start().hour) == (NEXT_DAY, 13)
        assert (int(event["SEQUENCE"]), str(event["UID"])) == (sequences[language] + 1, announcement.uid)
        assert calendar.items == titles[language]
        assert shows_date(page_of(calendar), NEXT_DAY, language=language)
    for (language, extension), before in dated.items():
        old, new = (medium_date(day, language=language) for day in (DAY, NEXT_DAY))
        expected = {identity: title.replace(old, new) for identity, title in before.items()}
        assert (subscribers[language, extension].items, expected != before) == (expected, True)


def shows_date(page: str, day: datetime.date, *, language: str) -> bool:
    """Whether a page has a date in words of its language."""
    return long_date(day, language=language) in page


def test_pages_show_the_first_date_before_the_move(announcement):
    subscribers = subscribe()

    pages = {language: page_of(subscribers[language, "ics"]) for language in LANGUAGES}

    assert {language: (shows_date(page, DAY, language=language), shows_date(page, NEXT_DAY, language=language))
            for language, page in pages.items()} == dict.fromkeys(LANGUAGES, (True, False))  # fmt: skip


def test_new_english_title_reaches_english_words_only(announcement):
    subscribers = subscribe()

    announcement.desk.write_strings(announcement.english, title="Solidarity")
    announcement.desk.publish_translation(announcement.english)

    changed = {key for key, subscriber in subscribers.items() if subscriber.poll() == 200}
    assert changed == {key for key in subscribers if key[0] != "fr"}
    (event,) = subscribers["en", "ics"].events()
    assert ("Solidarity" in event["SUMMARY"], int(event["SEQUENCE"])) == (True, 0)


def test_cancelled_stays_and_says_so(announcement):
    subscribers = subscribe()

    announcement.desk.change(announcement.french, "cancel")

    assert poll(subscribers) == {200}
    for language in LANGUAGES:
        (event,) = subscribers[language, "ics"].events()
        assert (str(event["STATUS"]), int(event["SEQUENCE"]), str(event["UID"])) == (
            "CANCELLED",
            1,
            announcement.uid,
        )
        assert f"/{language}/join/" not in subscribers[language, "ics"].body.decode()


def test_unpublished_everybody_learns_that_it_does_not_take_place_and_it_comes_back_as_itself(announcement):
    subscribers = subscribe()
    identities = {key: list(subscriber.items) for key, subscriber in subscribers.items()}

    for page in (announcement.french, announcement.english):
        announcement.desk.unpublish(page)

    assert poll(subscribers) == {200}
    assert {key: list(subscriber.items) for key, subscriber in subscribers.items()} == identities
    for language in LANGUAGES:
        (event,) = subscribers[language, "ics"].events()
        assert (str(event["STATUS"]), int(event["SEQUENCE"]), str(event["UID"])) == (
            "CANCELLED",
            1,
            announcement.uid,
        )
        assert f"/{language}/join/" not in subscribers[language, "ics"].body.decode()
    assert poll(subscribers) == {304}
    assert Client().get("/feeds/fr/session/solidarites-7.ics").status_code == 410
    announcement.desk.edit(announcement.french)
    assert poll(subscribers) == {200}
    (event,) = subscribers["he", "ics"].events()
    assert (str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])) == (
        announcement.uid,
        2,
        "CONFIRMED",
    )


def test_unpublished_for_long_it_has_left_every_feed(announcement):
    subscribers = subscribe()
    for page in (announcement.french, announcement.english):
        announcement.desk.unpublish(page)
    poll(subscribers)

    announcement.desk.wait_until(INSIDE_THE_WINDOW + datetime.timedelta(days=91))

    assert poll(subscribers) == {200}
    assert [key for key, subscriber in subscribers.items() if subscriber.items] == []


def test_deleted_french_page_leaves_the_session_to_the_english_one(announcement):
    subscribers = subscribe()

    announcement.desk.post("wagtailadmin_pages:delete", announcement.french.pk)

    assert poll(subscribers) >= {200}
    assert {
        key: TITLES["en"] in " ".join(subscriber.items.values()) for key, subscriber in subscribers.items()
    } == dict.fromkeys(subscribers, True)


def test_words_of_a_cycle_made_private_leave_the_feeds_before_the_editor_has_the_answer(announcement):
    subscribers = subscribe()

    for page in announcement.french.get_parent().get_translations(inclusive=True):
        data = {"restriction_type": "login"}
        with announcement.desk.commit(execute=True):
            response = announcement.desk.client.post(f"/admin/pages/{page.pk}/privacy/", data)
        assert response.status_code == 200

    words = (*TITLES.values(), "olidarit", "seance-7")
    composed = [bytes(each) for row in Item.objects.values_list("ics", "rss", "atom", "json") for each in row]
    assert [word for word in words for body in composed if word.encode() in body] == []
    assert poll(subscribers) == {200}
    found = [(key, word) for key, each in subscribers.items() for word in words if word in each.body.decode()]
    assert found == []
    (event,) = subscribers["fr", "ics"].events()
    assert (str(event["STATUS"]), str(event["UID"])) == ("CANCELLED", announcement.uid)
    assert Page.objects.get(pk=announcement.french.pk).live
