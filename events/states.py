"""The state of a session at a moment, and when it changes next.

State follows from times alone; status (cancelled, postponed) is a fact beside it. Every edge belongs to what begins there: a
window is open at `opens_at` and shut at `closes_at` itself. All datetimes are aware.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

OPENS_BEFORE = datetime.timedelta(minutes=60)
CLOSES_AFTER = datetime.timedelta(minutes=30)
SOON_BEFORE = datetime.timedelta(hours=24)
# How long what was called off stays in calendars after its date, so that every program has learnt of it.
CALLED_OFF_KEPT = datetime.timedelta(days=90)
# Statuses, the facts, of what takes place as far as one knows.
TAKES_PLACE = ("tentative", "confirmed")


class State(StrEnum):
    """What a visitor is told about the moment of a session."""

    SCHEDULED = "scheduled"
    SOON = "soon"
    OPEN = "open"
    LIVE = "live"
    ENDED = "ended"
    REPLAY = "replay"


@dataclass(frozen=True)
class Window:
    """The join window: from `opens_at`, included, to `closes_at`, excluded."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime


def window(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    opens_before: datetime.timedelta = OPENS_BEFORE,
    closes_after: datetime.timedelta = CLOSES_AFTER,
) -> Window:
    """Return the join window of a session. Raises ValueError for a negative margin: the window never misses the session."""
    if min(opens_before, closes_after) < datetime.timedelta():
        raise ValueError(
            "A join window opens before the start and closes after the end. Give margins of zero or more."
        )
    return Window(opens_at=starts_at - opens_before, closes_at=ends_at + closes_after)


def is_open(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    opens_before: datetime.timedelta,
    closes_after: datetime.timedelta,
    now: datetime.datetime,
) -> bool:
    """Return whether the join window is open: opens_at <= now < closes_at. True while the session is live."""
    join = window(starts_at=starts_at, ends_at=ends_at, opens_before=opens_before, closes_after=closes_after)
    return join.opens_at <= now < join.closes_at


def state(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    now: datetime.datetime,
    opens_before: datetime.timedelta,
    closes_after: datetime.timedelta,
    has_replay: bool,
) -> State:
    """Return the state of a session at `now`.

    Live from the start to the end; open in the rest of the join window, so also after the end; soon from 24 hours before the
    start, unless a longer window is already open. `closes_at` is exclusive: at that very instant the session has ended, or
    has its replay.
    """
    join = window(starts_at=starts_at, ends_at=ends_at, opens_before=opens_before, closes_after=closes_after)
    if starts_at <= now < ends_at:
        return State.LIVE
    if join.opens_at <= now < join.closes_at:
        return State.OPEN
    if now >= join.closes_at:
        return State.REPLAY if has_replay else State.ENDED
    return State.SOON if now >= starts_at - SOON_BEFORE else State.SCHEDULED


def next_change(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    now: datetime.datetime,
    opens_before: datetime.timedelta,
    closes_after: datetime.timedelta,
    has_replay: bool,
) -> datetime.datetime | None:
    """Return the first instant after `now` at which `state` answers differently; None when it never does again."""

    def state_at(moment: datetime.datetime) -> State:
        return state(
            starts_at=starts_at,
            ends_at=ends_at,
            now=moment,
            opens_before=opens_before,
            closes_after=closes_after,
            has_replay=has_replay,
        )

    join = window(starts_at=starts_at, ends_at=ends_at, opens_before=opens_before, closes_after=closes_after)
    edges = sorted((starts_at - SOON_BEFORE, join.opens_at, starts_at, ends_at, join.closes_at))
    current = state_at(now)
    return next((edge for edge in edges if edge > now and state_at(edge) is not current), None)
