"""What subscribers and partners read, as frozen values: the one source of every format.

Knows neither Django, nor pages, nor any format. Whoever builds a document gives final, localized words; a document cleans
and checks itself when it is made (feeds/checked.py), so that a renderer meets only values that it can write. A value that
no format could publish raises DocumentError.
"""

import datetime as dt
from dataclasses import dataclass
from html import escape
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from feeds.checked import CHANNEL_ID, COLOR, EMAIL, LANGUAGE, MIME_TYPE, UID, Checked, DocumentError, is_zone

GENERATOR_NAME = "Parvis"
# It stands in the bytes of every feed, and some clients make every event anew when these change: so it follows the output,
# not the releases.
GENERATOR_VERSION = "1"

__all__ = [
    "Article",
    "Calendar",
    "CalendarHead",
    "Channel",
    "DocumentError",
    "Entry",
    "Event",
    "Feed",
    "FeedGroup",
    "FeedList",
    "Link",
    "ListedFeed",
    "Picture",
]

STATUSES = ("tentative", "confirmed", "postponed", "cancelled", "withdrawn")
CALLED_OFF = ("postponed", "cancelled", "withdrawn")

# What time zones are known for, and what every calendar program can show.
_YEARS = range(1970, 2100)


@dataclass(frozen=True, kw_only=True)
class Picture(Checked):
    """An image by its address; `length` in bytes (0: unknown), `width` and `height` in pixels."""

    url: str
    mime_type: str
    length: int
    width: int
    height: int
    alt: str = ""
    credit: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(MIME_TYPE, "mime_type")


@dataclass(frozen=True, kw_only=True)
class Link(Checked):
    """Another document, with its title and its language (BCP 47)."""

    url: str
    title: str
    lang: str

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(LANGUAGE, "lang")


@dataclass(frozen=True, kw_only=True)
class Entry(Checked):
    """What every item of an RSS, Atom or JSON feed has.

    `lang` is the language of the words; `is_fallback` says that it is not the feed's. `published` is the moment of first
    publication, never a session's date; `excerpt` plain and short; `content_html` sanitised, with absolute addresses.
    """

    key: UUID
    url: str
    lang: str
    is_fallback: bool = False
    title: str
    excerpt: str
    content_html: str
    published: dt.datetime
    last_modified: dt.datetime
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    picture: Picture | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(LANGUAGE, "lang")

    @property
    def id(self) -> str:
        """The identity in RSS, Atom and JSON Feed: the same in every language, and after any change (RFC 4122)."""
        return f"urn:uuid:{self.key}"

    @property
    def headline(self) -> str:
        """The title in RSS, Atom and JSON Feed; never empty."""
        return self.title or self.url

    @property
    def teaser(self) -> str:
        """The excerpt, or the title: plain text, never empty."""
        return self.excerpt or self.headline

    @property
    def body_html(self) -> str:
        """The content, or the teaser: HTML, never empty."""
        return self.content_html or f"<p>{escape(self.teaser, quote=False)}</p>"


@dataclass(frozen=True, kw_only=True)
class Article(Entry):
    """A news item, or one entry of the changes feed (then `key` is the change's own)."""


