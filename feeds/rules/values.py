"""Values that several formats share: moments, language tags, addresses, identities, media types, time zones. None raises."""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

_DATE_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DATE_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), ([0-9]{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) ([0-9]{4}) "
    r"([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) (UT|GMT|[+-][0-9]{4})"
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LANGUAGE = re.compile(
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_WEB_ADDRESS = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
_URN_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*")


def read_rfc3339(text: str) -> dt.datetime | None:
    """Return the aware moment that a text writes by RFC 3339 5.6, or None."""
    return _from_iso(text) if _DATE_3339.fullmatch(text) else None


def read_rfc822(text: str) -> dt.datetime | None:
    """Return the aware moment that a text writes as RSS wants it, or None: RFC 822 5, English names, a year of four digits.

    None too when the weekday is not the date's (RFC 2822 3.3).
    """
    match = _DATE_822.fullmatch(text)
    if not match:
        return None
    weekday, day, month, year, time, zone = match.groups()
    offset = "+00:00" if zone in ("UT", "GMT") else f"{zone[:3]}:{zone[3:]}"
    moment = _from_iso(f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{time}{offset}")
    return moment if moment and _WEEKDAYS[moment.weekday()] == weekday else None


def is_language(text: str) -> bool:
    """Whether a text is a well-formed language tag (RFC 5646 2.1)."""
    return _LANGUAGE.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """Whether a text is an absolute URI in ASCII (RFC 3986); an http(s) one names a host."""
    match = _URI.fullmatch(text)
    return match is not None and (match[1].lower() not in ("http", "https") or is_web_start(text))


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute http(s) address in ASCII."""
    return is_uri(text) and is_web_start(text)


def is_web_start(text: str) -> bool:
    """Whether a text begins like an absolute http(s) address."""
    return _WEB_ADDRESS.match(text) is not None


def is_urn_uuid(text: str) -> bool:
    """Whether a text is an identity as Parvis writes it (RFC 9562 4)."""
    return _URN_UUID.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    """Whether a text is a media type without parameters (RFC 6838 4.2)."""
    return _MEDIA_TYPE.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """Return an IANA time zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return None


def _from_iso(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
