"""Calendars whose properties break one rule each: (rule, document)."""

from tests.feeds.rules.documents import altered

REQUEST = "REFRESH-INTERVAL;VALUE=DURATION:PT6H\nX-PUBLISHED-TTL:PT6H\n"
EVENT_END = "END:VEVENT\nEND:VCALENDAR\n"
SECOND_EVENT = """\
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20210503T093012Z
CREATED:20210420T081500Z
LAST-MODIFIED:20210503T093012Z
SEQUENCE:1
DTSTART:20210618T110000Z
DTEND:20210618T123000Z
SUMMARY;LANGUAGE=en:Another
ORGANIZER:https://museum.example/
STATUS:TENTATIVE
END:VEVENT
"""
CANCELLED = "STATUS:CANCELLED\nTRANSP:TRANSPARENT\nCLASS:PUBLIC\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n"
CALLED_ON = (
    "STATUS:CONFIRMED\nTRANSP:OPAQUE\nCLASS:PUBLIC\nX-ALT-DESC;FMTTYPE=text/html:<p>Join us</p>\n"
    "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
)
CONFERENCE = "CONFERENCE;VALUE=URI;LABEL=Zoom:https://museum.example/en/join/7/\n"
WHEN = "DTSTART;TZID=Europe/Paris:20210518T130000\nDTEND;TZID=Europe/Paris:20210518T143000\n"
NAMES = "X-WR-CALNAME:Debates\nNAME;LANGUAGE=en:Debates\n"


def calendar(old, new):
    return altered("ics", old, new)


def added(line):
    """The calendar with a property more."""
    return calendar("COLOR:teal\n", f"COLOR:teal\n{line}\n")


def added_to_event(line):
    return calendar("SEQUENCE:0\n", f"SEQUENCE:0\n{line}\n")


def when(start, end):
    return calendar(WHEN, f"DTSTART{start}\nDTEND{end}\n")


LINES = [
    ("ics-text-escape", calendar("Museums\\, society", "Museums; society")),
    ("ics-text-escape", calendar("Museums and solidarity", "Museums, and solidarity")),
    ("ics-text-escape", calendar("Museums and solidarity", "C:\\Museums")),
    ("ics-text-escape", calendar(NAMES, "X-WR-CALNAME:A,B\nNAME:A,B\n")),
    ("ics-category-empty", calendar("en:Debates,Museums", "en:Debates,,Museums")),
    ("ics-category-empty", calendar("en:Debates,Museums\\, society", "en:")),
    ("ics-category-empty", calendar("en:Debates,Museums\\, society", "en:Debates\\\\,")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:/en/7/")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:https://museum.example/é")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:https://museum.example/a\\,b")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:https:")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:https:///en/7/")),
    ("ics-uri", calendar("mailto:contact@museum.example", "contact@museum.example")),
    ("ics-uri", added("IMAGE;VALUE=URI:logo.png")),
    ("ics-uri", calendar("URL:https://museum.example/en/7/", "URL:https://museum.example/100%")),
    ("ics-language", calendar("SUMMARY;LANGUAGE=en", "SUMMARY;LANGUAGE=english language")),
    ("ics-caret", calendar("LABEL=Zoom", "LABEL=^'Zoom^'")),
    ("ics-value-type", calendar("CONFERENCE;VALUE=URI", "CONFERENCE")),
    ("ics-value-type", calendar("SOURCE;VALUE=URI", "SOURCE")),
    ("ics-value-type", calendar("REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL")),
    ("ics-value-type", calendar("IMAGE;VALUE=URI", "IMAGE")),
    ("ics-duration", calendar(REQUEST, REQUEST.replace("PT6H", "6H"))),
    ("ics-duration", calendar(REQUEST, REQUEST.replace("PT6H", "PT0S"))),
    ("ics-duration", calendar(REQUEST, REQUEST.replace("PT6H", "-PT6H"))),
    ("ics-duration", calendar(REQUEST, REQUEST.replace("PT6H", "P"))),
    ("ics-duration", calendar(REQUEST, REQUEST.replace("PT6H", "P1DT"))),
    ("ics-utc", calendar("CREATED:20210420T081500Z", "CREATED:20210420T081500")),
    ("ics-utc", calendar("CREATED:20210420T081500Z", "CREATED:20210420")),
    ("ics-utc", calendar("CREATED:20210420T081500Z", "CREATED:20210431T081500Z")),
    ("ics-utc", calendar("LAST-MODIFIED:20210510T070000Z", "LAST-MODIFIED:20210510T070000")),
    ("ics-moment", calendar("Paris:20210518T143000", "Paris:20210518T253000")),
    ("ics-moment", calendar("Paris:20210518T143000", "Paris:2021-05-18T14:30:00")),
    ("ics-moment", when(":20210518", ":20210519")),
    ("ics-moment", when(";VALUE=DATE:20210518", ";VALUE=DATE:20210532")),
    ("ics-tzid-utc", calendar("Paris:20210518T143000", "Paris:20210518T143000Z")),
    ("ics-value-date-time", calendar("DTEND;TZID", "DTEND;VALUE=DATE-TIME;TZID")),
    ("ics-zone-name", calendar("X-WR-TIMEZONE:Europe/Paris", "X-WR-TIMEZONE:Romance Standard Time")),
    ("ics-zone-name", calendar("X-WR-TIMEZONE:Europe/Paris", "X-WR-TIMEZONE:Europe")),
    ("ics-zone-name", calendar("TZID:Europe/Paris", "TZID:Custom").replace(b"=Europe/Paris", b"=Custom")),
    ("ics-color", calendar("COLOR:teal", "COLOR:#008080")),
    ("ics-image-display", calendar("DISPLAY=BADGE", "DISPLAY=BADGE,THUMBNAIL")),
    ("ics-related-value", added_to_event("RELATED-TO;VALUE=UID:8@museum.example")),
    ("ics-rich-property", added("LINK;VALUE=URI:https://museum.example/")),
    ("ics-rich-property", added_to_event("STYLED-DESCRIPTION;VALUE=TEXT:<p>x</p>")),
    ("ics-html-description", calendar("en:To join:", "en:<p>To join</p>")),
    ("ics-html-relative", calendar("<p>Join us</p>", '<a href="/en/7/">Join us</a>')),
    ("ics-html-active", calendar("<p>Join us</p>", "<script>alert(1)</script>")),
    ("ics-html-active", calendar("<p>Join us</p>", "<p style=color:red\\;width:1px>")),
    ("ics-alt-desc", calendar("X-ALT-DESC;FMTTYPE=text/html", "X-ALT-DESC")),
]

