"""What partners' clocks show during a session, and where clocks change around it. Pure."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from events import clock

_DAY = datetime.timedelta(days=1)
# A change up to six days before or after: whichever day a reader's week begins with, it is in the session's week.
_NEAR_DAYS = 6


@dataclass(frozen=True)
class LocalTime:
    """A session on the clocks of a zone. `start` and `end` are aware, in that zone.

    `shift_minutes`: how much later the clocks show than on most days of the year; 0 for the usual time.
    """

    zone: str
    start: datetime.datetime
    end: datetime.datetime
    shift_minutes: int = 0

    @property
    def usual(self) -> tuple[datetime.time, datetime.time]:
        """Start and end as the clocks of the zone show them on most days of the year."""
        shift = datetime.timedelta(minutes=self.shift_minutes)
        start, end = (moment.replace(tzinfo=None) - shift for moment in (self.start, self.end))
        return start.time(), end.time()


@dataclass(frozen=True)
class ClockChange:
    """The zones whose clocks change on a date, which is the local one. `minutes` is positive in spring."""

    date: datetime.date
    minutes: int
    zones: tuple[str, ...]


def local_time(
    *, starts_at: datetime.datetime, ends_at: datetime.datetime, home: str, zone: str
) -> LocalTime:
    """A session (aware instants) of the zone `home` as `zone` sees it. Raises ClockError unknown_zone."""
    start, end = (clock.local(at=moment, zone=zone) for moment in (starts_at, ends_at))
    difference = _difference(starts_at, home=home, zone=zone)
    usual = _usual_difference(home, zone, starts_at.year)
    return LocalTime(zone=zone, start=start, end=end, shift_minutes=difference - usual)


def clock_changes(*, date: datetime.date, zones: Iterable[str]) -> tuple[ClockChange, ...]:
    """The changes in the days around a date, by date; zones that change together stand together, in the order given."""
    found: dict[tuple[datetime.date, int], list[str]] = {}
    for zone in dict.fromkeys(zones):
        for distance in range(-_NEAR_DAYS, _NEAR_DAYS + 1):
            day = date + distance * _DAY
            if minutes := _change(day, zone):
                found.setdefault((day, minutes), []).append(zone)
    return tuple(ClockChange(day, minutes, tuple(zones)) for (day, minutes), zones in sorted(found.items()))


def _difference(at: datetime.datetime, *, home: str, zone: str) -> int:
    return clock.offset_minutes(at=at, zone=zone) - clock.offset_minutes(at=at, zone=home)


@cache
def _usual_difference(home: str, zone: str, year: int) -> int:
    """By how many minutes a zone is ahead of `home` in most weeks of a year."""
    first = datetime.datetime(year, 1, 1, 12, tzinfo=datetime.UTC)
    weeks = (_difference(first + week * 7 * _DAY, home=home, zone=zone) for week in range(52))
    return Counter(weeks).most_common(1)[0][0]


def _change(day: datetime.date, zone: str) -> int:
    before, after = (_offset_at_midnight(each, zone) for each in (day, day + _DAY))
    return (after - before) // datetime.timedelta(minutes=1)


@cache
def _offset_at_midnight(day: datetime.date, zone: str) -> datetime.timedelta:
    # By the wall clock: a change at midnight UTC (Jerusalem's) belongs to the day that the people there call it.
    midnight = datetime.datetime.combine(day, datetime.time.min, tzinfo=ZoneInfo(zone))
    return midnight.utcoffset() or datetime.timedelta()
