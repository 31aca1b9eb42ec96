"""Editors and readers at the same time, on a server that lets them: nobody waits for ever, no change is lost, nobody gets a mixture."""

import datetime
from contextlib import contextmanager
from threading import Event

from django.db import transaction
from django.test import Client
from django.utils import timezone

from wagtail.models import Page, PageViewRestriction

import icalendar
import pytest

from events.models import SessionPage
from feeds import refresh as refreshing
from feeds import serving, store
from feeds.addresses import Address
from feeds.marks import held_back, mark, mark_everything
from feeds.models import Edition, Kind, Mark, Shelf
from feeds.refresh import refresh
from feeds.serving import serve_feed
from tests import factories
from tests.feeds.stored import composed, differing, rebuild
from tests.feeds.threads import in_threads

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ICS = "/feeds/fr/all/sessions.ics"
FEED = Address("fr", "all", Kind.SESSIONS, "ics")
ROUNDS = 5
PATIENCE = 30


@pytest.fixture
def site(transactional_db):
    """Committed, so that other connections see it."""
    return factories.read_site()


@pytest.fixture
def empty_store(settings, tmp_path):
    """Where nobody has kept anything yet."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}


def look(**options) -> None:
    refresh(now=timezone.now(), **options)


@contextmanager
def unseen():
    """What is changed within is committed and marked, but nobody has looked at it yet, as after a crash."""
    with transaction.atomic():
        yield
        transaction.get_connection().run_on_commit.clear()


def titles(body: bytes | None = None) -> set[str]:
    """Of the sessions that take place."""
    events = icalendar.Calendar.from_ical(body or Client().get(ICS).content).walk("VEVENT")
    return {str(event["SUMMARY"]) for event in events if event["STATUS"] == "CONFIRMED"}


# Whoever publishes


def test_publishers_do_not_wait_for_each_other_to_mark(session):
    with transaction.atomic():
        mark(session.translation_key)
        in_threads(mark_everything)
        keys = set(Mark.objects.values_list("key", flat=True))

    assert keys == {session.translation_key}
    assert not Mark.objects.exists()


def test_two_publishers_at_once_are_both_in_the_feeds(session):
    cycle = session.get_parent().specific
    others = [factories.make_session(cycle, number=number) for number in (8, 9)]

    in_threads(*[lambda page=page: publish_again_and_again(page) for page in others])

    ends = {title.rpartition(" ")[2] for title in titles()} - {"solidarités"}
    assert ends == {f"{number}.{ROUNDS - 1}" for number in (8, 9)}
    assert not Mark.objects.exists()
    incremental = composed()
    rebuild()
    assert differing(incremental, composed()) == {}


def publish_again_and_again(page: SessionPage) -> None:
    for number in range(ROUNDS):
        # Long ones: modelsearch updates every title of exactly the average length at once, and can deadlock with itself.
        factories.publish(page, title=f"Un titre qui se prolonge de mot en mot {page.number}.{number}")


def test_cycle_made_private_while_its_sessions_are_published_stops_nobody(session):
    cycle = Page.objects.get(pk=session.get_parent().pk)
    others = [factories.make_session(cycle.specific, number=number) for number in (8, 9)]

    def toggle():
        for _round in range(ROUNDS):
            PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)
            assert titles() == set()
            PageViewRestriction.objects.all().delete()

    in_threads(toggle, *[lambda page=page: publish_again_and_again(page) for page in others])

    ends = {title.rpartition(" ")[2] for title in titles()} - {"solidarités"}
    assert ends == {f"{number}.{ROUNDS - 1}" for number in (8, 9)}


# Whoever looks


def test_change_that_is_not_committed_yet_is_in_no_feed_and_is_looked_at_behind_its_commit(session):
    look()
    before = titles()
    with transaction.atomic():
        factories.publish(session, title="Pas encore")
        # Somebody else's change, and a reader, in the meantime.
        in_threads(lambda: (mark_everything(), Client().get(ICS)))
        seen = []
        in_threads(lambda: seen.extend(titles()))

    assert set(seen) == before
    assert {title.rpartition(" ")[2] for title in titles()} == {"encore"}
    assert not Mark.objects.exists()


def test_mark_committed_during_a_look_is_never_lost(session, monkeypatch):
    """Its page is read by that look or by the next, but the mark is only removed by one that began behind it."""
    look()
    with unseen():
        factories.publish(session, title="Le premier titre")
    build_pieces, during = refreshing.build_pieces, []

    def build(**context):
        if not during:
            during.append(context["stage"].language)
            in_threads(publish_second)
        return build_pieces(**context)

    def publish_second():
        with unseen():
            factories.publish(SessionPage.objects.get(pk=session.pk), title="Le second titre")

    monkeypatch.setattr(refreshing, "build_pieces", build)
    look()
    monkeypatch.undo()

    assert (during, Mark.objects.exists()) == (["fr"], True)
    assert {title.rpartition(": ")[2] for title in titles()} == {"Le second titre"}
    assert not Mark.objects.exists()


def test_only_one_looks_at_a_time_and_a_reader_gets_the_old_bytes_meanwhile(session):
    look()
    given = serve_feed(FEED, now=timezone.now())
    with unseen():
        factories.publish(session, title="Un autre titre")
    during = []
    with transaction.atomic():
        Edition.objects.select_for_update().get()
        in_threads(lambda: during.append(serve_feed(FEED, now=timezone.now())))

    assert (during, Mark.objects.exists()) == ([given], True)
    assert {title.rpartition(": ")[2] for title in titles()} == {"Un autre titre"}


def test_change_waits_for_the_one_who_looks_and_is_looked_at(session):
    look()
    began, is_changed = Event(), Event()

    def hold():
        with transaction.atomic():
            Edition.objects.select_for_update().get()
            began.set()
            assert is_changed.wait(PATIENCE)

    def change():
        assert began.wait(PATIENCE)
        with transaction.atomic():
            factories.publish(session, title="Un autre titre")
            transaction.on_commit(is_changed.set)
            # Before the look, which waits for the one who holds the edition.
            transaction.get_connection().run_on_commit.reverse()

    in_threads(hold, change)

    assert not Mark.objects.exists()
    assert {title.rpartition(": ")[2] for title in titles()} == {"Un autre titre"}


def test_first_two_looks_of_a_new_installation_make_one_edition(session):
    Edition.objects.all().delete()
    Shelf.objects.all().delete()
    with unseen():
        mark_everything()

    in_threads(look, look)

    assert (Edition.objects.count(), Shelf.objects.filter(scope="all").count()) == (1, 6 * 3)


# Whoever reads


def test_reader_never_keeps_what_was_old_when_a_change_was_committed(session):
    def read():
        for _round in range(10 * ROUNDS):
            assert Client().get(ICS).status_code == 200

    def publish():
        for number in range(ROUNDS):
            factories.publish(session, title=f"Titre {number}")
            assert {title.endswith(f"Titre {number}") for title in titles()} == {True}

    in_threads(read, read, publish)

    assert store.read(ICS).version == Shelf.objects.get(language="fr", scope="all", kind="sessions").version


def test_reader_during_a_look_gets_the_bytes_of_one_version_whole(session, empty_store):
    """Every pair of version and bytes that anybody got is one that was the truth: a version never names two bodies."""
    cycle = session.get_parent().specific
    home = cycle.get_parent().specific
    seen: dict[str, set[bytes]] = {}
    tags: dict[str, set[str]] = {}
    done = Event()

    def read(*, forget: bool):
        while not done.is_set():
            given = serve_feed(FEED, now=timezone.now())
            seen.setdefault(given.version, set()).add(given.body)
            tags.setdefault(given.etag, set()).add(given.body)
            if forget:
                store.write(store.represent(body=b"", **about(given) | {"version": "forgotten"}))

    def change():
        try:
            for number in range(ROUNDS):
                with held_back(), transaction.atomic():
                    factories.publish(home, title=f"Accueil {number}")
                    factories.publish(session, title=f"Titre {number}")
        finally:
            done.set()

    in_threads(lambda: read(forget=True), lambda: read(forget=False), change)

    assert {version: len(bodies) for version, bodies in seen.items() if len(bodies) != 1} == {}
    assert {tag: len(bodies) for tag, bodies in tags.items() if len(bodies) != 1} == {}
    pairs = {numbers_in(body) for bodies in seen.values() for body in bodies}
    assert [pair for pair in pairs if len(set(pair)) != 1] == []


def numbers_in(body: bytes) -> tuple[str, str]:
    """Which change the head and the only event are of."""
    calendar = icalendar.Calendar.from_ical(body)
    (event,) = calendar.walk("VEVENT")
    numbers = [str(words).rpartition(" ")[2] for words in (calendar["NAME"], event["SUMMARY"])]
    return tuple(number if number.isdigit() else "before" for number in numbers)


def about(given: store.Representation) -> dict[str, object]:
    names = ("path", "changed", "media_type", "language", "filename", "is_download", "max_age")
    return {name: getattr(given, name) for name in names}


def test_look_that_is_committed_between_two_reads_is_waited_for(session, empty_store, monkeypatch):
    """The shelf is read, then another connection changes everything, then the items are read."""
    look()
    find, found = serving._find_shelf, []

    def find_and_change(address, *, now):
        shelf = find(address, now=now)
        found.append(shelf.version)
        if len(found) == 1:
            in_threads(lambda: factories.publish(session, title="Un autre titre"))
        return shelf

    monkeypatch.setattr(serving, "_find_shelf", find_and_change)
    given = serve_feed(FEED, now=timezone.now() + datetime.timedelta(hours=1))

    assert (given.version, len(found), len(set(found))) == (found[1], 2, 2)
    assert {title.rpartition(": ")[2] for title in titles(given.body)} == {"Un autre titre"}
