"""Deliveries: when they are tried again, that none is lost or doubled, and when they are given up."""

from django.core.management import call_command
from django.utils import timezone

import pytest

from events.models import JobRun
from feeds.deliveries import (
    GIVE_UP_AFTER,
    RUN,
    DeliveryError,
    deliver_due,
    next_attempt,
    register_sender,
    retry_delay,
)
from feeds.outbox import Delivery, enqueue
from tests.feeds.delivering import HALF_MINUTE, HOUR, HOURS, NOW, SECOND, deliver, fail_with, put


class TestSchedule:
    def test_shortest_delays_double_from_half_a_minute_to_three_hours(self):
        delays = [retry_delay(attempt, jitter=0).total_seconds() for attempt in range(1, 13)]

        assert delays == [30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 3 * HOURS, 3 * HOURS, 3 * HOURS]

    def test_longest_delays_are_twice_the_shortest_and_six_hours_at_most(self):
        delays = [retry_delay(attempt, jitter=1).total_seconds() for attempt in range(1, 13)]

        assert delays == [60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 6 * HOURS, 6 * HOURS, 6 * HOURS]

    @pytest.mark.parametrize("jitter", [0, 0.25, 0.5, 0.75, 0.999_999])
    def test_every_delay_is_within_half_a_minute_and_six_hours_and_none_is_shorter_than_before(self, jitter):
        delays = [retry_delay(attempt, jitter=jitter) for attempt in range(1, 40_000)]

        assert (min(delays) >= HALF_MINUTE, max(delays) <= 6 * HOUR) == (True, True)
        assert delays == sorted(delays)

    @pytest.mark.parametrize(("jitter", "attempts"), [(0, 16), (0.5, 13), (0.999_999, 12)])
    def test_target_that_stays_away_is_tried_for_a_day_and_then_given_up(self, jitter, attempts):
        moments = [NOW]
        while following := next_attempt(changed_at=NOW, attempt=len(moments), jitter=jitter, now=moments[-1]):
            moments.append(following)

        assert len(moments) == attempts
        assert NOW + 18 * HOUR <= moments[-1] <= NOW + GIVE_UP_AFTER

    def test_last_attempt_may_be_a_day_after_the_change_and_not_later(self):
        last = NOW + GIVE_UP_AFTER - HALF_MINUTE

        found = [
            next_attempt(changed_at=NOW, attempt=1, jitter=0, now=moment) for moment in (last, last + SECOND)
        ]

        assert found == [NOW + GIVE_UP_AFTER, None]


@pytest.mark.django_db
class TestSending:
    def test_due_deliveries_are_sent_once_the_longest_due_first(self, told):
        put("b", now=NOW)
        put("a", now=NOW - SECOND)
        put("c", now=NOW + SECOND)

        deliver()
        deliver()

        assert told == [("a", "a"), ("b", "a")]
        assert [delivery.topic for delivery in Delivery.objects.all()] == ["c"]

    def test_failed_delivery_is_tried_again_after_its_delay_and_not_before(self, told):
        put("x")
        asked = fail_with(DeliveryError("The hub answered 500."))

        deliver()
        deliver(NOW + HALF_MINUTE - SECOND)
        before = list(asked)
        deliver(NOW + HALF_MINUTE)

        delivery = Delivery.objects.get()
        assert (before, asked) == (["x"], ["x", "x"])
        assert (delivery.due_at, delivery.attempts, delivery.lease, delivery.error) == (
            NOW + 3 * HALF_MINUTE, 2, None, "The hub answered 500.",
        )  # fmt: skip

    def test_delays_differ_by_chance(self, told):
        topics = [f"x{number}" for number in range(10)]
        put(*topics)
        fail_with(DeliveryError("no"), topics=topics)

        deliver_due(NOW)

        moments = set(Delivery.objects.values_list("due_at", flat=True))
        assert len(moments) > 1
        assert (min(moments) >= NOW + HALF_MINUTE, max(moments) <= NOW + 2 * HALF_MINUTE) == (True, True)

    def test_failure_of_one_topic_does_not_hold_up_the_others(self, told):
        put("x", "y")
        asked = fail_with(DeliveryError("The hub answered 400."))

        deliver()

        assert asked == ["x", "y"]
        assert [delivery.topic for delivery in Delivery.objects.all()] == ["x"]

    def test_target_that_is_away_is_asked_once_in_a_run_and_others_all(self, told):
        put("x", "y", target="away")
        put("z", target="there")
        asked = fail_with(DeliveryError("timeout", is_target_away=True))

        deliver()

        assert asked == ["x", "z"]
        waiting = dict(Delivery.objects.values_list("topic", "due_at"))
        assert waiting == {"x": NOW + HALF_MINUTE, "y": NOW}

    def test_sender_with_a_fault_is_logged_and_the_next_delivery_has_its_turn(self, told, caplog):
        put("x", "y")
        asked = fail_with(ZeroDivisionError("a\0b"))

        deliver()

        assert asked == ["x", "y"]
        assert Delivery.objects.get().error == "ZeroDivisionError: ab"
        assert caplog.messages == ["test: x to a could not be sent"]

    def test_run_stops_after_its_time_and_the_next_goes_on(self, told):
        put("x", "y", "z")
        seconds = iter([0.0, 0.0, RUN.total_seconds() - 1, RUN.total_seconds()])

        deliver_due(NOW, stopwatch=lambda: next(seconds))
        first = list(told)
        deliver()

        assert (first, told) == ([("x", "a"), ("y", "a")], [("x", "a"), ("y", "a"), ("z", "a")])

    def test_kind_that_nobody_sends_waits(self, told):
        enqueue(kind="pigeon", target="a", topics=["x"], now=NOW)

        deliver()

        assert Delivery.objects.get().attempts == 0

    def test_nothing_due_is_no_work(self, told):
        deliver()

        assert told == []

    def test_tick_sends(self, told):
        put("x", now=timezone.now())

        call_command("tick")

        assert told == [("x", "a")]
        assert JobRun.objects.get(name="send deliveries").error == ""


@pytest.mark.django_db
class TestDeadLetter:
    @pytest.fixture
    def dead(self, told, caplog):
        """A delivery that failed for a day, and what was logged."""
        put("x")
        fail_with(DeliveryError("The hub answered 500."))
        moment = NOW
        while moment:
            deliver(moment)
            moment = Delivery.objects.get().due_at
        return caplog.messages

    def test_delivery_that_failed_for_a_day_stays_visible_with_its_error(self, dead):
        delivery = Delivery.objects.given_up().get()

        assert (delivery.topic, delivery.attempts, delivery.error) == ("x", 16, "The hub answered 500.")
        assert dead == ["test: x to a was given up after 16 attempts: The hub answered 500."]

    def test_dead_letter_is_not_tried_again(self, dead):
        asked = fail_with(DeliveryError("no"))

        deliver(NOW + 1000 * HOUR)

        assert asked == []

    def test_newer_change_of_the_topic_revives_it(self, dead, told):
        register_sender("test", lambda delivery: told.append(delivery.attempts))
        put("x", now=NOW + 48 * HOUR)

        deliver(NOW + 48 * HOUR)

        assert (told, Delivery.objects.count()) == ([1], 0)
