"""Editors who press "Publish" in the same moment, on PostgreSQL: no drift, no deadlock, no lost SEQUENCE."""

import datetime
import threading
from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection, transaction

import pytest

from events.fact_groups import drift, read_members, stored_facts
from events.models import LedgerChange, LedgerEntry, SessionPage
from tests import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 40
FIRST = datetime.date(2021, 6, 1)


def at_once(*actions: Callable[[], None]) -> None:
    """Run the actions in threads that start together; raises what one of them raised (a deadlock, for one)."""
    start, errors = threading.Barrier(len(actions)), []

    def run(action):
        try:
            start.wait(timeout=20)
            action()
        except Exception as error:  # noqa: BLE001  (handed to the test, which fails with it)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if errors:
        raise errors[0]


def publication(page, *, in_transaction=False, **fields) -> Callable[[], None]:
    """Saves a revision and publishes it when called: in one transaction as the API does, or not, as the admin."""

    def publish():
        with transaction.atomic() if in_transaction else nullcontext():
            factories.publish(SessionPage.objects.get(pk=page.pk), **fields)

    return publish


def assert_in_line(key) -> None:
    members = read_members(SessionPage, key)
    assert [member.is_origin for member in members].count(True) == 1
    assert drift(members, stored_facts(SessionPage, [member.pk for member in members])) == {}


def test_origin_and_follower_published_at_once_never_drift(session):
    english = factories.translate(session, "en")

    for number in range(ROUNDS):
        in_transaction = bool(number % 2)
        at_once(
            publication(session, in_transaction=in_transaction, passcode=f"p{number}"),
            publication(english, in_transaction=in_transaction, title=f"Title {number}"),
        )
        assert_in_line(session.translation_key)
        stored = SessionPage.objects.filter(translation_key=session.translation_key).order_by("pk")
        shown = [(page.passcode, page.title) for page in stored]
        assert shown == [(f"p{number}", session.title), (f"p{number}", f"Title {number}")]


def test_origin_published_twice_at_once_counts_both_changes(session):
    factories.translate(session, "en")
    dates = [FIRST + datetime.timedelta(days=number) for number in range(2 * ROUNDS)]

    for number in range(ROUNDS):
        in_transaction = bool(number % 2)
        at_once(
            publication(session, in_transaction=in_transaction, date=dates[2 * number]),
            publication(session, in_transaction=in_transaction, date=dates[2 * number + 1]),
        )
        assert_in_line(session.translation_key)

    entry = LedgerEntry.objects.get(translation_key=session.translation_key)
    sequences = (
        LedgerChange.objects.filter(entry=entry).order_by("sequence").values_list("sequence", flat=True)
    )
    assert entry.sequence == 2 * ROUNDS
    assert list(sequences)[-2 * ROUNDS :] == list(range(1, 2 * ROUNDS + 1))
    assert entry.material["date"] == SessionPage.objects.get(pk=session.pk).date.isoformat()


def test_deleting_the_origin_while_its_followers_are_published_leaves_one_origin(cycle):
    for number in range(10, 20):
        session = factories.make_session(cycle, number=number, date=FIRST + datetime.timedelta(days=number))
        english, spanish = factories.translate(session, "en"), factories.translate(session, "es")

        at_once(
            session.delete,
            publication(english, in_transaction=True, title="Still here"),
            publication(spanish, in_transaction=True, title="Todavía"),
        )

        assert_in_line(session.translation_key)
        assert SessionPage.objects.get(pk=english.pk).is_origin
