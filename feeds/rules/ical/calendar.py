"""The rules of VCALENDAR: its properties, and what its events are to one another (RFC 5545 3.6, 3.7; RFC 7986)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.reading import Component, ContentLine
from feeds.rules.ical.values import read_date_time

_ONCE = (
    "METHOD",
    "LAST-MODIFIED",
    "URL",
    "REFRESH-INTERVAL",
    "SOURCE",
    "COLOR",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "X-WR-TIMEZONE",
    "X-PUBLISHED-TTL",
)


@dataclass(frozen=True)
class Fetched:
    """A VCALENDAR, and the address where it was fetched ("" when unknown)."""

    calendar: Component
    url: str


CALENDAR = RuleBook[Fetched]()


def zones_in_use(calendar: Component) -> dict[str, ContentLine]:
    """Return the zones that events name, each with the first property that names it."""
    named = [line for event in calendar.inner("VEVENT") for line in event.lines if "TZID" in line.parameters]
    return {line.parameter("TZID"): line for line in reversed(named)}


@CALENDAR.rule(
    "ics-version",
    holds=_("VERSION is 2.0, and stands once."),
    otherwise=_("The calendar needs VERSION:2.0, once."),
    source="RFC 5545 3.7.4",
)
def _version(fetched: Fetched) -> Iterator[Problem]:
    return _exactly(fetched, "VERSION", value="2.0")


@CALENDAR.rule(
    "ics-prodid",
    holds=_("PRODID names the program that wrote the calendar, once."),
    otherwise=_("The calendar needs PRODID, once: the program that wrote it."),
    source="RFC 5545 3.7.3",
)
def _product(fetched: Fetched) -> Iterator[Problem]:
    return _exactly(fetched, "PRODID")


@CALENDAR.rule(
    "ics-calscale",
    holds=_("CALSCALE is GREGORIAN, and stands once."),
    otherwise=_("The calendar needs CALSCALE:GREGORIAN, once."),
    source="RFC 5545 3.7.1",
)
def _scale(fetched: Fetched) -> Iterator[Problem]:
    return _exactly(fetched, "CALSCALE", value="GREGORIAN")


@CALENDAR.rule(
    "ics-method",
    holds=_("METHOD is PUBLISH, or left out."),
    otherwise=_("METHOD is %(value)s, which is for mails between two people: a feed says PUBLISH."),
    source="RFC 5546 1.4",
)
def _method(fetched: Fetched) -> Iterator[Problem]:
    for line in fetched.calendar.all("METHOD"):
        if line.value.upper() != "PUBLISH":
            yield at(line=line.number, value=line.value)


@CALENDAR.rule(
    "ics-calendar-repeated",
    holds=_("No property of the calendar is repeated that may stand once."),
    otherwise=_("%(property)s stands a second time: keep one."),
    source="RFC 5545 3.6; RFC 7986 4",
)
def _no_repetition(fetched: Fetched) -> Iterator[Problem]:
    return repeated(fetched.calendar, _ONCE)


@CALENDAR.rule(
    "ics-calendar-uid",
    holds=_("The calendar itself has no UID."),
    otherwise=_("The calendar has a UID, and vdirsyncer then keeps one event of all: leave it out."),
    source="Parvis: pimutils/vdirsyncer#1222 (allowed by RFC 7986 5.3)",
)
def _no_calendar_uid(fetched: Fetched) -> Iterator[Problem]:
    return (at(line=line.number) for line in fetched.calendar.all("UID"))


@CALENDAR.rule(
    "ics-empty",
    holds=_("The calendar holds a component."),
    otherwise=_("The calendar holds nothing, which readers refuse: add a VTIMEZONE until there are events."),
    source="RFC 5545 3.6",
)
def _not_empty(fetched: Fetched) -> Iterator[Problem]:
    if not fetched.calendar.components:
        yield at(line=fetched.calendar.number)


@CALENDAR.rule(
    "ics-name",
    severity="warning",
    holds=_("X-WR-CALNAME and X-WR-CALDESC say what NAME and DESCRIPTION say."),
    otherwise=_(
        "%(ours)s and %(theirs)s differ, or one is missing; Google reads the second: make them equal."
    ),
    source="RFC 7986 5.1, 5.2",
)
def _equal_names(fetched: Fetched) -> Iterator[Problem]:
    calendar = fetched.calendar
    for ours, theirs in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC")):
        stated = [line.value for line in calendar.all(ours)]
        repeated_there = [line.value for line in calendar.all(theirs)]
        if (stated or repeated_there) and not set(stated) & set(repeated_there):
            yield at(line=calendar.number, ours=ours, theirs=theirs)


@CALENDAR.rule(
    "ics-refresh",
    severity="warning",
    holds=_("REFRESH-INTERVAL and X-PUBLISHED-TTL are equal."),
    otherwise=_(
        "REFRESH-INTERVAL and X-PUBLISHED-TTL differ, or one is missing: some clients read only one of them."
    ),
    source="RFC 7986 5.7",
)
def _equal_intervals(fetched: Fetched) -> Iterator[Problem]:
    calendar = fetched.calendar
    if calendar.value("REFRESH-INTERVAL") != calendar.value("X-PUBLISHED-TTL"):
        yield at(line=calendar.number)


@CALENDAR.rule(
    "ics-source",
    holds=_("SOURCE is the address where the calendar was fetched."),
    otherwise=_(
        "SOURCE is %(value)s, not the address where this was fetched: clients would follow it elsewhere."
    ),
    source="RFC 7986 5.8",
)
def _source(fetched: Fetched) -> Iterator[Problem]:
    line = fetched.calendar.first("SOURCE")
    if line and fetched.url and line.value != fetched.url:
        yield at(line=line.number, value=line.value)


@CALENDAR.rule(
    "ics-calendar-modified",
    severity="warning",
    holds=_("LAST-MODIFIED of the calendar is not older than any event's."),
    otherwise=_(
        "LAST-MODIFIED of the calendar is older than the event's on line %(event)s: it is the newest of all."
    ),
    source="RFC 7986 5.4",
)
def _newest_revision(fetched: Fetched) -> Iterator[Problem]:
    line = fetched.calendar.first("LAST-MODIFIED")
    newest = _modified(line)
    for event in fetched.calendar.inner("VEVENT"):
        revised = event.first("LAST-MODIFIED")
        moment = _modified(revised)
        if line and revised and newest and moment and moment > newest:
            yield at(line=line.number, event=revised.number)


@CALENDAR.rule(
    "ics-vtimezone-missing",
    holds=_("Every time zone in use has its VTIMEZONE."),
    otherwise=_("%(zone)s has no VTIMEZONE: Thunderbird and Outlook show another hour. Add it."),
    source="RFC 5545 3.2.19",
)
def _zones_are_defined(fetched: Fetched) -> Iterator[Problem]:
    defined = {zone.value("TZID") for zone in fetched.calendar.inner("VTIMEZONE")}
    for zone, line in zones_in_use(fetched.calendar).items():
        if zone not in defined:
            yield at(line=line.number, zone=zone)


@CALENDAR.rule(
    "ics-vtimezone-repeated",
    holds=_("Every time zone has one VTIMEZONE."),
    otherwise=_("%(zone)s has a second VTIMEZONE: keep one."),
    source="RFC 5545 3.6.5",
)
def _zones_are_defined_once(fetched: Fetched) -> Iterator[Problem]:
    seen: set[str] = set()
    for zone in fetched.calendar.inner("VTIMEZONE"):
        if zone.value("TZID") in seen:
            yield at(line=zone.number, zone=zone.value("TZID"))
        seen.add(zone.value("TZID"))


@CALENDAR.rule(
    "ics-vtimezone-late",
    severity="warning",
    holds=_("Time zones stand before the events."),
    otherwise=_("This VTIMEZONE stands after an event: readers that go line by line need it before."),
    source="Parvis: some readers go line by line",
)
def _zones_come_first(fetched: Fetched) -> Iterator[Problem]:
    first = min((event.number for event in fetched.calendar.inner("VEVENT")), default=None)
    for zone in fetched.calendar.inner("VTIMEZONE"):
        if first is not None and zone.number > first:
            yield at(line=zone.number)


@CALENDAR.rule(
    "ics-uid-unique",
    holds=_("No two events share a UID."),
    otherwise=_("UID %(uid)s stands on two events, and clients keep one of them: give each its own."),
    source="RFC 5545 3.8.4.7",
)
def _unique_identities(fetched: Fetched) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for event in fetched.calendar.inner("VEVENT"):
        identity = (event.value("UID"), event.value("RECURRENCE-ID"))
        if identity in seen and identity[0]:
            yield at(line=event.number, uid=identity[0])
        seen.add(identity)


def repeated(component: Component, once: tuple[str, ...]) -> Iterator[Problem]:
    """Yield the properties of a component that stand more often than once."""
    for name in once:
        for line in component.all(name)[1:]:
            yield at(line=line.number, property=name)


def _exactly(fetched: Fetched, name: str, *, value: str = "") -> Iterator[Problem]:
    lines = fetched.calendar.all(name)
    if len(lines) != 1 or not lines[0].value or (value and lines[0].value.upper() != value):
        yield at(line=lines[-1].number if lines else fetched.calendar.number)


def _modified(line: ContentLine | None) -> dt.datetime | None:
    """Return a moment in UTC, so that two of them compare."""
    moment = read_date_time(line.value) if line else None
    return moment if moment and moment.tzinfo else None
