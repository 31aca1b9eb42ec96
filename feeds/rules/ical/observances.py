"""What a VTIMEZONE says, and what the time zone database says: offsets from UTC at any moment (RFC 5545 3.6.5).

Moments are naive and in UTC. Knows yearly rules by month and weekday only: readers agree on no others.
"""

import datetime as dt
import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from feeds.rules.ical.reading import Component
from feeds.rules.ical.values import read_date_time, read_offset

_RULE = re.compile(
    r"FREQ=YEARLY;BYMONTH=(?P<month>[1-9]|1[0-2])(?:;BYDAY=(?P<nth>-?[1-5])?(?P<weekday>MO|TU|WE|TH|FR|SA|SU))?"
    r"(?:;BYMONTHDAY=(?P<days>[1-9][0-9]?(?:,[1-9][0-9]?){0,30}))?(?:;UNTIL=(?P<until>[0-9]{8}T[0-9]{6}Z))?"
)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND = dt.timedelta(seconds=1)
_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class YearlyRule:
    """A day in each year: in `month`, on `weekday` (all or the `nth`), on one of `days`; until a moment in UTC."""

    month: int
    weekday: int | None
    nth: int | None
    days: frozenset[int]
    until: dt.datetime | None

    def dates_in(self, year: int) -> list[dt.date]:
        """Return the days of one year."""
        month = [dt.date(year, self.month, day + 1) for day in range(monthrange(year, self.month)[1])]
        fitting = [
            day
            for day in month
            if (self.weekday is None or day.weekday() == self.weekday)
            and (not self.days or day.day in self.days)
        ]
        if self.nth is None:
            return fitting
        return fitting[self.nth :][:1] if self.nth < 0 else fitting[self.nth - 1 : self.nth]


@dataclass(frozen=True, kw_only=True)
class Observance:
    """One STANDARD or DAYLIGHT: its first onset as local time, both offsets, the rule or the further onsets."""

    onset: dt.datetime
    offset_from: dt.timedelta
    offset_to: dt.timedelta
    rule: YearlyRule | None = None
    further: tuple[dt.datetime, ...] = ()

    def instants(self, years: Iterable[int]) -> Iterator[dt.datetime]:
        """Yield the onsets in UTC: those that are written out, and those of the rule in these years."""
        for local in (self.onset, *self.further, *self._onsets(years)):
            yield local - self.offset_from

    def _onsets(self, years: Iterable[int]) -> Iterator[dt.datetime]:
        for year in years if self.rule else ():
            for date in self.rule.dates_in(year) if self.rule else ():
                local = dt.datetime.combine(date, self.onset.time())
                if local > self.onset and not self._is_over(local):
                    yield local

    def _is_over(self, local: dt.datetime) -> bool:
        until = self.rule.until if self.rule else None
        return until is not None and local - self.offset_from > until


@dataclass(frozen=True)
class Change:
    """One change of a zone: the moment, and the offsets before and after."""

    instant: dt.datetime
    before: dt.timedelta
    after: dt.timedelta

    @property
    def onset(self) -> dt.datetime:
        """The local time of the change in the offset being left."""
        return self.instant + self.before


def read_rule(value: str) -> YearlyRule | None:
    """Return the rule that RRULE states, None when it is not by month and weekday alone."""
    match = _RULE.fullmatch(value)
    if not match:
        return None
    return YearlyRule(
        month=int(match["month"]),
        weekday=_WEEKDAYS.index(match["weekday"]) if match["weekday"] else None,
        nth=int(match["nth"]) if match["nth"] else None,
        days=frozenset(int(day) for day in (match["days"] or "").split(",") if day),
        until=_reachable(read_date_time(match["until"] or "")),
    )


def read_observance(component: Component) -> Observance | None:
    """Return what STANDARD or DAYLIGHT states, None when a part of it is missing or not of the form."""
    onset = _local(component.value("DTSTART"))
    offset_from, offset_to = (read_offset(component.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    if onset is None or offset_from is None or offset_to is None:
        return None
    return Observance(
        onset=onset,
        offset_from=offset_from,
        offset_to=offset_to,
        rule=read_rule(component.value("RRULE")),
        further=tuple(filter(None, (_local(line.value) for line in component.all("RDATE")))),
    )


def stated_changes(observances: Iterable[Observance], years: Iterable[int]) -> list[Change]:
    """Return the changes that a VTIMEZONE states, in order: all that are written out, its rules in these years."""
    years = list(years)
    changes = [
        Change(instant, each.offset_from, each.offset_to)
        for each in observances
        for instant in each.instants(years)
    ]
    return sorted(changes, key=lambda change: change.instant)


def offset_at(changes: list[Change], instant: dt.datetime) -> dt.timedelta:
    """Return the offset that changes in order give to a moment."""
    position = bisect_right(changes, instant, key=lambda change: change.instant)
    return changes[position - 1].after if position else changes[0].before


def known_offset(zone: ZoneInfo, instant: dt.datetime) -> dt.timedelta:
    """Return the offset that the time zone database gives to a moment."""
    return instant.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset() or dt.timedelta()


@lru_cache(maxsize=256)
def known_changes(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[Change, ...]:
    """Return the changes that the time zone database has in these years, both included."""
    found = []
    instant, end = dt.datetime(first_year, 1, 1), dt.datetime(last_year + 1, 1, 1)  # noqa: DTZ001  (naive, in UTC)
    while instant < end:
        if known_offset(zone, instant) != known_offset(zone, instant + _DAY):
            found.append(_change_within(zone, instant, instant + _DAY))
        instant += _DAY
    return tuple(found)


def is_yearly(changes: Iterable[Change], years: range) -> bool:
    """Whether a zone changes in each of these years by the same rules: month, weekday of the month, local time."""
    onsets: dict[int, list[dt.datetime]] = {year: [] for year in years}
    for change in changes:
        onsets.setdefault(change.onset.year, []).append(change.onset)
    counts = {len(each) for each in onsets.values()}
    return (
        len(counts) == 1 and counts != {0} and all(map(_follow_one_rule, zip(*onsets.values(), strict=True)))
    )


def _follow_one_rule(onsets: tuple[dt.datetime, ...]) -> bool:
    """Whether onsets of several years are all on the nth, or all on the last, of one weekday of a month."""
    alike = {(each.month, each.weekday(), each.time()) for each in onsets}
    days = [each.day for each in onsets]
    are_last = all((each + _WEEK).month != each.month for each in onsets)
    return len(alike) == 1 and (are_last or max(days) - min(days) < _WEEK.days)


def _change_within(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> Change:
    """Find a change between two moments, to the second."""
    old, new = known_offset(zone, before), known_offset(zone, after)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if known_offset(zone, middle) == old else (before, middle)
    return Change(after, old, new)


def _local(value: str) -> dt.datetime | None:
    moment = read_date_time(value)
    return None if moment is None or moment.tzinfo else _reachable(moment)


def _reachable(moment: dt.datetime | None) -> dt.datetime | None:
    """Return a naive moment away from both ends of the calendar, where offsets could not be added."""
    if moment is None:
        return None
    return moment.replace(year=min(max(moment.year, dt.MINYEAR + 1), dt.MAXYEAR - 1), tzinfo=None)
