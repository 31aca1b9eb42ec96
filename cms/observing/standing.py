"""How things stand, as only the database knows: what waits, since when, and when the clock's jobs last ran."""

import datetime
import logging
from dataclasses import dataclass

from django.db import Error
from django.db.models import Count, Min, Q

from events.ticking import JobRun
from feeds.models import Delivery, Mark

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """Ages in seconds, 0 where nothing waits; `last_run` in seconds since 1970, 0 for never; the rest by kind of delivery, or by job."""

    stale_seconds: float
    waiting: dict[str, float]
    given_up: dict[str, float]
    backlog_seconds: float
    last_run: float
    durations: dict[str, float]
    failed: dict[str, float]


def read_standing(now: datetime.datetime) -> Standing | None:
    """At `now` (UTC), in three queries; None while the database does not answer."""
    try:
        return _read(now)
    except Error as error:
        logger.warning("How things stand cannot be read: %s", error)
        return None


def _read(now: datetime.datetime) -> Standing:
    runs = list(JobRun.objects.order_by("name"))
    kinds = list(
        Delivery.objects.order_by()
        .values("kind")
        .annotate(
            waiting=Count("pk", filter=Q(due_at__isnull=False)),
            given_up=Count("pk", filter=Q(due_at=None)),
            oldest=Min("changed_at", filter=Q(due_at__isnull=False)),
        )
    )
    ended = [run for run in runs if run.finished_at]
    return Standing(
        stale_seconds=_age(Mark.objects.aggregate(oldest=Min("marked_at"))["oldest"], now=now),
        waiting={row["kind"]: row["waiting"] for row in kinds},
        given_up={row["kind"]: row["given_up"] for row in kinds},
        backlog_seconds=max([0.0, *(_age(row["oldest"], now=now) for row in kinds)]),
        last_run=max([0.0, *(run.started_at.timestamp() for run in runs)]),
        durations={run.name: (run.finished_at - run.started_at).total_seconds() for run in ended},
        failed={run.name: float(bool(run.error)) for run in ended},
    )


def _age(moment: datetime.datetime | None, *, now: datetime.datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
