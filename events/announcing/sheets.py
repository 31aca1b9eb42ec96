"""What the page of an announcement shows of each language: the texts to be copied, ready to read."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.announcing.announcement import Announcement
from events.announcing.counted import LIMIT, counted
from events.announcing.mail_text import mail_text
from events.announcing.social import social_long, social_short
from events.languages import endonym


@dataclass(frozen=True)
class Copy:
    """A text to be copied. `rows`: how high its field is; `name` tells the fields of a page apart."""

    name: str
    text: str
    rows: int


@dataclass(frozen=True)
class Sheet:
    """One language. `is_open` for the one that the editor works in; `count` is the length of the short text."""

    announcement: Announcement
    name: str
    is_open: bool
    subject: Copy
    mail: Copy
    long: Copy
    short: Copy
    count: int
    limit: int = LIMIT


def build_sheets(announcements: Iterable[Announcement], *, opened: str) -> list[Sheet]:
    """In the order given; the language `opened` is open."""
    return [_sheet(each, is_open=each.language == opened) for each in announcements]


def _sheet(announcement: Announcement, *, is_open: bool) -> Sheet:
    short = social_short(announcement).rstrip("\n")
    return Sheet(
        announcement=announcement,
        name=endonym(announcement.language),
        is_open=is_open,
        subject=Copy("subject", announcement.subject, rows=2),
        mail=Copy("mail", mail_text(announcement), rows=16),
        long=Copy("long", social_long(announcement), rows=12),
        short=Copy("short", short, rows=4),
        count=counted(short),
    )
