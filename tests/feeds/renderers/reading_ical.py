"""Reading a calendar back, line by line and with icalendar."""

from collections import Counter

import icalendar

from feeds.renderers import ical
from tests.feeds import samples

CALENDAR_PROPERTIES = {
    "VERSION",
    "CALSCALE",
    "PRODID",
    "METHOD",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "X-WR-TIMEZONE",
    "X-PUBLISHED-TTL",
    "NAME",
    "DESCRIPTION",
    "REFRESH-INTERVAL",
    "SOURCE",
    "URL",
    "LAST-MODIFIED",
    "COLOR",
    "IMAGE",
}
EVENT_PROPERTIES = {
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "LOCATION",
    "URL",
    "ORGANIZER",
    "CATEGORIES",
    "STATUS",
    "TRANSP",
    "CLASS",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "CONFERENCE",
    "IMAGE",
}
REQUIRED_OF_EVENTS = EVENT_PROPERTIES - {"DESCRIPTION", "LOCATION", "CATEGORIES", "CONFERENCE", "IMAGE"}


def lines_of(stream):
    """Return logical lines; checks nothing."""
    return stream.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def properties_of(stream, component="VEVENT"):
    """Return {name: line} of the first component, without its own components."""
    lines = iter(lines_of(stream))
    found, depth = {}, None
    for line in lines:
        name = line.split(":")[0].split(";")[0]
        if line == f"BEGIN:{component}" and depth is None:
            depth = 0
        elif depth is not None and name in ("BEGIN", "END"):
            depth += 1 if name == "BEGIN" else -1
            if depth < 0:
                return found
        elif depth == 0:
            found[name] = line
    raise AssertionError(f"no {component}")


def render_one(**changes):
    return ical.render(samples.calendar(samples.event(**changes)))


def assert_well_formed(stream):
    """RFC 5545 3.1: UTF-8, CRLF alone and after each line, 75 octets at most, whole characters on each line."""
    assert stream.startswith(b"BEGIN:VCALENDAR\r\n")
    assert stream.endswith(b"END:VCALENDAR\r\n")
    assert b"\r" not in stream.replace(b"\r\n", b"")
    assert b"\n" not in stream.replace(b"\r\n", b"")
    physical = stream.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    assert all(line.decode().strip() for line in physical)


def escaped(text):
    """RFC 5545 3.3.11, character by character."""
    return "".join({"\n": "\\n"}.get(each, f"\\{each}" if each in "\\;," else each) for each in text)


def names_of(stream):
    return Counter(line.split(":")[0].split(";")[0] for line in lines_of(stream))


def read_one(stream):
    return icalendar.Calendar.from_ical(stream).events[0]
