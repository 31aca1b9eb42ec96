"""The rules of VTIMEZONE: its form, and its offsets against the time zone database (RFC 5545 3.6.5)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.observances import (
    Observance,
    is_yearly,
    known_changes,
    known_offset,
    offset_at,
    read_observance,
    read_rule,
    stated_changes,
)
from feeds.rules.ical.reading import Component
from feeds.rules.ical.values import read_moment
from feeds.rules.values import zone_named


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A VTIMEZONE; the local times that events have in it, and the years of all events of the calendar."""

    component: Component
    times: list[dt.datetime]
    years: set[int]

    @property
    def known(self) -> ZoneInfo | None:
        """The zone as the time zone database has it."""
        return zone_named(self.component.value("TZID"))

    @property
    def parts(self) -> list[Component]:
        """STANDARD and DAYLIGHT, in order."""
        return self.component.inner("STANDARD", "DAYLIGHT")

    @property
    def has_rules(self) -> bool:
        """Whether the zone is described for all years to come."""
        return any(part.first("RRULE") for part in self.parts)


ZONE = RuleBook[Zone]()

# The years in which a rule must be right, whatever the events.
RULE_YEARS = range(2024, 2032)
# What time zones are known for, and what every calendar program can show.
_KNOWN_YEARS = range(1970, 2100)
_SECOND = dt.timedelta(seconds=1)


def zones_of(calendar: Component) -> Iterator[Zone]:
    """Yield the time zones of a calendar; the events count for the first of a name."""
    times: defaultdict[str, list[dt.datetime]] = defaultdict(list)
    for event in calendar.inner("VEVENT"):
        for line in event.all("DTSTART", "DTEND"):
            moment = read_moment(line)
            if isinstance(moment, dt.datetime) and moment.year in _KNOWN_YEARS:
                times[line.parameter("TZID")].append(moment)
    years = {moment.year for each in times.values() for moment in each}
    for component in calendar.inner("VTIMEZONE"):
        yield Zone(component=component, times=times.pop(component.value("TZID"), []), years=years)


@ZONE.rule(
    "ics-vtimezone-tzid",
    holds=_("Every VTIMEZONE has one TZID."),
    otherwise=_("The VTIMEZONE needs one TZID: the name that events use."),
    source="RFC 5545 3.6.5",
)
def _named(zone: Zone) -> Iterator[Problem]:
    if len(zone.component.all("TZID")) != 1:
        yield at(line=zone.component.number)


@ZONE.rule(
    "ics-observance-missing",
    holds=_("Every VTIMEZONE holds STANDARD or DAYLIGHT."),
    otherwise=_("The VTIMEZONE holds neither STANDARD nor DAYLIGHT: add at least one."),
    source="RFC 5545 3.6.5",
)
def _has_observance(zone: Zone) -> Iterator[Problem]:
    if not zone.parts:
        yield at(line=zone.component.number)


@ZONE.rule(
    "ics-observance",
    holds=_("STANDARD and DAYLIGHT have a local DTSTART, TZOFFSETFROM and TZOFFSETTO."),
    otherwise=_("%(name)s needs DTSTART as local time without Z, TZOFFSETFROM and TZOFFSETTO such as +0100."),
    source="RFC 5545 3.6.5",
)
def _observances(zone: Zone) -> Iterator[Problem]:
    for part in zone.parts:
        line = part.first("DTSTART")
        if read_observance(part) is None or (line and line.parameters):
            yield at(line=part.number, name=part.name)


@ZONE.rule(
    "ics-tzname",
    severity="warning",
    holds=_("STANDARD and DAYLIGHT have a TZNAME."),
    otherwise=_("%(name)s has no TZNAME: add its abbreviation, such as CET."),
    source="RFC 5545 3.8.3.2",
)
def _abbreviated(zone: Zone) -> Iterator[Problem]:
    for part in zone.parts:
        if not part.value("TZNAME"):
            yield at(line=part.number, name=part.name)


@ZONE.rule(
    "ics-rdate-list",
    holds=_("No RDATE lists several dates."),
    otherwise=_(
        "RDATE lists several dates, and Thunderbird takes the first only: write one RDATE for each, or an RRULE."
    ),
    source="Parvis: ical.js and vobject read only the first (RFC 5545 3.8.5.2)",
)
def _single_dates(zone: Zone) -> Iterator[Problem]:
    for part in zone.parts:
        yield from (at(line=line.number) for line in part.all("RDATE") if "," in line.value)


@ZONE.rule(
    "ics-vtimezone-rule",
    holds=_("Rules of VTIMEZONE are yearly, by month and weekday."),
    otherwise=_(
        "This RRULE is not yearly by month and weekday: write FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU, in this order."
    ),
    source="RFC 5545 3.3.10",
)
def _known_rules(zone: Zone) -> Iterator[Problem]:
    for part in zone.parts:
        yield from (at(line=line.number) for line in part.all("RRULE") if read_rule(line.value) is None)


@ZONE.rule(
    "ics-vtimezone-rrule",
    holds=_("A zone that changes by yearly rules is described by RRULE."),
    otherwise=_(
        "%(zone)s changes by yearly rules, but its VTIMEZONE has no RRULE: later years will be an hour off."
    ),
    source="RFC 5545 3.6.5",
)
def _rules_for_yearly_changes(zone: Zone) -> Iterator[Problem]:
    years = range(min([RULE_YEARS[0], *(year - 1 for year in zone.years)]), RULE_YEARS[-1] + 1)
    if not zone.known or not zone.parts or zone.has_rules:
        return
    if is_yearly(known_changes(zone.known, years[0], years[-1]), years):
        yield at(line=zone.component.number, zone=zone.known.key)


@ZONE.rule(
    "ics-vtimezone-offset",
    holds=_(
        "The offsets of VTIMEZONE are those of the time zone database, at every event and from 2024 to 2031."
    ),
    otherwise=_(
        "At %(moment)s UTC this VTIMEZONE gives %(stated)s, but %(zone)s has %(known)s: write it anew."
    ),
    source="RFC 5545 3.6.5; IANA time zone database",
)
def _true_offsets(zone: Zone) -> Iterator[Problem]:
    observances = [read_observance(part) for part in zone.parts]
    whole = [each for each in observances if each]
    if zone.known and whole and len(whole) == len(observances):
        yield from islice(_differences(zone, zone.known, whole), 1)


def _differences(zone: Zone, known: ZoneInfo, observances: list[Observance]) -> Iterator[Problem]:
    in_use = [each.replace(tzinfo=known).astimezone(dt.UTC).replace(tzinfo=None) for each in zone.times]
    stated = stated_changes(observances, _years_that_matter(in_use, observances))
    changes = [*stated, *known_changes(known, RULE_YEARS[0], RULE_YEARS[-1])] if zone.has_rules else []
    edges = [each.instant for each in changes if each.instant.year in RULE_YEARS]
    for moment in sorted({*in_use, *edges, *(edge - _SECOND for edge in edges)}):
        ours, theirs = offset_at(stated, moment), known_offset(known, moment)
        if ours != theirs:
            yield at(line=zone.component.number, moment=moment, stated=ours, known=theirs, zone=known.key)


def _years_that_matter(in_use: list[dt.datetime], observances: list[Observance]) -> list[int]:
    """Return the years whose changes decide about the moments compared: theirs, the ones before, and the last of a rule."""
    compared = {*RULE_YEARS, *(moment.year for moment in in_use)}
    last = {each.rule.until.year for each in observances if each.rule and each.rule.until}
    return sorted({year for each in compared | last for year in (each - 1, each)})
