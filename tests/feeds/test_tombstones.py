"""What is left of a session that has left the public: that it takes place no more, in words that the public had."""

import datetime
from uuid import uuid4

from django.utils.translation import get_language, override

from wagtail.models import PageViewRestriction

import icalendar
import pytest
import time_machine

from events.ledger import LedgerEntry
from events.states import CALLED_OFF_KEPT
from feeds.documents import STATUSES
from feeds.models import Kind
from feeds.refresh import look_at_the_clock
from feeds.tombstones import keys_shown, last_title, leaves_at
from tests import factories
from tests.feeds import samples
from tests.feeds.reading_pieces import articles, events
from tests.feeds.world import read_all, utc

NOW = utc(2021, 5, 3, 9, 30)
FEEDS = [
    f"/feeds/{language}/all/sessions.{each}"
    for language in ("fr", "en", "he")
    for each in ("ics", "rss", "atom", "json")
]


def entry(**shown) -> LedgerEntry:
    return LedgerEntry(translation_key=uuid4(), code="solidarites-7", last_shown=shown)


def withdrawn(language: str = "fr"):
    (event,) = events(language)
    return event


# When it leaves


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_called_off_leaves_and_ninety_days_past_its_end(status):
    is_called_off = status in ("postponed", "cancelled", "withdrawn")

    moment = leaves_at(samples.event(status=status))

    assert moment == (utc(2021, 8, 16, 12, 30) if is_called_off else None)
    assert datetime.timedelta(days=90) == CALLED_OFF_KEPT


# Its last title


@pytest.mark.parametrize(
    ("titles", "origin", "language", "expected"),
    [
        ({"fr": "Bâtir", "en": "Build"}, "fr", "fr", ("fr", "Bâtir")),
        ({"fr": "Bâtir", "en": "Build"}, "fr", "en", ("en", "Build")),
        ({"fr": "Bâtir", "en": "Build"}, "fr", "he", ("en", "Build")),
        ({"fr": "Bâtir", "es": "Construir"}, "es", "he", ("es", "Construir")),
        ({"fr": "Bâtir"}, "fr", "he", ("fr", "Bâtir")),
        ({"fr": ""}, "fr", "en", ("en", "Theme to come")),
        ({}, "fr", "en", None),
    ],
)
def test_last_title_is_the_one_that_readers_of_the_language_saw(titles, origin, language, expected):
    assert last_title(entry(titles=titles, origin=origin), language=language) == expected


def test_session_of_which_nothing_was_kept_has_no_title_and_no_place():
    assert (last_title(entry(), language="fr"), keys_shown(entry())) == (None, (None, []))


def test_session_keeps_the_cycle_and_the_organisations_that_it_was_seen_with():
    cycle, organisation = uuid4(), uuid4()

    assert keys_shown(entry(cycle=str(cycle), organisations=[str(organisation)])) == (cycle, [organisation])


# The event


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_withdrawn_session_says_so_under_its_own_identity_and_date(session, how):
    """The last page to go is the origin: it goes as itself, and no other title stands in for it before."""
    factories.translate(session, "en", title="Building")
    before = events("en")[0]

    for page in session.get_translations(inclusive=True).order_by("-pk"):
        getattr(page.specific, how)()

    after = withdrawn("en")
    assert (after.key, after.uid, after.code, after.created, after.published) == (
        before.key, before.uid, before.code, before.created, before.published,
    )  # fmt: skip
    assert (after.starts_at, after.ends_at, after.timezone) == (
        before.starts_at,
        before.ends_at,
        before.timezone,
    )
    assert (after.status, after.sequence, after.join_url, after.is_called_off) == ("withdrawn", 1, None, True)
    assert after.last_modified >= before.last_modified


@pytest.mark.django_db
def test_withdrawn_session_has_its_last_words_and_leads_to_its_programme(session):
    factories.translate(session, "en", title="Building")
    for page in session.get_translations(inclusive=True).order_by("-pk"):
        page.delete()

    with override("fi"):
        found = {language: withdrawn(language) for language in ("fr", "en", "he")}
        active = get_language()

    assert {language: (each.lang, each.is_fallback, each.title) for language, each in found.items()} == {
        "fr": ("fr", False, "Construire des solidarités"),
        "en": ("fr", True, "Construire des solidarités"),
        "he": ("fr", True, "Construire des solidarités"),
    }
    english = found["en"]
    assert (english.summary, english.headline) == (
        "[FR] Withdrawn: Session 7: Construire des solidarités",
        "[FR] May 18, 2021, 13:00 Paris: Withdrawn: Session 7: Construire des solidarités",
    )
    assert english.description.split("\n\n") == [
        "Tuesday, May 18, 2021, 13:00-14:30, Paris time",
        "This session has been withdrawn. It does not take place as announced.",
        "On the site:\nhttps://parvis.example/en/solidarites/",
    ]
    assert english.content_html == (
        "<p>Tuesday, May 18, 2021, 13:00-14:30, Paris time</p>"
        "<p>This session has been withdrawn. It does not take place as announced.</p>"
    )
    assert (english.authors, english.organizer_url) == (("Parvis en",), "https://parvis.example/en/")
    assert active == "fi"


@pytest.mark.django_db
def test_withdrawn_session_of_a_cycle_that_is_gone_leads_home(session):
    session.get_parent().delete()

    assert {language: withdrawn(language).url for language in ("fr", "he")} == {
        "fr": "https://parvis.example/fr/",
        "he": "https://parvis.example/he/",
    }


@pytest.mark.django_db
def test_theme_that_was_to_come_is_said_in_the_reader_s_language(session):
    factories.publish(session, theme_pending=True)
    session.delete()

    assert [(withdrawn(each).lang, withdrawn(each).title) for each in ("en", "fr")] == [
        ("en", "Theme to come"),
        ("fr", "Thème à venir"),
    ]


@pytest.mark.django_db
def test_session_made_private_leaves_its_date_and_no_word(session):
    factories.add_organisation(session, factories.make_organisation())
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)

    english = withdrawn("en")

    assert (english.status, english.lang, english.title, english.summary) == (
        "withdrawn", "en", "Session", "Withdrawn: Session",
    )  # fmt: skip
    assert english.starts_at == utc(2021, 5, 18, 11)
    said = "".join(map(str, (english, withdrawn("fr"), *articles("fr", kind=Kind.CHANGES))))
    assert [word for word in ("solidarités", "ICOM G", "seance-7") if word in said] == []


# In the feeds


@pytest.mark.django_db
def test_withdrawn_session_stays_in_every_feed_until_its_time_is_over(session):
    identity = str(session.translation_key).encode()
    with time_machine.travel(NOW):
        session.delete()
        found = [identity in body for body in read_all(FEEDS).values()]
        calendar = icalendar.Calendar.from_ical(read_all(FEEDS)["/feeds/fr/all/sessions.ics"])
    with time_machine.travel(utc(2021, 8, 16, 12, 30)):
        look_at_the_clock(utc(2021, 8, 16, 12, 30))
        gone = [identity in body for body in read_all(FEEDS).values()]

    assert (found, gone) == ([True] * 12, [False] * 12)
    (event,) = calendar.events
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")


@pytest.mark.django_db
def test_session_that_comes_back_counts_on(session):
    session.unpublish()
    sequences = [withdrawn().sequence]
    factories.publish(session)

    assert [*sequences, withdrawn().sequence, withdrawn().status] == [1, 2, "confirmed"]
