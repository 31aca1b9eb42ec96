"""Marks: left with a change, looked at behind it, and never lost."""

import logging
from uuid import UUID, uuid4

from django.db import transaction

import pytest

from feeds import refresh
from feeds.marks import held_back, mark, mark_everything
from feeds.models import Mark
from tests import factories

pytestmark = pytest.mark.django_db

KEY, OTHER = uuid4(), uuid4()


@pytest.fixture(autouse=True)
def unmarked(db):
    """What the test database was left with."""
    Mark.objects.all().delete()


@pytest.fixture
def looks(monkeypatch) -> list[list[UUID | None]]:
    """What was marked at each look; nothing is really looked at."""
    found = []
    monkeypatch.setattr(refresh, "refresh", lambda now: found.append(marked()))
    return found


def marked() -> list[UUID | None]:
    return list(Mark.objects.order_by("pk").values_list("key", flat=True))


def test_each_change_leaves_a_mark_of_its_own():
    mark(KEY)
    mark(KEY, OTHER)
    mark_everything()
    mark()

    assert marked() == [KEY, KEY, OTHER, None]
    assert [str(each) for each in Mark.objects.order_by("pk")] == [
        str(KEY),
        str(KEY),
        str(OTHER),
        "everything",
    ]


def test_mark_goes_with_the_change_that_is_rolled_back():
    with transaction.atomic():
        mark(KEY)
        mark_everything()
        transaction.set_rollback(True)

    assert marked() == []


@pytest.mark.parametrize("leave", [lambda: mark(KEY), mark_everything])
def test_mark_is_looked_at_when_it_is_committed_and_not_before(
    looks, leave, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        leave()
        before = list(looks)

    assert (before, looks) == ([], [marked()])


def test_what_is_marked_is_looked_at_for_good(session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mark(session.translation_key)

    assert marked() == []


def test_change_made_in_a_block_is_looked_at_behind_it_once(looks, django_capture_on_commit_callbacks):
    with held_back():
        for key in (KEY, OTHER):
            with django_capture_on_commit_callbacks(execute=True):
                mark(key)
        before = list(looks)

    assert (before, looks) == ([], [[KEY, OTHER]])


def test_block_within_a_block_does_not_end_it(looks, django_capture_on_commit_callbacks):
    with held_back():
        with held_back():
            mark(KEY)
        with django_capture_on_commit_callbacks(execute=True):
            mark(OTHER)

    assert looks == [[KEY, OTHER]]


def test_block_that_fails_leaves_the_marks_to_the_next_look(looks, django_capture_on_commit_callbacks):
    def fail():
        with held_back():
            mark(KEY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    before = list(looks)

    with django_capture_on_commit_callbacks(execute=True):
        mark(OTHER)

    assert (before, looks) == ([], [[KEY, OTHER]])


def test_look_that_fails_is_logged_and_no_concern_of_the_editor(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def fail(now):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(refresh, "refresh", fail)

    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        mark(KEY)

    assert marked() == [KEY]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


@pytest.mark.django_db(transaction=True)
def test_publishing_a_session_is_looked_at_once(monkeypatch):
    cycle = factories.read_cycle() or factories.make_cycle(factories.read_site())
    session = factories.make_session(cycle, number=9, code="looked-at")
    found = []

    def look(now):
        found.append(len(marked()) > 0)
        Mark.objects.all().delete()

    monkeypatch.setattr(refresh, "refresh", look)
    factories.publish(session, title="Autrement")

    assert found.count(True) == 1
