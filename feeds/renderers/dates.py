"""Instants as the feed formats write them; seconds are the finest unit."""

import datetime as dt
from email.utils import format_datetime


def rfc3339(instant: dt.datetime) -> str:
    """Write an aware UTC instant as Atom and JSON Feed want it: 2021-05-18T11:00:00Z (RFC 3339)."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def rfc822(instant: dt.datetime) -> str:
    """Write an aware UTC instant as RSS wants it, with English names whatever the locale (RFC 822, year of four digits)."""
    return format_datetime(instant, usegmt=True)
