"""The rules of a calendar (RFC 5545, 5546, 7986), from its octets to its events.

Against the time zone database it checks what a zone *means*; everything else can be read off the bytes.
"""

from collections.abc import Iterator

from feeds.rules.findings import Examination, Finding, Problem, Rule, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.calendar import CALENDAR, Fetched
from feeds.rules.ical.events import EVENT
from feeds.rules.ical.lines import LINE
from feeds.rules.ical.reading import Component, Stream, read
from feeds.rules.ical.stream import STREAM, calendars_of
from feeds.rules.ical.times import TIME
from feeds.rules.ical.timezones import ZONE, zones_of

_FILE = RuleBook[Stream]()


@_FILE.rule(
    "ics-calendar",
    holds=_("The file is a calendar."),
    otherwise=_("This is no calendar: BEGIN:VCALENDAR was not found. Perhaps it is an error page."),
    source="RFC 5545 3.4",
)
def _is_calendar(stream: Stream) -> Iterator[Problem]:
    if not calendars_of(stream):
        yield at(line=1)


RULES: list[Rule] = [
    rule for book in (_FILE, STREAM, LINE, CALENDAR, ZONE, EVENT, TIME) for rule in book.rules
]


def examine(body: bytes, *, url: str) -> list[Finding]:
    """Return what is wrong with a calendar; of a file that is none, only that."""
    found = Examination()
    stream = read(body)
    calendars = calendars_of(stream)
    found.read(_FILE, stream)
    if calendars:
        found.read(STREAM, stream)
        for line in stream.lines:
            found.read(LINE, line)
    for calendar in calendars:
        _read_inside(found, calendar, url)
    return found.findings


def _read_inside(found: Examination, calendar: Component, url: str) -> None:
    found.read(CALENDAR, Fetched(calendar, url))
    for zone in zones_of(calendar):
        found.read(ZONE, zone)
    for event in calendar.inner("VEVENT"):
        found.read(EVENT, event)
        found.read(TIME, event)
