"""What the project itself counts, and figures of processes that answer no requests: tick, and commands."""

import datetime

from cms.observing.carrying import carry_now
from events.ticking import register_job
from feeds.figures import count


def connect() -> None:
    """Have tick carry what it counted; called once, when all apps are ready."""
    register_job("figures", carry)


def carry(_now: datetime.datetime | None = None) -> None:
    """A job of tick."""
    carry_now()


def note_failed_login(**_signal: object) -> None:
    """One more login with a wrong password."""
    count("logins_failed")
