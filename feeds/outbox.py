"""The outbox: what has still to be told to somebody else, written in the transaction of the change that it tells of."""

import datetime
import logging
from collections.abc import Iterable

from django.db import models

logger = logging.getLogger(__name__)

LONGEST_TOPIC = 500
ONE_ROW = ["kind", "target", "topic"]
STARTED_AGAIN = ["changed_at", "due_at", "attempts", "lease", "error"]


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by what is to happen with them."""

    def due(self, now: datetime.datetime) -> "DeliveryQuerySet":
        """Those to try at `now` (aware): waiting long enough, or left behind by a worker that died."""
        return self.filter(due_at__lte=now)

    def given_up(self) -> "DeliveryQuerySet":
        """The dead letters: nobody tries them again, until there is news of the same topic."""
        return self.filter(due_at=None)


class Delivery(models.Model):
    """One thing to tell: `kind` says how, `target` (an address) to whom, `topic` (an address) about what. It goes once told.

    `changed_at` (UTC) is when the newest change was made, `attempts` counts those since, `error` says why the last one failed.
    `due_at` (UTC) is when it is tried next: for one that a worker holds, when that lease ends; None for a dead letter.
    `lease` names the hold of the worker that has it.
    """

    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=500)
    topic = models.CharField(max_length=LONGEST_TOPIC)
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=ONE_ROW, name="delivery_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.topic} to {self.target}"


def enqueue(
    *,
    kind: str,
    target: str,
    topics: Iterable[str],
    now: datetime.datetime,
    due_at: datetime.datetime | None = None,
) -> None:
    """Have these topics told to a target, not before `due_at` (aware; `now` without). Belongs into the transaction of the change, so that
    neither comes without the other.

    A topic that waits already is not told twice. One that is on its way is told again: what its receiver fetches may be older
    than this change. A dead letter gets another chance. Topics longer than LONGEST_TOPIC are left out, and logged: their receiver
    goes on by the time that answers hold, and the change is not lost.
    """
    # In one order, so that two transactions with the same topics wait for each other and never both.
    rows = [
        Delivery(kind=kind, target=target, topic=topic, changed_at=now, due_at=due_at or now)
        for topic in sorted(_short_enough(topics, kind=kind))
    ]
    Delivery.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=ONE_ROW, update_fields=STARTED_AGAIN
    )


def _short_enough(topics: Iterable[str], *, kind: str) -> set[str]:
    """Each once."""
    kept, too_long = set(), set()
    for topic in topics:
        (kept if len(topic) <= LONGEST_TOPIC else too_long).add(topic)
    for topic in sorted(too_long):
        logger.warning("%s is not told of %s...: an address of %s characters", kind, topic[:200], len(topic))
    return kept
