"""The state of the machine behind the feeds: when it last worked, and what has piled up."""

import datetime
from dataclasses import dataclass

from events.ticking import JobRun
from feeds.doctor.left_out import keys_left_out
from feeds.models import Mark
from feeds.outbox import Delivery

# The job that looks after feeds, as feeds/apps.py registers it; once a minute, so that five are a fault.
JOB = "feeds"
LATE_AFTER = datetime.timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Signs:
    """`ticked_at` (UTC) is when the feeds' job last began; None if it never did. The rest are numbers, and its last error."""

    ticked_at: datetime.datetime | None
    is_late: bool
    error: str
    waiting: int
    given_up: int
    left_out: int


def read_signs(*, now: datetime.datetime) -> Signs:
    """What can be said at `now` (aware). Six queries."""
    run = JobRun.objects.filter(name=JOB).first()
    return Signs(
        ticked_at=run.started_at if run else None,
        is_late=run is None or now - run.started_at > LATE_AFTER,
        error=run.error if run else "",
        waiting=Mark.objects.count(),
        given_up=Delivery.objects.given_up().count(),
        left_out=len(keys_left_out(now=now)),
    )