@dataclass(frozen=True, kw_only=True)
class Event(Entry):
    """One session. Wall-clock time is the fact; `starts_at` and `ends_at` (aware, UTC) follow from it.

    `summary` is the calendar's title: language mark, prefix of the status, number, title. `dated_title` is the feeds' title: it
    begins with the localized date, time and the zone's city. `description` is plain text with the join address on a line of
    its own, then the page's. `join_url` is the join address, None when there is nothing to join. `organizer_url` is the
    organisation's permanent page; it names the organizer where no mail address is known. `timezone` is an IANA name.
    """

    uid: str
    code: str
    join_url: str | None = None
    summary: str
    dated_title: str
    description: str
    date: dt.date
    start_time: dt.time
    end_time: dt.time
    timezone: str
    status: str = "confirmed"
    sequence: int = 0
    created: dt.datetime
    organizer_name: str
    organizer_email: str | None = None
    organizer_url: str | None = None
    platform: str = ""
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(UID, "uid")
        self.forget_unless(EMAIL, "organizer_email")
        self.require(self.status in STATUSES, "status", f"cannot be {self.status!r}")
        self.require(self.sequence >= 0, "sequence", "cannot be negative")
        self.require(is_zone(self.timezone), "timezone", f"is unknown: {self.timezone!r}")
        self.require(self.date.year in _YEARS, "date", f"is out of reach: {self.date}")
        self.require(self.ends_at > self.starts_at, "end_time", "is not after start_time")
        if self.is_called_off:
            self.set("join_url", None)

    @property
    def is_called_off(self) -> bool:
        """Whether nothing takes place at this time: cancelled, withdrawn, or postponed without a new date."""
        return self.status in CALLED_OFF

    @property
    def headline(self) -> str:
        """The title in RSS, Atom and JSON Feed; never empty."""
        return self.dated_title or self.title or self.url

    @property
    def starts_at_local(self) -> dt.datetime:
        """The start, aware, in the session's own zone."""
        return dt.datetime.combine(self.date, self.start_time, ZoneInfo(self.timezone))

    @property
    def ends_at_local(self) -> dt.datetime:
        """The end, aware, in the session's own zone."""
        return dt.datetime.combine(self.date, self.end_time, ZoneInfo(self.timezone))

    @property
    def starts_at(self) -> dt.datetime:
        """The start in UTC."""
        return self.starts_at_local.astimezone(dt.UTC)

    @property
    def ends_at(self) -> dt.datetime:
        """The end in UTC."""
        return self.ends_at_local.astimezone(dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Channel(Checked):
    """The head of a calendar or feed.

    `id` is "urn:uuid:..." and never changes; `self_url` the exact address of this representation; `home_url` the HTML page of the
    language; `updated` the newest change of content, removals and settings included; `alternates` the same feed, in the
    same format, in other languages; `timezone` the calendar's default zone; `refresh` how often to ask; `hub_url` the WebSub hub.
    `earlier_url` is the archive with the entries before these, `current_url` the feed whose archive this is (RFC 5005 4).
    """

    id: str
    title: str
    description: str
    lang: str
    home_url: str
    self_url: str
    updated: dt.datetime
    publisher_name: str
    publisher_email: str | None = None
    rights: str = ""
    alternates: tuple[Link, ...] = ()
    logo: Picture | None = None
    icon_url: str | None = None
    color: str | None = None
    timezone: str = "Europe/Paris"
    refresh: dt.timedelta = dt.timedelta(hours=6)
    hub_url: str | None = None
    earlier_url: str | None = None
    current_url: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(CHANNEL_ID, "id")
        self.matches(LANGUAGE, "lang")
        self.forget_unless(EMAIL, "publisher_email")
        self.forget_unless(COLOR, "color")
        self.require(is_zone(self.timezone), "timezone", f"is unknown: {self.timezone!r}")
        self.set("title", self.title or self.self_url)
        self.set("description", self.description or self.title)
        self.set("publisher_name", self.publisher_name or self.title)


@dataclass(frozen=True, kw_only=True)
class CalendarHead(Checked):
    """What stands around the events of a calendar.

    `zones` are the IANA zones in use, and `years` the first and the last year in which they are. `method` is METHOD's value, None
    leaves it out (RFC 5546 3.2.1). `is_download` marks a file that is opened once, not a calendar to subscribe to: it carries
    no name of its own, since Outlook would make a calendar of that name.
    """

    channel: Channel
    zones: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    method: str | None = "PUBLISH"
    is_download: bool = False


@dataclass(frozen=True, kw_only=True)
class Calendar(Checked):
    """A calendar; its events come in the order of their start, whatever order they were given in."""

    channel: Channel
    events: tuple[Event, ...]
    method: str | None = "PUBLISH"
    is_download: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_unique("events", (event.uid for event in self.events))
        self.set("events", tuple(sorted(self.events, key=lambda event: (event.starts_at, event.uid))))

    @property
    def head(self) -> CalendarHead:
        """What stands around the events."""
        years = [event.date.year for event in self.events]
        return CalendarHead(
            channel=self.channel,
            zones=tuple(sorted({event.timezone for event in self.events})),
            years=(min(years), max(years)) if years else None,
            method=self.method,
            is_download=self.is_download,
        )


@dataclass(frozen=True, kw_only=True)
class Feed(Checked):
    """A feed of sessions, news or changes; its entries come newest publication first, whatever order they were given in."""

    channel: Channel
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.require_unique("entries", (entry.id for entry in self.entries))
        by_id = sorted(self.entries, key=lambda entry: entry.id)
        self.set("entries", tuple(sorted(by_id, key=lambda entry: entry.published, reverse=True)))

    @property
    def head(self) -> Channel:
        """What stands around the entries."""
        return self.channel


@dataclass(frozen=True, kw_only=True)
class ListedFeed(Checked):
    """A feed in a list. `version` as OPML names it ("RSS2", "ATOM"); None for a calendar, which is no feed to a feed reader."""

    url: str
    home_url: str
    title: str
    lang: str
    version: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.matches(LANGUAGE, "lang")


@dataclass(frozen=True, kw_only=True)
class FeedGroup(Checked):
    """Feeds of one kind under a name."""

    name: str
    feeds: tuple[ListedFeed, ...]


@dataclass(frozen=True, kw_only=True)
class FeedList(Checked):
    """Every feed of a language, in groups."""

    title: str
    updated: dt.datetime
    owner_name: str
    groups: tuple[FeedGroup, ...]


DocumentT = TypeVar("DocumentT", Calendar, Feed)
HeadT = TypeVar("HeadT", CalendarHead, Channel)
ItemT = TypeVar("ItemT", bound=Entry)
