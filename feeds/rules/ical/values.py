"""Values of iCalendar (RFC 5545 3.3). None raises: what is not of the form is None."""

import datetime as dt
import re

from feeds.rules.ical.reading import ContentLine

_DATE = re.compile(r"[0-9]{8}")
_DATE_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
_DURATION = re.compile(
    r"\+?P(?=.)(?:[0-9]{1,9}W|(?:[0-9]{1,9}D)?(?:T(?=.)(?:[0-9]{1,9}H)?(?:[0-9]{1,9}M)?(?:[0-9]{1,9}S)?)?)"
)
_OFFSET = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9])?")
_ESCAPED = re.compile(r"\\([\\;,nN])")

# CSS Color Module Level 3, 4.3.
_COLOR = re.compile(
    r"""
    aliceblue | antiquewhite | aqua | aquamarine | azure | beige | bisque | black | blanchedalmond | blue
    | blueviolet | brown | burlywood | cadetblue | chartreuse | chocolate | coral | cornflowerblue
    | cornsilk | crimson | cyan | darkblue | darkcyan | darkgoldenrod | darkgray | darkgreen | darkgrey
    | darkkhaki | darkmagenta | darkolivegreen | darkorange | darkorchid | darkred | darksalmon
    | darkseagreen | darkslateblue | darkslategray | darkslategrey | darkturquoise | darkviolet | deeppink
    | deepskyblue | dimgray | dimgrey | dodgerblue | firebrick | floralwhite | forestgreen | fuchsia
    | gainsboro | ghostwhite | gold | goldenrod | gray | green | greenyellow | grey | honeydew | hotpink
    | indianred | indigo | ivory | khaki | lavender | lavenderblush | lawngreen | lemonchiffon | lightblue
    | lightcoral | lightcyan | lightgoldenrodyellow | lightgray | lightgreen | lightgrey | lightpink
    | lightsalmon | lightseagreen | lightskyblue | lightslategray | lightslategrey | lightsteelblue
    | lightyellow | lime | limegreen | linen | magenta | maroon | mediumaquamarine | mediumblue
    | mediumorchid | mediumpurple | mediumseagreen | mediumslateblue | mediumspringgreen | mediumturquoise
    | mediumvioletred | midnightblue | mintcream | mistyrose | moccasin | navajowhite | navy | oldlace
    | olive | olivedrab | orange | orangered | orchid | palegoldenrod | palegreen | paleturquoise
    | palevioletred | papayawhip | peachpuff | peru | pink | plum | powderblue | purple | red | rosybrown
    | royalblue | saddlebrown | salmon | sandybrown | seagreen | seashell | sienna | silver | skyblue
    | slateblue | slategray | slategrey | snow | springgreen | steelblue | tan | teal | thistle | tomato
    | turquoise | violet | wheat | white | whitesmoke | yellow | yellowgreen
    """,
    re.IGNORECASE | re.VERBOSE,
)


def read_date(value: str) -> dt.date | None:
    """Return a DATE (3.3.4)."""
    try:
        return dt.date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def read_date_time(value: str) -> dt.datetime | None:
    """Return a DATE-TIME (3.3.5): aware when it is in UTC, else naive."""
    try:
        return dt.datetime.fromisoformat(value) if _DATE_TIME.fullmatch(value) else None
    except ValueError:
        return None


def read_moment(line: ContentLine | None) -> dt.date | dt.datetime | None:
    """Return what a property such as DTSTART says: a date with VALUE=DATE, else a date-time."""
    if line is None:
        return None
    return read_date(line.value) if line.parameter("VALUE").upper() == "DATE" else read_date_time(line.value)


def read_offset(value: str) -> dt.timedelta | None:
    """Return a UTC-OFFSET (3.3.14), which cannot be minus zero."""
    match = _OFFSET.fullmatch(value)
    if not match:
        return None
    hours, minutes, seconds = (int(each or 0) for each in match.groups()[1:])
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if match[1] == "+":
        return offset
    return -offset if offset else None


def is_duration(value: str) -> bool:
    """Whether a value is a positive DURATION (3.3.6)."""
    return _DURATION.fullmatch(value) is not None and any(each in "123456789" for each in value)


def is_color(value: str) -> bool:
    """Whether a value is the name of a colour."""
    return _COLOR.fullmatch(value) is not None


def text_of(value: str) -> str:
    """Return a TEXT without its escapes (3.3.11)."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
