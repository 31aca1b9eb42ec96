"""Deliveries by several workers, one of which may die: each is sent once, and none is lost."""

from threading import Barrier

from django.db import connection, transaction

import pytest

from feeds import deliveries
from feeds.deliveries import (
    LEASE,
    DeliveryError,
    register_sender,
)
from feeds.outbox import Delivery
from tests.feeds.delivering import (
    HALF_MINUTE,
    NOW,
    SECOND,
    WorkerDied,
    deliver,
    fail_with,
    put,
    wait_until_somebody_waits,
)
from tests.feeds.threads import in_threads


@pytest.mark.django_db
class TestLease:
    def test_delivery_whose_worker_died_is_sent_again_after_the_lease_and_not_before(self, told):
        put("x")
        asked = fail_with(WorkerDied())
        with pytest.raises(WorkerDied):
            deliver()
        register_sender("test", lambda delivery: told.append(delivery.attempts))

        deliver(NOW + LEASE - SECOND)
        before = list(told)
        deliver(NOW + LEASE)

        assert (asked, before, told, Delivery.objects.count()) == (["x"], [], [2], 0)

    def test_worker_that_died_after_sending_tells_twice_rather_than_never(self, told, monkeypatch):
        def die(*_outcome, **_circumstances):
            raise WorkerDied

        put("x")
        monkeypatch.setattr(deliveries, "_note", die)
        with pytest.raises(WorkerDied):
            deliver()
        monkeypatch.undo()
        register_sender("test", lambda delivery: told.append((delivery.topic, delivery.target)))

        deliver(NOW + LEASE)

        assert (told, Delivery.objects.count()) == ([("x", "a"), ("x", "a")], 0)

    def test_change_during_the_sending_is_told_too(self, told):
        put("x")

        def send(delivery):
            told.append(delivery.changed_at)
            if len(told) == 1:
                put("x", now=NOW + SECOND)

        register_sender("test", send)
        deliver()
        deliver(NOW + SECOND)

        assert (told, Delivery.objects.count()) == ([NOW, NOW + SECOND], 0)

    def test_failure_does_not_put_off_a_change_made_meanwhile(self, told):
        put("x")

        def send(_delivery):
            put("x", now=NOW + SECOND)
            raise DeliveryError("The hub answered 500.")

        register_sender("test", send)
        deliver()

        delivery = Delivery.objects.get()
        assert (delivery.due_at, delivery.attempts, delivery.error) == (NOW + SECOND, 0, "")

    def test_outcome_of_a_worker_that_overslept_its_lease_does_not_count(self, told):
        put("x")

        def oversleep(_delivery):
            fail_with(DeliveryError("in time"))
            deliver(NOW + LEASE)
            raise DeliveryError("late")

        register_sender("test", oversleep)
        deliver()

        delivery = Delivery.objects.get()
        assert (delivery.error, delivery.due_at) == ("in time", NOW + LEASE + 2 * HALF_MINUTE)


class TestTransactions:
    @pytest.mark.django_db(transaction=True)
    def test_no_transaction_is_open_while_it_is_sent(self, told):
        put("x")
        register_sender("test", lambda _delivery: told.append(connection.in_atomic_block))

        deliver()

        assert told == [False]

    @pytest.mark.django_db(transaction=True)
    def test_sending_inside_a_transaction_is_refused_before_anything_is_sent(self, told):
        put("x")

        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            deliver()

        assert (told, Delivery.objects.get().attempts) == ([], 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Workers at the same time, on a server that lets them."""

    def test_each_of_many_deliveries_is_sent_by_exactly_one_of_four_workers(self, told):
        topics = [f"topic {number:03}" for number in range(100)]
        put(*topics)
        start = Barrier(4)

        def work():
            start.wait()
            deliver()

        in_threads(work, work, work, work)

        assert sorted(topic for topic, _target in told) == topics
        assert Delivery.objects.count() == 0

    def test_two_workers_are_at_their_deliveries_at_the_same_time(self, told):
        put("x", "y")
        both = Barrier(2)

        def send(delivery):
            both.wait(timeout=10)
            told.append((delivery.topic, delivery.attempts))

        register_sender("test", send)
        in_threads(deliver, deliver)

        assert sorted(told) == [("x", 1), ("y", 1)]

    def test_delivery_that_another_worker_is_taking_is_passed_over(self, told):
        put("x", "y")

        with transaction.atomic():
            Delivery.objects.select_for_update().get(topic="x")
            in_threads(deliver)

        assert told == [("y", "a")]

    def test_changes_of_the_same_topics_at_once_leave_one_delivery_each(self, told):
        topics = [f"topic {number}" for number in range(20)]

        in_threads(
            *[lambda order=order: [put(*order) for _round in range(10)] for order in (topics, topics[::-1])]
        )

        assert Delivery.objects.count() == 20

    def test_change_that_is_committed_while_the_outcome_is_noted_is_told(self, told):
        """The worker waits for the row, and finds that it does not hold it any more."""
        put("x")
        sent, changed = Barrier(2), Barrier(2)

        def send(delivery):
            told.append(delivery.topic)
            if len(told) == 1:
                sent.wait(timeout=10)
                changed.wait(timeout=10)

        def change():
            sent.wait(timeout=10)
            with transaction.atomic():
                put("x", now=NOW + SECOND)
                changed.wait(timeout=10)
                wait_until_somebody_waits()

        register_sender("test", send)
        in_threads(deliver, change)
        deliver(NOW + SECOND)

        assert (told, Delivery.objects.count()) == (["x", "x"], 0)