CALENDARS = [
    ("ics-version", calendar("VERSION:2.0\n", "")),
    ("ics-version", calendar("VERSION:2.0\n", "VERSION:1.0\n")),
    ("ics-version", calendar("VERSION:2.0\n", "VERSION:2.0\nVERSION:2.0\n")),
    ("ics-prodid", calendar("PRODID:-//Museum//Feeds 1//EN\n", "")),
    ("ics-prodid", calendar("PRODID:-//Museum//Feeds 1//EN\n", "PRODID:\n")),
    ("ics-calscale", calendar("CALSCALE:GREGORIAN\n", "")),
    ("ics-calscale", calendar("CALSCALE:GREGORIAN\n", "CALSCALE:HEBREW\n")),
    ("ics-method", calendar("METHOD:PUBLISH", "METHOD:REQUEST")),
    ("ics-calendar-repeated", calendar("METHOD:PUBLISH\n", "METHOD:PUBLISH\nMETHOD:PUBLISH\n")),
    ("ics-calendar-repeated", added("COLOR:teal")),
    ("ics-calendar-uid", added("UID:calendar@museum.example")),
    ("ics-empty", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nCALSCALE:GREGORIAN\r\nEND:VCALENDAR\r\n"),
    ("ics-name", calendar("X-WR-CALNAME:Debates\n", "")),
    ("ics-name", calendar("NAME;LANGUAGE=en:Debates\n", "NAME;LANGUAGE=en:Talks\n")),
    ("ics-name", added("X-WR-CALDESC:A cycle")),
    ("ics-refresh", calendar("X-PUBLISHED-TTL:PT6H\n", "")),
    ("ics-refresh", calendar("X-PUBLISHED-TTL:PT6H\n", "X-PUBLISHED-TTL:PT12H\n")),
    ("ics-source", calendar("sessions.ics", "news.ics")),
    ("ics-calendar-modified", calendar("LAST-MODIFIED:20210510T070000Z", "LAST-MODIFIED:20210503T093011Z")),
    (
        "ics-uid-unique",
        calendar(EVENT_END, "END:VEVENT\n" + SECOND_EVENT.format(uid="7@museum.example") + "END:VCALENDAR\n"),
    ),
]

EVENTS = [
    ("ics-event-repeated", added_to_event("SEQUENCE:0")),
    ("ics-event-repeated", calendar("LOCATION:", "DESCRIPTION;LANGUAGE=fr:Venez\nLOCATION:")),
    ("ics-uid", calendar("UID:7@museum.example\n", "")),
    ("ics-uid", calendar("UID:7@museum.example\n", "UID:\n")),
    ("ics-uid", calendar("UID:7@museum.example\n", "UID:session 7\n")),
    ("ics-uid", calendar("UID:7@museum.example\n", "UID:7\nUID:8\n")),
    ("ics-uid", calendar("UID:7@museum.example\n", "UID:" + "\n ".join(["x" * 64] * 4) + "\n")),
    (
        "ics-uid-first",
        calendar(
            "UID:7@museum.example\nDTSTAMP:20210503T093012Z\n",
            "DTSTAMP:20210503T093012Z\nUID:7@museum.example\n",
        ),
    ),
    ("ics-dtstamp", calendar("DTSTAMP:20210503T093012Z\n", "")),
    ("ics-revision", calendar("DTSTAMP:20210503T093012Z\n", "DTSTAMP:20210504T093012Z\n")),
    ("ics-revision", calendar("LAST-MODIFIED:20210503T093012Z\n", "")),
    ("ics-created", calendar("CREATED:20210420T081500Z\n", "")),
    ("ics-sequence", calendar("SEQUENCE:0\n", "")),
    ("ics-sequence", calendar("SEQUENCE:0\n", "SEQUENCE:-1\n")),
    ("ics-sequence", calendar("SEQUENCE:0\n", "SEQUENCE:1.5\n")),
    ("ics-summary", calendar("SUMMARY;LANGUAGE=en:Museums and solidarity\n", "")),
    ("ics-summary", calendar("SUMMARY;LANGUAGE=en:Museums and solidarity\n", "SUMMARY;LANGUAGE=en: \n")),
    ("ics-summary", added_to_event("SUMMARY;LANGUAGE=fr:Solidarité")),
    ("ics-language-missing", calendar("SUMMARY;LANGUAGE=en", "SUMMARY")),
    ("ics-language-missing", calendar("DESCRIPTION;LANGUAGE=en", "DESCRIPTION")),
    ("ics-status", calendar("STATUS:CONFIRMED\n", "")),
    ("ics-status", calendar("STATUS:CONFIRMED\n", "STATUS:CANCELED\n")),
    ("ics-transp", calendar("TRANSP:OPAQUE\n", "TRANSP:BUSY\n")),
    ("ics-class", calendar("CLASS:PUBLIC\n", "CLASS:PRIVATE\n")),
    (
        "ics-cancelled-transparent",
        calendar(
            CALLED_ON + CONFERENCE, CANCELLED.replace("TRANSP:TRANSPARENT\n", "").replace("FREE", "BUSY")
        ),
    ),
    (
        "ics-cancelled-transparent",
        calendar(CALLED_ON + CONFERENCE, CANCELLED.replace("TRANSPARENT", "OPAQUE").replace("FREE", "BUSY")),
    ),
    ("ics-cancelled-conference", calendar(CALLED_ON, CANCELLED)),
    ("ics-busy", calendar("CDO-BUSYSTATUS:BUSY", "CDO-BUSYSTATUS:FREE")),
    ("ics-busy", calendar("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")),
    ("ics-organizer", calendar('ORGANIZER;CN="ICOM France":mailto:contact@museum.example\n', "")),
    ("ics-attendee", added_to_event("ATTENDEE:mailto:someone@museum.example")),
    ("ics-join", calendar("LOCATION:https://museum.example/en/join/7/", "LOCATION:Zoom")),
    ("ics-join", calendar("\\nhttps://museum.example/en/join/7/", "")),
    ("ics-alarm", added_to_event("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM")),
    ("ics-inner-component", added_to_event("BEGIN:PARTICIPANT\nUID:1\nEND:PARTICIPANT")),
    ("ics-dtstart", calendar("DTSTART;TZID=Europe/Paris:20210518T130000\n", "")),
    ("ics-dtend", calendar("DTEND;TZID=Europe/Paris:20210518T143000\n", "")),
    ("ics-floating", calendar("DTEND;TZID=Europe/Paris", "DTEND")),
    ("ics-time-types", when(";VALUE=DATE:20210518", ":20210519T143000Z")),
    ("ics-time-order", calendar("Paris:20210518T143000", "Paris:20210518T130000")),
    ("ics-time-order", when(":20210518T120000Z", ";TZID=Europe/Paris:20210518T133000")),
    ("ics-time-order", when(";VALUE=DATE:20210518", ";VALUE=DATE:20210518")),
    ("ics-recurrence", added_to_event("RRULE:FREQ=MONTHLY;COUNT=7")),
]

BROKEN = [*LINES, *CALENDARS, *EVENTS]
