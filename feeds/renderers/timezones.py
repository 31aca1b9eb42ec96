"""VTIMEZONE for any IANA zone (RFC 5545 3.6.5), derived from zoneinfo.

Rules are RRULEs: readers misread lists of RDATEs. Where a zone's changes follow no yearly rule (Casablanca, Cairo), each change
is written out, for the years in use. A derived rule is compared with zoneinfo over 28 years, one full cycle of the calendar.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, takewhile
from zoneinfo import ZoneInfo

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# After 28 years each date of the Julian calendar falls on the same weekday again: a rule that fits these fits all until 2100.
_RULE_YEARS = range(2024, 2052)
_OLDEST_YEAR = 1970
_PROBE = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a zone's offset: the instant (aware, UTC), both offsets from UTC, and the new abbreviation."""

    instant: dt.datetime
    offset_from: dt.timedelta
    offset_to: dt.timedelta
    name: str

    @property
    def onset(self) -> dt.datetime:
        """The local time of the change, naive, in the offset being left: what DTSTART means here (RFC 5545 3.6.5)."""
        return self.instant.replace(tzinfo=None) + self.offset_from


@dataclass(frozen=True, kw_only=True)
class YearlyRule:
    """The day of a yearly change: in `month` on `weekday` (0: Monday), either the last one, or the first on or after `day`."""

    month: int
    weekday: int
    day: int | None

    def date_in(self, year: int) -> dt.date:
        """Return the day of the change in one year."""
        if self.day is None:
            following = dt.date(year + self.month // 12, self.month % 12 + 1, 1)
            return following - dt.timedelta(days=(following.weekday() - self.weekday - 1) % 7 + 1)
        first = dt.date(year, self.month, self.day)
        return first + dt.timedelta(days=(self.weekday - first.weekday()) % 7)

    @property
    def rrule(self) -> str:
        """The rule as a value of RRULE (RFC 5545 3.3.10)."""
        weekday, start = WEEKDAYS[self.weekday], f"FREQ=YEARLY;BYMONTH={self.month}"
        if self.day is None:
            return f"{start};BYDAY=-1{weekday}"
        if self.day % 7 == 1:
            return f"{start};BYDAY={self.day // 7 + 1}{weekday}"
        days = ",".join(str(day) for day in range(self.day, self.day + 7))
        return f"{start};BYDAY={weekday};BYMONTHDAY={days}"


@lru_cache(maxsize=256)
def vtimezone(timezone: str, *, first_year: int, last_year: int) -> tuple[str, ...]:
    """Return the content lines of a VTIMEZONE that holds for every local time from `first_year` to `last_year`, both included.

    Lines are ASCII and at most 75 octets long. Raises ZoneInfoNotFoundError for an unknown zone.
    """
    body = _yearly_observances(timezone, first_year=first_year) or _listed_observances(
        timezone, first_year=first_year, last_year=last_year
    )
    return (
        "BEGIN:VTIMEZONE",
        f"TZID:{timezone}",
        f"X-LIC-LOCATION:{timezone}",
        *body,
        "END:VTIMEZONE",
    )


def changes(timezone: str, *, first_year: int, last_year: int) -> list[Change]:
    """Return the changes of a zone's offset or abbreviation in these years (UTC), both included, in order."""
    zone = ZoneInfo(timezone)
    found = []
    instant, end = _new_year(first_year), _new_year(last_year + 1)
    while instant < end:
        following = min(instant + _PROBE, end)
        if _state(zone, instant) != _state(zone, following):
            found.append(_change_between(zone, instant, following))
        instant = following
    return found


def _yearly_observances(timezone: str, *, first_year: int) -> list[str]:
    """Return two open-ended observances, or nothing where the zone has no yearly rules since before `first_year`."""
    found = changes(timezone, first_year=_RULE_YEARS[0], last_year=_RULE_YEARS[-1])
    lines: list[str] = []
    for label, series in _by_kind(found):
        rule = _rule_of(series)
        if rule is None:
            return []
        oldest = _oldest(series[0], rule=rule, zone=ZoneInfo(timezone))
        if oldest.onset.year >= first_year:
            return []
        lines += _observance(label, oldest, rule=rule)
    return lines


def _by_kind(found: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Sort changes into STANDARD and DAYLIGHT."""
    labelled = sorted(((_label(change), change.instant, change) for change in found), reverse=True)
    return [
        (label, [change for _, _, change in reversed(list(group))])
        for label, group in groupby(labelled, key=lambda each: each[0])
    ]


def _label(change: Change) -> str:
    return "DAYLIGHT" if change.offset_to > change.offset_from else "STANDARD"


def _rule_of(series: list[Change]) -> YearlyRule | None:
    """Return the rule that yields exactly these changes, one in each of the years compared; None if there is none."""
    first = series[0]
    alike = {
        (change.offset_from, change.offset_to, change.name, change.onset.month, change.onset.time())
        for change in series
    }
    days = [change.onset.date() for change in series]
    if len(alike) > 1 or [day.year for day in days] != list(_RULE_YEARS):
        return None
    month, weekday = first.onset.month, first.onset.weekday()
    candidates = (
        YearlyRule(month=month, weekday=weekday, day=None),
        YearlyRule(month=month, weekday=weekday, day=min(day.day for day in days)),
    )
    return next((rule for rule in candidates if [rule.date_in(day.year) for day in days] == days), None)


def _oldest(change: Change, *, rule: YearlyRule, zone: ZoneInfo) -> Change:
    """Return the first change of the unbroken years in which the rule held."""
    years = range(change.onset.year, _OLDEST_YEAR - 1, -1)
    same_day = (replace(change, instant=_instant(change, rule=rule, year=year)) for year in years)
    *_, oldest = takewhile(lambda each: _took_place(each, zone), same_day)
    return oldest


def _instant(change: Change, *, rule: YearlyRule, year: int) -> dt.datetime:
    onset = dt.datetime.combine(rule.date_in(year), change.onset.time())
    return (onset - change.offset_from).replace(tzinfo=dt.UTC)


def _took_place(change: Change, zone: ZoneInfo) -> bool:
    before, after = _state(zone, change.instant - _SECOND), _state(zone, change.instant)
    return before[0] == change.offset_from and after == (change.offset_to, change.name)


def _listed_observances(timezone: str, *, first_year: int, last_year: int) -> list[str]:
    """Return one observance for each change around these years, after the one that holds at their beginning."""
    offset, name = _state(ZoneInfo(timezone), _new_year(first_year - 1))
    since = _new_year(min(_OLDEST_YEAR, first_year - 1)) - offset
    lines = _observance("STANDARD", Change(instant=since, offset_from=offset, offset_to=offset, name=name))
    for change in changes(timezone, first_year=first_year - 1, last_year=last_year + 1):
        lines += _observance(_label(change), change)
    return lines


def _observance(label: str, change: Change, *, rule: YearlyRule | None = None) -> list[str]:
    return [
        f"BEGIN:{label}",
        f"DTSTART:{change.onset:%Y%m%dT%H%M%S}",
        f"TZNAME:{change.name}",
        f"TZOFFSETFROM:{_offset(change.offset_from)}",
        f"TZOFFSETTO:{_offset(change.offset_to)}",
        *([f"RRULE:{rule.rrule}"] if rule else []),
        f"END:{label}",
    ]


def _change_between(zone: ZoneInfo, before: dt.datetime, after: dt.datetime) -> Change:
    """Find the change between two instants that differ in offset or abbreviation, to the second."""
    old = _state(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _state(zone, middle) == old else (before, middle)
    offset, name = _state(zone, after)
    return Change(instant=after, offset_from=old[0], offset_to=offset, name=name)


def _state(zone: ZoneInfo, instant: dt.datetime) -> tuple[dt.timedelta, str]:
    local = instant.astimezone(zone)
    return local.utcoffset() or dt.timedelta(), local.tzname() or ""


def _new_year(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC)


def _offset(offset: dt.timedelta) -> str:
    """Write an offset as [+-]HHMM, with seconds where local mean time has them (RFC 5545 3.3.14)."""
    sign, seconds = ("-" if offset < dt.timedelta() else "+"), abs(int(offset.total_seconds()))
    written = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return written + f"{seconds % 60:02}" if seconds % 60 else written
