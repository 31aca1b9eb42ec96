"""What tests of deliveries have in common: when it is, what is put into the outbox, how it is sent and fails."""

import datetime
import time

from django.db import connection

from feeds.deliveries import (
    deliver_due,
    register_sender,
)
from feeds.outbox import enqueue
from tests.feeds.world import utc

NOW = utc(2026, 12, 1, 12)
SECOND = datetime.timedelta(seconds=1)
HALF_MINUTE = datetime.timedelta(seconds=30)
HOUR = datetime.timedelta(hours=1)
HOURS = 60 * 60


class WorkerDied(BaseException):
    """Nothing of the program runs any more: what kill -9 is to a process."""


def put(*topics: str, target: str = "a", now=NOW) -> None:
    enqueue(kind="test", target=target, topics=topics, now=now)


def fail_with(error: BaseException, *, topics=("x",)) -> list[str]:
    """Have the kind "test" fail for these topics; the list of what it was asked to send."""
    asked = []

    def send(delivery):
        asked.append(delivery.topic)
        if delivery.topic in topics:
            raise error

    register_sender("test", send)
    return asked


def deliver(now=NOW, *, jitter: float = 0.0) -> None:
    deliver_due(now, jitter=lambda: jitter)


def wait_until_somebody_waits() -> None:
    """Until another connection waits for a row that ours has changed; at most ten seconds."""
    with connection.cursor() as cursor:
        for _time in range(200):
            if cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
                return
            time.sleep(0.05)
    raise TimeoutError("Nobody waits.")
