"""The look at the database once a second: what another host changed, and what nobody has looked at."""

from django.db import DatabaseError
from django.utils import timezone

import pytest

from feeds import watching
from feeds.generation import Generation
from feeds.marks import mark
from feeds.models import Edition
from feeds.refresh import refresh
from feeds.watching import Watcher
from tests.feeds.test_database_away import database_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def generation(tmp_path):
    return Generation(tmp_path)


@pytest.fixture
def watcher(session, generation):
    """One that has looked before."""
    refresh(now=timezone.now())
    watcher = Watcher(generation)
    watcher.look()
    return watcher


def raised_by(act, generation) -> int:
    before = generation.current()
    act()
    return generation.current() - before


def test_nothing_changed_nothing_is_forgotten(watcher, generation, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert raised_by(watcher.look, generation) == 0


def test_first_look_forgets_what_was_read_before_it(session, generation):
    assert raised_by(Watcher(generation).look, generation) == 1


def test_edition_of_another_host_is_noticed_once(watcher, generation):
    Edition.objects.update(number=1_000)

    assert [raised_by(watcher.look, generation) for _ in range(2)] == [1, 0]


def test_mark_is_noticed_until_it_is_looked_at(watcher, generation, session):
    mark(session.translation_key)

    assert [raised_by(watcher.look, generation) for _ in range(2)] == [1, 1]
    refresh(now=timezone.now())
    assert [raised_by(watcher.look, generation) for _ in range(2)] == [1, 0]


def test_what_is_remembered_stays_while_the_database_is_away_and_goes_when_it_is_back(
    watcher, generation, monkeypatch
):
    class EnoughError(Exception):
        pass

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) > 3:
            raise EnoughError

    slept: list[float] = []
    monkeypatch.setattr(watching.time, "sleep", sleep)
    monkeypatch.setattr(watching.connection, "close", lambda: None)
    before = generation.current()
    with database_away(), pytest.raises(EnoughError):
        watcher.run()

    assert (generation.current(), slept) == (before, [watching.SECONDS] * 4)
    assert raised_by(watcher.look, generation) == 1


def test_look_itself_says_that_the_database_is_away(watcher):
    with database_away(), pytest.raises(DatabaseError):
        watcher.look()
