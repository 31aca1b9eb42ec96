"""The rhythm of a cycle: "every third Tuesday", with its exceptions, as dates.

Dates only: the hour, the zone and what stands on a date are not known here.
"""

import datetime
from dataclasses import dataclass

from dateutil import rrule as recurrence  # type: ignore[import-untyped]

_WEEKDAYS = (
    recurrence.MO,
    recurrence.TU,
    recurrence.WE,
    recurrence.TH,
    recurrence.FR,
    recurrence.SA,
    recurrence.SU,
)
_SEARCHED = datetime.timedelta(days=3653)

_MESSAGES = {
    "weekday": "The weekday is {value}: it must be from 0 (Monday) to 6 (Sunday).",
    "ordinal": "The ordinal is {value}: it must be 1, 2, 3, 4, or -1 for the last one of the month.",
    "interval": "The interval is {value}: it must be from 1 to 12 months.",
    "anchor": "A rhythm of every {value} months needs an anchor: a date in one of its months.",
    "exhausted": "The rhythm has no date in the ten years after {value}: skip fewer dates.",
}


class RhythmError(ValueError):
    """A rhythm that cannot be, or that has no next date.

    `code` is "weekday", "ordinal", "interval", "anchor" or "exhausted"; `details` has the `value` refused.
    """

    def __init__(self, code: str, value: object) -> None:
        self.code = code
        self.details = {"value": str(value)}
        super().__init__(_MESSAGES[code].format(value=value))


@dataclass(frozen=True)
class Rhythm:
    """One weekday of the month, every so many months.

    `weekday` counts from 0 (Monday); `ordinal` is 1 to 4, or -1 for the last. With `interval_months` above 1, `anchor` is any
    date in a month that counts; it fixes the phase, not the beginning. `skipped` and `added` are the exceptions
    (EXDATE and RDATE, RFC 5545 3.8.5); a date in both takes place. Raises RhythmError, a ValueError.
    """

    weekday: int
    ordinal: int
    interval_months: int = 1
    anchor: datetime.date | None = None
    skipped: frozenset[datetime.date] = frozenset()
    added: frozenset[datetime.date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise RhythmError("weekday", self.weekday)
        if self.ordinal not in (1, 2, 3, 4, -1):
            raise RhythmError("ordinal", self.ordinal)
        if self.interval_months not in range(1, 13):
            raise RhythmError("interval", self.interval_months)
        if self.interval_months > 1 and self.anchor is None:
            raise RhythmError("anchor", self.interval_months)


def dates(rhythm: Rhythm, *, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the dates of a rhythm from `first` to `last`, both included: sorted, each once, exceptions applied."""
    byday = _WEEKDAYS[rhythm.weekday](rhythm.ordinal)
    found = recurrence.rrule(
        recurrence.MONTHLY,
        interval=rhythm.interval_months,
        byweekday=byday,
        dtstart=_first_month(rhythm, first),
        until=last,
    )
    regular = {moment.date() for moment in found} - rhythm.skipped
    return sorted(date for date in regular | rhythm.added if first <= date <= last)


def follows(rhythm: Rhythm, *, on: datetime.date) -> bool:
    """Return whether a date is one of the rhythm: an added one is, a skipped one is not."""
    return bool(dates(rhythm, first=on, last=on))


def next_date(rhythm: Rhythm, *, after: datetime.date) -> datetime.date:
    """Return the first date of a rhythm that is later than `after`.

    Raises RhythmError exhausted when there is none in the ten years that follow.
    """
    last = min(after, datetime.date.max - _SEARCHED) + _SEARCHED
    for date in dates(rhythm, first=after, last=last):
        if date > after:
            return date
    raise RhythmError("exhausted", after)


def rrule(rhythm: Rhythm) -> str:
    """Return the rhythm as a recurrence rule without its exceptions: "FREQ=MONTHLY;BYDAY=3TU" (RFC 5545 3.3.10)."""
    interval = f"INTERVAL={rhythm.interval_months};" if rhythm.interval_months > 1 else ""
    return f"FREQ=MONTHLY;{interval}BYDAY={rhythm.ordinal}{_WEEKDAYS[rhythm.weekday]}"


def _first_month(rhythm: Rhythm, first: datetime.date) -> datetime.date:
    """Return the first day of the last month that counts and does not begin after `first`, or of the next in the year 1."""
    anchor = rhythm.anchor or first
    months = first.year * 12 + first.month - 1
    months -= (months - (anchor.year * 12 + anchor.month - 1)) % rhythm.interval_months
    if months < datetime.date.min.year * 12:
        months += rhythm.interval_months
    return datetime.date(months // 12, months % 12 + 1, 1)
