"""Calendars whose time zones break one rule each: (rule, document)."""

from tests.feeds.rules.documents import ICS, altered

START, END = ICS.index(b"BEGIN:VTIMEZONE"), ICS.index(b"BEGIN:VEVENT")
PARIS = ICS[START:END].decode().replace("\r\n", "\n")
WINTER, SUMMER = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n"


def zone(old, new):
    return altered("ics", old, new)


def observance(name, onset, offset_from, offset_to, *more):
    lines = (f"DTSTART:{onset}", "TZNAME:X", f"TZOFFSETFROM:{offset_from}", f"TZOFFSETTO:{offset_to}", *more)
    return "\n".join((f"BEGIN:{name}", *lines, f"END:{name}", ""))


def described(*observances, tzid="Europe/Paris"):
    """The calendar with its one zone described anew."""
    vtimezone = f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{''.join(observances)}END:VTIMEZONE\n"
    return zone(PARIS, vtimezone).replace(b"TZID=Europe/Paris", f"TZID={tzid}".encode())


BROKEN = [
    ("ics-vtimezone-missing", zone(PARIS, "")),
    ("ics-vtimezone-repeated", zone(PARIS, PARIS * 2)),
    ("ics-vtimezone-late", zone(PARIS, "").replace(b"END:VCALENDAR", ICS[START:END] + b"END:VCALENDAR")),
    ("ics-vtimezone-tzid", zone("TZID:Europe/Paris\n", "TZID:Europe/Paris\nTZID:Europe/Paris\n")),
    ("ics-observance-missing", described()),
    ("ics-observance", zone("TZOFFSETTO:+0100\n", "")),
    ("ics-observance", zone("TZOFFSETTO:+0100\n", "TZOFFSETTO:+1:00\n")),
    ("ics-observance", zone("TZOFFSETTO:+0100\n", "TZOFFSETTO:-0000\n")),
    ("ics-observance", zone("DTSTART:19961027T030000\n", "DTSTART:19961027T010000Z\n")),
    ("ics-observance", zone("DTSTART:19961027T030000\n", "DTSTART;TZID=Europe/Paris:19961027T030000\n")),
    ("ics-tzname", zone("TZNAME:CET\n", "")),
    ("ics-rdate-list", zone(WINTER, WINTER + "RDATE:19951024T030000,19941024T030000\n")),
    ("ics-vtimezone-rule", zone(WINTER, WINTER + "RRULE:FREQ=SECONDLY\n")),
    (
        "ics-vtimezone-rrule",
        described(
            observance("STANDARD", "20201025T030000", "+0200", "+0100"),
            observance("DAYLIGHT", "20210328T020000", "+0100", "+0200"),
        ),
    ),
    ("ics-vtimezone-offset", zone(SUMMER, SUMMER.replace("BYDAY=-1SU", "BYDAY=4SU"))),
    ("ics-vtimezone-offset", zone("DTSTART:19961027T030000", "DTSTART:19961027T020000")),
    ("ics-vtimezone-offset", zone("DTSTART:19961027T030000", "DTSTART:19961027T040000")),
    ("ics-vtimezone-offset", zone(SUMMER, SUMMER.replace("-1SU", "-1SU;UNTIL=20260329T010000Z"))),
    ("ics-vtimezone-offset", zone("DTSTART:19810329T020000", "DTSTART:20220327T020000")),
    (
        "ics-vtimezone-offset",
        zone("TZOFFSETFROM:+0200\nTZOFFSETTO:+0100", "TZOFFSETFROM:+0200\nTZOFFSETTO:+0130"),
    ),
    (
        "ics-vtimezone-offset",
        described(observance("STANDARD", "19700101T000000", "+0800", "+0800"), tzid="Asia/Tokyo"),
    ),
]
