"""How others build a calendar or a news feed of the same sessions: as their documentation shows it, given plain rows.

The rows are read in two queries and hold less than our items do (no HTML, no picture, no join address): a lower bound of
what each costs.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.syndication.views import Feed
from django.test import RequestFactory
from django.utils.feedgenerator import Atom1Feed

import icalendar
from django_ical.views import ICalFeed
from feedgen.feed import FeedGenerator

from events.ledger import LedgerEntry
from events.models import SessionPage
from events.text import plain_from_html
from feeds.documents import Event

SITE = "http://127.0.0.1:8000"
REQUEST = RequestFactory(headers={"Host": "127.0.0.1"}).get("/")


class Row(NamedTuple):
    """One session, and what our calendars say of it as far as django-ical has words for it."""

    uid: str
    location: str
    status: str
    title: str
    text: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    url: str
    sequence: int
    modified: datetime.datetime


def rows(size: int, *, language: str) -> list[Row]:
    """The sessions of the cycle with so many, in the order of their start. Two queries."""
    of_cycle = {"code__startswith": f"bench-{size}-"}
    ledger = {entry.code: entry for entry in LedgerEntry.objects.filter(**of_cycle)}
    pages = SessionPage.objects.filter(**of_cycle, locale__language_code=language, live=True)
    columns = pages.order_by("starts_at").values_list(
        "code",
        "status",
        "title",
        "introduction",
        "starts_at",
        "ends_at",
        "timezone",
        "url_path",
        "last_published_at",
    )
    return [
        Row(
            ledger[code].uid, f"{SITE}/{language}/join/{code}/", status.upper(), title, plain_from_html(introduction), starts_at.astimezone(ZoneInfo(zone)),
            ends_at.astimezone(ZoneInfo(zone)), f"{SITE}{url_path}", ledger[code].sequence, modified,
        )
        for code, status, title, introduction, starts_at, ends_at, zone, url_path, modified in columns
    ]  # fmt: skip


def icalendar_directly(some: Iterable[Row]) -> bytes:
    """icalendar, as its documentation shows it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//bench//EN")
    calendar.add("version", "2.0")
    for row in some:
        event = icalendar.Event()
        event.add("uid", row.uid)
        event.add("summary", row.title)
        event.add("description", row.text)
        event.add("dtstart", row.starts_at)
        event.add("dtend", row.ends_at)
        event.add("dtstamp", row.modified)
        event.add("url", row.url)
        event.add("sequence", row.sequence)
        event.add("created", row.modified)
        event.add("last-modified", row.modified)
        event.add("location", row.location)
        event.add("status", row.status)
        event.add("class", "PUBLIC")
        event.add("transp", "OPAQUE")
        event.add("organizer", row.url, parameters={"CN": "Parvis"})
        calendar.add_component(event)
    return calendar.to_ical()


class _Calendar(ICalFeed):
    product_id, timezone, file_name = "-//bench//EN", "Europe/Paris", "bench.ics"

    def __init__(self, some: list[Row]) -> None:
        super().__init__()
        self._rows = some

    def items(self) -> list[Row]:
        return self._rows

    def item_guid(self, item: Row) -> str:
        return item.uid

    def item_title(self, item: Row) -> str:
        return item.title

    def item_description(self, item: Row) -> str:
        return item.text

    def item_start_datetime(self, item: Row) -> datetime.datetime:
        return item.starts_at

    def item_end_datetime(self, item: Row) -> datetime.datetime:
        return item.ends_at

    def item_link(self, item: Row) -> str:
        return item.url

    def item_timestamp(self, item: Row) -> datetime.datetime:
        return item.modified

    item_created = item_updateddate = item_timestamp
    item_class, item_transparency = "PUBLIC", "OPAQUE"

    def item_location(self, item: Row) -> str:
        return item.location

    def item_status(self, item: Row) -> str:
        return item.status

    def item_organizer(self, item: Row) -> str:
        return item.url


def django_ical(some: list[Row]) -> bytes:
    """django-ical's view."""
    return _Calendar(some)(REQUEST).content


class _Rss(Feed):
    title, link, description = "Bench", "/", "Bench"

    def __init__(self, some: list[Row]) -> None:
        super().__init__()
        self._rows = some

    def items(self) -> list[Row]:
        return self._rows

    def item_guid(self, item: Row) -> str:
        return item.uid

    item_guid_is_permalink = False

    def item_title(self, item: Row) -> str:
        return item.title

    def item_description(self, item: Row) -> str:
        return item.text

    def item_link(self, item: Row) -> str:
        return item.url

    def item_pubdate(self, item: Row) -> datetime.datetime:
        return item.modified


class _Atom(_Rss):
    feed_type = Atom1Feed
    subtitle = "Bench"


def syndication_rss(some: list[Row]) -> bytes:
    """django.contrib.syndication's view, RSS."""
    return _Rss(some)(REQUEST).content


def syndication_atom(some: list[Row]) -> bytes:
    """The same, Atom."""
    return _Atom(some)(REQUEST).content


def feedgen_rss(some: Iterable[Row]) -> bytes:
    """feedgen, as its documentation shows it."""
    feed = FeedGenerator()
    feed.title("Bench")
    feed.link(href=SITE)
    feed.description("Bench")
    for row in some:
        entry = feed.add_entry(order="append")
        entry.guid(row.uid, permalink=False)
        entry.title(row.title)
        entry.description(row.text)
        entry.link(href=row.url)
        entry.pubDate(row.modified)
    return feed.rss_str()


CALENDARS: dict[str, Callable[[list[Row]], bytes]] = {
    "icalendar": icalendar_directly,
    "django-ical": django_ical,
}
NEWS: dict[str, Callable[[list[Row]], bytes]] = {
    "syndication RSS": syndication_rss,
    "syndication Atom": syndication_atom,
    "feedgen RSS": feedgen_rss,
}


def icalendar_of(events: Iterable[Event]) -> bytes:
    """icalendar, given our own documents and all that our calendars say of them: what composing them at least costs."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//bench//EN")
    calendar.add("version", "2.0")
    for each in events:
        calendar.add_component(_component(each))
    return calendar.to_ical()


def _component(each: Event) -> icalendar.Event:
    event, lang = icalendar.Event(), {"LANGUAGE": each.lang}
    event.add("uid", each.uid)
    event.add("summary", each.summary or each.headline, parameters=lang)
    event.add("description", each.description, parameters=lang)
    event.add("dtstart", each.starts_at_local)
    event.add("dtend", each.ends_at_local)
    event.add("dtstamp", each.last_modified)
    event.add("created", each.created)
    event.add("last-modified", each.last_modified)
    event.add("sequence", each.sequence)
    event.add("location", each.join_url)
    event.add("url", each.url)
    event.add("organizer", each.url, parameters={"CN": each.organizer_name or ""})
    event.add("status", "CANCELLED" if each.is_called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if each.is_called_off else "OPAQUE")
    event.add("class", "PUBLIC")
    event.add(
        "x-alt-desc", f"<html><body>{each.content_html}</body></html>", parameters={"FMTTYPE": "text/html"}
    )
    event.add("x-microsoft-cdo-busystatus", "FREE" if each.is_called_off else "BUSY")
    event.add("conference", each.join_url or each.url, parameters={"VALUE": "URI"})
    return event
