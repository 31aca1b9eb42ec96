"""The outbox: one row for each thing to tell, written with the change or not at all."""

import datetime
from uuid import uuid4

from django.db import transaction

import pytest

from feeds.outbox import Delivery, enqueue
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2026, 12, 1, 12)
HOUR = datetime.timedelta(hours=1)


def put(*topics: str, kind: str = "test", target: str = "https://a.example/", now=NOW) -> None:
    enqueue(kind=kind, target=target, topics=topics, now=now)


def test_what_is_put_in_is_due_at_once():
    put("x", "y")

    assert [delivery.topic for delivery in Delivery.objects.due(NOW)] == ["x", "y"]
    assert not Delivery.objects.due(NOW - datetime.timedelta(microseconds=1)).exists()


def test_nothing_put_in_is_nothing():
    put()

    assert Delivery.objects.count() == 0


def test_topic_that_is_too_long_for_a_row_is_left_out_and_logged(caplog):
    put("x" * 500, "y" * 501)

    assert list(Delivery.objects.values_list("topic", flat=True)) == ["x" * 500]
    assert [record.getMessage() for record in caplog.records] == [
        f"test is not told of {'y' * 200}...: an address of 501 characters"
    ]


def test_what_is_put_in_for_later_is_not_due_before():
    enqueue(kind="test", target="https://a.example/", topics=["x"], now=NOW, due_at=NOW + HOUR)

    assert not Delivery.objects.due(NOW + HOUR - datetime.timedelta(seconds=1)).exists()
    assert Delivery.objects.due(NOW + HOUR).get().changed_at == NOW


def test_topic_that_waits_is_not_doubled_by_a_newer_change():
    put("x", "x")
    put("x", now=NOW + HOUR)

    delivery = Delivery.objects.get()
    assert (delivery.changed_at, delivery.due_at) == (NOW + HOUR, NOW + HOUR)


@pytest.mark.parametrize("changed", [{"kind": "other"}, {"target": "https://b.example/"}])
def test_same_topic_for_another_kind_or_target_is_another_delivery(changed):
    put("x")
    put("x", **changed)

    assert Delivery.objects.count() == 2


def test_newer_change_starts_a_delivery_again():
    put("x")
    Delivery.objects.update(due_at=None, attempts=9, lease=uuid4(), error="The hub answered 500.")

    put("x", now=NOW + HOUR)

    row = Delivery.objects.values("due_at", "attempts", "lease", "error").get()
    assert row == {"due_at": NOW + HOUR, "attempts": 0, "lease": None, "error": ""}


def test_change_that_is_rolled_back_leaves_nothing_to_tell():
    with transaction.atomic():
        put("x")
        transaction.set_rollback(True)

    assert Delivery.objects.count() == 0


def test_dead_letters_are_those_that_nobody_tries_again():
    put("x", "y")
    Delivery.objects.filter(topic="x").update(due_at=None)

    assert [delivery.topic for delivery in Delivery.objects.given_up()] == ["x"]
    assert [delivery.topic for delivery in Delivery.objects.due(NOW)] == ["y"]


def test_delivery_says_what_it_tells_to_whom():
    put("https://parvis.example/feeds/fr/all/sessions.rss")

    assert str(Delivery.objects.get()) == (
        "test: https://parvis.example/feeds/fr/all/sessions.rss to https://a.example/"
    )
