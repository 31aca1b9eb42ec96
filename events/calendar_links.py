"""Links that fill in the form of a new event in a calendar on the web. Pure.

Neither Google nor Microsoft documents them. What is known comes from people who tried: both take UTC; a "+" stays a plus sign in
Outlook, so a space is "%20"; Outlook reads its text as HTML, Google as plain text.
"""

import datetime
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from events.text import excerpt

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK_COM = "https://outlook.live.com/calendar/deeplink/compose"
MICROSOFT_365 = "https://outlook.office.com/calendar/deeplink/compose"

# How many characters of a link title and text may take, percent-encoded: mail programs cut links of more than 2,000.
TITLE_ROOM = 480
TEXT_ROOM = 700


@dataclass(frozen=True)
class CalendarLinks:
    """One event for Google Calendar, for Outlook.com, and for Microsoft 365 (work or school)."""

    google: str
    outlook_com: str
    microsoft_365: str


def calendar_links(
    *,
    title: str,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    text: str,
    page_url: str,
    location: str,
) -> CalendarLinks:
    """The links for one event. The times are aware; title and text are shortened; `page_url` stands below the text."""
    title = _fitting(title, room=TITLE_ROOM)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_utc(starts_at):%Y%m%dT%H%M%SZ}/{_utc(ends_at):%Y%m%dT%H%M%SZ}",
        "details": _plain(text, page_url),
        "location": location,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": f"{_utc(starts_at):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{_utc(ends_at):%Y-%m-%dT%H:%M:%SZ}",
        "subject": title,
        "body": _html(text, page_url),
        "location": location,
    }
    return CalendarLinks(
        google=_address(GOOGLE, google),
        outlook_com=_address(OUTLOOK_COM, outlook),
        microsoft_365=_address(MICROSOFT_365, outlook),
    )


def _plain(text: str, page_url: str) -> str:
    text = _fitting(text, room=TEXT_ROOM)
    return f"{text}\n\n{page_url}" if text else page_url


def _html(text: str, page_url: str) -> str:
    text = escape(_fitting(text, room=TEXT_ROOM, written=escape))
    link = f'<p><a href="{escape(page_url)}">{escape(page_url)}</a></p>'
    return f"<p>{text}</p>{link}" if text else link


def _fitting(text: str, *, room: int, written: Callable[[str], str] = str) -> str:
    """The beginning of a text, cut between words, that takes at most `room` characters as it is written into a link."""
    line = excerpt(text, limit=room)

    def taken(limit: int) -> int:
        return len(quote(written(excerpt(line, limit=limit)), safe=""))

    return excerpt(line, limit=bisect_right(range(room + 1), room, key=taken) - 1)


def _address(base: str, query: dict[str, str]) -> str:
    return f"{base}?{urlencode(query, safe='', quote_via=quote)}"


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC)
