"""The look at the database once a second: what another host changed, and what nobody has looked at."""

from django.db import DatabaseError, InterfaceError
from django.test import Client
from django.utils import timezone

import pytest

from feeds import store, watching
from feeds.generation import NAME, Generation
from feeds.marks import mark
from feeds.models import Edition
from feeds.refresh import refresh
from feeds.watching import Watcher
from tests import factories
from tests.feeds.test_database_away import database_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def generation(tmp_path):
    return Generation(tmp_path)


@pytest.fixture
def watcher(session, generation, monkeypatch):
    """One that has looked before, and renewed every file: a slow machine would leave some for the next look."""
    monkeypatch.setattr(watching, "RENEWING_SECONDS", 60)
    refresh(now=timezone.now())
    watcher = Watcher(generation)
    watcher.look()
    return watcher


def is_raised_by(act, generation) -> bool:
    before = generation.current()
    act()
    return generation.current() != before


def test_nothing_changed_nothing_is_forgotten(watcher, generation, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert not is_raised_by(watcher.look, generation)


def test_first_look_forgets_what_was_read_before_it(session, generation):
    assert is_raised_by(Watcher(generation).look, generation)


@pytest.mark.parametrize("number", [0, 1_000], ids=["restored from a backup", "of another host"])
def test_edition_that_is_another_one_is_noticed_once(watcher, generation, number):
    Edition.objects.update(number=number)

    assert [is_raised_by(watcher.look, generation) for _ in range(2)] == [True, False]


def test_files_are_renewed_behind_the_edition_of_another_host(watcher, session, settings, tmp_path):
    """Nobody has to read them, and no tick to run here, before the database may fail."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    paths = ("/feeds/fr/all/sessions.ics", "/feeds/fr/session/solidarites-7.ics")
    first = [Client().get(path).content for path in paths]
    # What this process would do for its own store is not done: it is not committed here.
    factories.publish(session, title="Autrement")
    refresh(now=timezone.now())
    before = [store.read(path).body for path in paths]

    watcher.look()

    assert before == first
    assert ["Autrement" in store.read(path).body.decode() for path in paths] == [True, True]


def test_edition_that_is_seen_is_seen_though_files_cannot_be_renewed_and_they_are_tried_again(
    watcher, generation, monkeypatch
):
    tries = []

    def renew(now, *, seconds):
        tries.append(seconds)
        if len(tries) == 1:
            raise DatabaseError("gone")
        return len(tries) == 3

    monkeypatch.setattr(watching, "renew_stale_files", renew)
    Edition.objects.update(number=1_000)

    with pytest.raises(DatabaseError):
        watcher.look()
    assert [is_raised_by(watcher.look, generation) for _ in range(3)] == [False] * 3
    assert tries == [watching.RENEWING_SECONDS] * 3


def test_mark_is_noticed_until_it_is_looked_at(watcher, generation, session):
    mark(session.translation_key)

    assert [is_raised_by(watcher.look, generation) for _ in range(2)] == [True, True]
    refresh(now=timezone.now())
    assert [is_raised_by(watcher.look, generation) for _ in range(2)] == [True, False]


class EnoughError(BaseException):
    """Ends what goes on for ever."""


@pytest.fixture
def run(watcher, monkeypatch):
    """Let the watcher run for three looks; gives how long it slept before each."""

    def run() -> list[float]:
        slept: list[float] = []

        def sleep(seconds):
            if len(slept) == 3:
                raise EnoughError
            slept.append(seconds)

        monkeypatch.setattr(watching.time, "sleep", sleep)
        with pytest.raises(EnoughError):
            watcher.run()
        return slept

    monkeypatch.setattr(watching.connection, "close", lambda: None)
    return run


def test_what_is_remembered_stays_while_the_database_is_away_and_goes_when_it_is_back(
    watcher, generation, run
):
    before = generation.current()
    with database_away():
        slept = run()

    assert (generation.current(), slept) == (before, [watching.SECONDS] * 3)
    assert is_raised_by(watcher.look, generation)


@pytest.mark.parametrize(
    "error", [InterfaceError("the connection is closed"), OSError(5, "broken"), KeyError("x")]
)
def test_whatever_fails_the_next_look_is_taken(watcher, generation, run, monkeypatch, error):
    look, failed = watcher.look, []

    def fail_once():
        if not failed:
            failed.append(error)
            raise error
        look()

    monkeypatch.setattr(watcher, "look", fail_once)
    Edition.objects.update(number=1_000)

    assert is_raised_by(run, generation)
    assert failed == [error]


def test_connection_that_cannot_even_be_closed_ends_nothing(watcher, generation, run, monkeypatch):
    def fail():
        raise InterfaceError("the connection is lost")

    monkeypatch.setattr(watching.connection, "close", fail)

    with database_away():
        assert run() == [watching.SECONDS] * 3


def test_store_that_was_emptied_is_taken_up_again(watcher, generation, run, tmp_path):
    (tmp_path / NAME).unlink()

    run()

    other = Generation(tmp_path)
    assert is_raised_by(other.bump, generation)


def test_look_itself_says_that_the_database_is_away(watcher):
    with database_away(), pytest.raises(DatabaseError):
        watcher.look()
