"""Calendars whose octets or lines break one rule each: (rule, document)."""

from tests.feeds.rules.documents import ICS, altered

SECOND = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n"
    + (
        b"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZNAME:JST\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\n"
        b"END:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"
    )
)


def folded(text):
    """A COMMENT folded where a test says "|"."""
    return altered("ics", "COLOR:teal\n", f"COMMENT:{text}\nCOLOR:teal\n").replace(b"|", b"\r\n ")


def with_octets(octets):
    return ICS.replace(b"COLOR:teal\r\n", b"COLOR:teal\r\nCOMMENT:" + octets + b"\r\n")


def of_size(size):
    line = b"COMMENT:" + b"x" * 60 + b"\r\n"
    return ICS.replace(b"COLOR:teal\r\n", b"COLOR:teal\r\n" + line * (size // len(line)))


BROKEN = [
    ("ics-calendar", b""),
    ("ics-calendar", b"<!DOCTYPE html><title>Service unavailable</title>"),
    ("ics-calendar", b"\xff\xfe\x00"),
    ("ics-too-large", of_size(1_000_000)),
    ("ics-large", of_size(900_000)),
    ("ics-bom", b"\xef\xbb\xbf" + ICS),
    ("ics-utf8", with_octets(b"caf\xe9")),
    ("ics-utf8", with_octets(b"caf\xc3\r\n \xa9\xe9")),
    ("ics-line-end", ICS.replace(b"\r\n", b"\n")),
    ("ics-line-end", ICS.replace(b"COLOR:teal\r\n", b"COLOR:teal\r")),
    ("ics-last-line", ICS[:-2]),
    ("ics-empty-line", altered("ics", "COLOR:teal\n", "COLOR:teal\n\n")),
    ("ics-empty-line", ICS + b"\r\n"),
    ("ics-line-length", with_octets(b"x" * 68)),
    ("ics-line-length", with_octets("é".encode() * 34)),
    ("ics-fold-character", with_octets(b"caf\xc3\r\n \xa9")),
    ("ics-fold-character", with_octets(b"x\r\n caf\xc3\r\n \xa9")),
    ("ics-fold-mark", folded("cafe|\u0301")),
    ("ics-fold-mark", folded("x|abe|\u0301")),
    ("ics-control", with_octets(b"a\x0bb")),
    ("ics-control", with_octets("a\u2028b".encode())),
    ("ics-control", with_octets("a\x85b".encode())),
    ("ics-control", with_octets(b"a\x00b")),
    ("ics-content-line", altered("ics", "COLOR:teal\n", "COLOR:teal\nhello\n")),
    ("ics-content-line", altered("ics", "COLOR:teal\n", "COLOR:teal\nX_NAME:1\n")),
    ("ics-content-line", altered("ics", "COLOR:teal\n", 'COLOR:teal\nX-HOST;CN=ICOM "France":1\n')),
    ("ics-content-line", altered("ics", "COLOR:teal\n", "COLOR:teal\nX-HOST;CN:1\n")),
    ("ics-content-line", b" folded first\r\n" + ICS),
    ("ics-nesting", altered("ics", "END:VCALENDAR\n", "")),
    ("ics-nesting", altered("ics", "END:VEVENT\n", "")),
    ("ics-nesting", altered("ics", "END:VCALENDAR\n", "END:VEVENT\nEND:VCALENDAR\n")),
    ("ics-outside", altered("ics", "END:VCALENDAR\n", "END:VCALENDAR\nX-LATE:1\n")),
    ("ics-outside", altered("ics", "BEGIN:VCALENDAR\n", "BEGIN:VNOTE\nEND:VNOTE\nBEGIN:VCALENDAR\n")),
    ("ics-one-calendar", ICS + SECOND),
]
