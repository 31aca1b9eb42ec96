"""Sends what the outbox holds: at least once, a failed one again and again for a day. Knows no kind of delivery by itself.

A worker takes a delivery under a lease and lets go of the database before it sends. One that dies loses nothing: when its
lease ends, the delivery is due again. `manage.py tick` sends; any other worker may, at the same time.
"""

import datetime
import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import SystemRandom
from uuid import uuid4

from django.db import connection, transaction

from events.text import clean_text
from events.ticking import register_job
from feeds.figures import DELIVERIES, FAILED, GIVEN_UP, SENT, count
from feeds.outbox import Delivery

logger = logging.getLogger(__name__)

FIRST_RETRY = datetime.timedelta(seconds=30)
LONGEST_RETRY = datetime.timedelta(hours=6)
GIVE_UP_AFTER = datetime.timedelta(hours=24)
# How long one run goes on taking deliveries: the tick has other things to do. The next run goes on where this one stops.
RUN = datetime.timedelta(seconds=20)
# Far longer than a run and the last request in it, so that only a dead worker outlives its lease.
LEASE = datetime.timedelta(minutes=3)
# How many rows one statement changes.
ROWS = 500

_chance = SystemRandom().random

Send = Callable[[Delivery], None]
SendTogether = Callable[[Sequence[Delivery]], None]


@dataclass(frozen=True)
class Sender:
    """Sends up to `at_once` deliveries to one target, all or none of which are told then."""

    send: SendTogether
    at_once: int


_senders: dict[str, Sender] = {}


class DeliveryError(Exception):
    """Why something was not delivered. `is_target_away`: nothing else would reach that target now either."""

    def __init__(self, message: str, *, is_target_away: bool = False):
        super().__init__(message)
        self.is_target_away = is_target_away


def connect() -> None:
    """Have what is due sent at every tick; called once, when all apps are ready."""
    register_job("send deliveries", deliver_due)


def register_sender(kind: str, send: Send) -> None:
    """Have deliveries of this kind sent by `send(delivery)`, which raises DeliveryError; called while apps load.

    It is called outside of every transaction, must end by itself within a minute, and may be called twice for one change.
    """
    _senders[kind] = Sender(lambda deliveries: send(deliveries[0]), at_once=1)


def register_sender_of_many(kind: str, send: SendTogether, *, at_once: int) -> None:
    """The same for a kind of which up to so many, all to one target, are sent by one call."""
    _senders[kind] = Sender(send, at_once)


def retry_delay(attempt: int, *, jitter: float) -> datetime.timedelta:
    """How long to wait after the failed attempt of this number (1 for the first); `jitter` from 0 up to 1.

    At least 30 seconds, twice as long after each failure, at most 6 hours; the upper half of it is left to chance, so that
    what failed together is not tried again together.
    """
    longest = min(2 * FIRST_RETRY * 2 ** min(attempt - 1, 20), LONGEST_RETRY)
    return longest / 2 * (1 + jitter)


def next_attempt(
    *, changed_at: datetime.datetime, attempt: int, jitter: float, now: datetime.datetime
) -> datetime.datetime | None:
    """When to try again after an attempt that failed at `now`; None to give up, a day after the change (all aware)."""
    due_at = now + retry_delay(attempt, jitter=jitter)
    return due_at if due_at <= changed_at + GIVE_UP_AFTER else None


def deliver_due(
    now: datetime.datetime,
    *,
    kinds: Collection[str] = (),
    jitter: Callable[[], float] = _chance,
    stopwatch: Callable[[], float] = time.monotonic,
) -> None:
    """Send what is due at `now` (aware), the longest due first, for at most RUN; no failure of a target is raised.

    Of these `kinds` alone, where some are named. A target that cannot be reached is asked once in a run. Raises RuntimeError inside a transaction, which would stay open
    while servers of others take their time. `stopwatch` tells seconds.
    """
    end = stopwatch() + RUN.total_seconds()
    away: set[str] = set()
    while stopwatch() < end and (taken := _take(now, kinds=kinds or _senders, except_to=away)):
        error = _send(taken)
        count(DELIVERIES, taken[0].kind, FAILED if error else SENT, by=len(taken))
        _note(taken, error, jitter=jitter(), now=now)
        if error and error.is_target_away:
            away.add(taken[0].target)


def _take(
    now: datetime.datetime, *, kinds: Collection[str], except_to: Collection[str]
) -> Sequence[Delivery]:
    """Due deliveries that are sent by one call, under a lease of our own; what another worker is just taking is passed over."""
    passes_over = connection.features.has_select_for_update_skip_locked
    due = Delivery.objects.due(now).filter(kind__in=list(kinds)).exclude(target__in=except_to)
    due = due.select_for_update(skip_locked=passes_over).order_by("due_at", "pk")
    with transaction.atomic(durable=True):
        first = due.first()
        if first is None:
            return []
        at_once = _senders[first.kind].at_once
        taken = list(due.filter(kind=first.kind, target=first.target)[:at_once]) if at_once > 1 else [first]
        lease = uuid4()
        for delivery in taken:
            delivery.lease, delivery.due_at = lease, now + LEASE
            # Counted before it is sent: an attempt that kills the worker is one too.
            delivery.attempts += 1
        Delivery.objects.bulk_update(taken, ["lease", "due_at", "attempts"], batch_size=ROWS)
    return taken


def _send(taken: Sequence[Delivery]) -> DeliveryError | None:
    try:
        _senders[taken[0].kind].send(taken)
    except DeliveryError as error:
        return error
    except Exception as error:
        logger.exception("%s could not be sent", taken[0])
        return DeliveryError(f"{type(error).__name__}: {error}")
    return None


def _note(
    taken: Sequence[Delivery], error: DeliveryError | None, *, jitter: float, now: datetime.datetime
) -> None:
    """Keep the outcome, unless a newer change or another worker has a row by now."""
    ours = Delivery.objects.filter(pk__in=[delivery.pk for delivery in taken], lease=taken[0].lease)
    with transaction.atomic(durable=True):
        held = list(ours.select_for_update())
        if not error:
            ours.delete()
            return
        for delivery in held:
            _put_off(delivery, error, jitter=jitter, now=now)
        Delivery.objects.bulk_update(held, ["due_at", "lease", "error"], batch_size=ROWS)


def _put_off(delivery: Delivery, error: DeliveryError, *, jitter: float, now: datetime.datetime) -> None:
    changed_at, attempts = delivery.changed_at, delivery.attempts
    delivery.due_at = next_attempt(changed_at=changed_at, attempt=attempts, jitter=jitter, now=now)
    delivery.lease, delivery.error = None, clean_text(str(error))
    if delivery.due_at is None:
        count(DELIVERIES, delivery.kind, GIVEN_UP)
        logger.error("%s was given up after %s attempts: %s", delivery, attempts, delivery.error)
