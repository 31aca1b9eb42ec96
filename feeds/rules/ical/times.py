"""The rules of when an event takes place (RFC 5545 3.3.5, 3.8.2)."""

import datetime as dt
from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.reading import Component, ContentLine
from feeds.rules.ical.values import read_moment
from feeds.rules.values import zone_named

TIME = RuleBook[Component]()


@TIME.rule(
    "ics-dtstart",
    holds=_("Every event has DTSTART."),
    otherwise=_("The event has no DTSTART: add its start."),
    source="RFC 5545 3.8.2.4",
)
def _has_start(event: Component) -> Iterator[Problem]:
    if not event.first("DTSTART"):
        yield at(line=event.number)


@TIME.rule(
    "ics-dtend",
    holds=_("Every event has DTEND."),
    otherwise=_("The event has no DTEND, and clients guess its length: add its end."),
    source="RFC 5545 3.8.2.2",
)
def _has_end(event: Component) -> Iterator[Problem]:
    if not event.first("DTEND"):
        yield at(line=event.number)


@TIME.rule(
    "ics-floating",
    holds=_("Every time has a zone, or is in UTC."),
    otherwise=_(
        "%(property)s has no time zone, and Google and Outlook do not support that: add ;TZID= or write UTC."
    ),
    source="RFC 5545 3.3.5",
)
def _never_floating(event: Component) -> Iterator[Problem]:
    for line in event.all("DTSTART", "DTEND"):
        moment = read_moment(line)
        if isinstance(moment, dt.datetime) and moment.tzinfo is None and "TZID" not in line.parameters:
            yield at(line=line.number, property=line.name)


@TIME.rule(
    "ics-time-types",
    holds=_("Start and end are both dates, or both date-times."),
    otherwise=_("DTSTART and DTEND are not of one type: write both as dates, or both as date-times."),
    source="RFC 5545 3.8.2.2",
)
def _one_type(event: Component) -> Iterator[Problem]:
    start, end = _moments(event)
    if start and end and type(start) is not type(end):
        yield at(line=event.number)


@TIME.rule(
    "ics-time-order",
    holds=_("Every event ends after it starts."),
    otherwise=_("The event does not end after it starts: mend DTEND (the end of a day is the next day)."),
    source="RFC 5545 3.8.2.2",
)
def _ends_after_start(event: Component) -> Iterator[Problem]:
    start, end = (_comparable(event.first(name)) for name in ("DTSTART", "DTEND"))
    if start and end and end <= start:
        yield at(line=event.number)


@TIME.rule(
    "ics-recurrence",
    severity="warning",
    holds=_("Every session is an event of its own."),
    otherwise=_(
        "%(property)s repeats the event: write one event for each session, with its own title and link."
    ),
    source="Parvis: each session has its own title, link and text",
)
def _no_recurrence(event: Component) -> Iterator[Problem]:
    for line in event.all("RRULE", "RDATE", "EXDATE"):
        yield at(line=line.number, property=line.name)


def _moments(event: Component) -> tuple[dt.date | None, dt.date | None]:
    return read_moment(event.first("DTSTART")), read_moment(event.first("DTEND"))


def _comparable(line: ContentLine | None) -> dt.datetime | None:
    """Return a start or end as an aware moment, so that any two compare; a date counts from midnight."""
    moment = read_moment(line)
    if line is None or moment is None:
        return None
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(), dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_named(line.parameter("TZID")) or dt.UTC)
