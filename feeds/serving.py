"""From an address to its bytes: one query where they are stored, two where they are put together from items."""

import datetime
import logging
from contextlib import suppress
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.db.models import Exists, Q, QuerySet, Subquery

from events.addresses import absolute
from events.conf import languages, site_url, uid_domain
from events.ledger import LedgerEntry
from feeds import store
from feeds.addresses import Address, feed_path
from feeds.channels import DEFAULT_ZONE, Head, build_channel
from feeds.documents import CalendarHead
from feeds.marks import mark_everything
from feeds.models import Item, Kind, Mark, Shelf
from feeds.refresh import refresh
from feeds.renderers import FORMATS, ICS
from feeds.scopes import find_scope
from feeds.shelving import MAX_ENTRIES
from feeds.store import Representation

logger = logging.getLogger(__name__)

MAX_AGE = 300
# Entries of an archive are seldom edited; those who need every edit read the feed itself.
MAX_AGE_OF_ARCHIVE = 86_400
WITH_MARK = {"is_marked": Exists(Mark.objects.all())}


class GoneError(Exception):
    """What stood at an address was public once, and never will be again."""


class UnavailableError(Exception):
    """The database does not answer, and nothing was stored for the address."""


class ChangedError(Exception):
    """A refresh was committed between the reading of a shelf and that of its items."""


def served_language(language: str) -> str | None:
    """The language whose feeds answer for one: itself, or the site's first for one that the site offered once; else None.

    Raises UnavailableError where only the database could tell.
    """
    if language in languages():
        return language
    try:
        return languages()[0] if Shelf.objects.filter(language=language).exists() else None
    except DatabaseError as error:
        raise UnavailableError from error


def serve_feed(address: Address, *, now: datetime.datetime) -> Representation | None:
    """The bytes of a feed, of what is public now. None for an address that never existed; raises GoneError, UnavailableError.

    While the database is down, the last bytes that were stored.
    """
    try:
        while shelf := _find_shelf(address, now=now):
            with suppress(ChangedError):
                return _stored_or(_make_feed, shelf, address, version=shelf.version)
        return None
    except DatabaseError as error:
        return _last(address.path, error)


def serve_session(code: str, *, language: str, now: datetime.datetime) -> Representation | None:
    """The bytes of one session's calendar file; as serve_feed."""
    path = feed_path(scope="session", language=language, file=f"{code}.ics")
    try:
        item = _find_item(code, language=language, now=now)
        if item is None:
            return None
        return _stored_or(_make_session, item, path, version=item.fingerprint)
    except DatabaseError as error:
        return _last(path, error)


def _last(path: str, error: DatabaseError) -> Representation:
    logger.error("The database does not answer for %s: %s", path, error)
    stored = store.read(path)
    if stored is None:
        raise UnavailableError from error
    return stored


def _stored_or(make, source, address, *, version: str) -> Representation:
    path = address if isinstance(address, str) else address.path
    stored = store.read(path)
    if stored is not None and stored.version == version:
        return stored
    made = make(source, address)
    store.write(made)
    return made


def _fresh(rows: QuerySet, *, now: datetime.datetime):
    """The row, behind a look at what has changed and was not looked at."""
    row = rows.annotate(**WITH_MARK).first()
    if row is not None and not row.is_marked:
        return row
    if row is None and not Mark.objects.exists():
        return None
    refresh(now=now, wait=False)
    return rows.first()


def _find_shelf(address: Address, *, now: datetime.datetime) -> Shelf | None:
    rows = Shelf.objects.filter(scope=address.scope, language=address.language, kind=address.kind)
    shelf = _fresh(rows, now=now)
    if shelf is None and find_scope(address.scope):
        mark_everything()
        shelf = _fresh(rows, now=now)
    if shelf is None:
        return None
    if shelf.is_retired:
        raise GoneError
    years = shelf.apart if address.extension == ICS.extension else shelf.archives
    return shelf if address.year is None or address.year in years else None


def _find_item(code: str, *, language: str, now: datetime.datetime) -> Item | None:
    item = _fresh(Item.objects.filter(code=code, language=language, kind=Kind.SESSIONS), now=now)
    if item is not None and not item.is_withdrawn:
        return item
    if item is not None or LedgerEntry.objects.filter(code=code).exists():
        raise GoneError
    return None


def _make_feed(shelf: Shelf, address: Address) -> Representation:
    body = _calendar(shelf, address) if address.extension == ICS.extension else _feed(shelf, address)
    name, _dot, extension = address.file.partition(".")
    return store.represent(
        body=body,
        path=address.path,
        version=shelf.version,
        changed=shelf.changed,
        media_type=address.media_type,
        language=address.language,
        filename=f"{address.scope}-{name}-{address.language}.{extension}",
        is_download=False,
        max_age=MAX_AGE_OF_ARCHIVE if address.year else MAX_AGE,
    )


def _items(shelf: Shelf) -> QuerySet[Item]:
    return Item.objects.filter(placements__scope=shelf.scope, language=shelf.language, kind=shelf.kind)


def _within(year: int, field: str) -> Q:
    """A moment is in a year of UTC. Django's own lookups by year follow the zone that is active."""
    begin, end = (datetime.datetime(each, 1, 1, tzinfo=datetime.UTC) for each in (year, year + 1))
    return Q(**{f"{field}__gte": begin, f"{field}__lt": end})


def _rows(shelf: Shelf, items: QuerySet[Item], *columns: str) -> list[tuple]:
    """Columns of these items, of the very version of the shelf; else raises ChangedError."""
    version = Subquery(Shelf.objects.filter(pk=shelf.pk).values("version"))
    rows = list(items.annotate(version=version).values_list(*columns, "version"))
    found = {row[-1] for row in rows}
    if not rows and shelf.count:
        found = set(Shelf.objects.filter(pk=shelf.pk).values_list("version", flat=True))
    if found - {shelf.version}:
        raise ChangedError
    return [row[:-1] for row in rows]


def _calendar(shelf: Shelf, address: Address) -> bytes:
    items = _items(shelf).order_by("starts_at", "key")
    if address.year:
        items = items.filter(_within(address.year, "starts_at"))
    for year in () if address.year else shelf.apart:
        items = items.exclude(_within(year, "starts_at"))
    rows = _rows(shelf, items, "ics", "timezone", "last_modified", "starts_at")
    channel = _channel(shelf, address, moments=[row[2] for row in rows])
    return ICS.assemble(_calendar_head(rows, channel=channel), [bytes(row[0]) for row in rows])


def _calendar_head(rows, *, channel, is_download: bool = False) -> CalendarHead:
    years = [starts_at.astimezone(ZoneInfo(zone)).year for _ics, zone, _modified, starts_at in rows]
    return CalendarHead(
        channel=channel,
        zones=tuple(sorted({row[1] for row in rows})),
        years=(min(years), max(years)) if years else None,
        is_download=is_download,
    )


def _feed(shelf: Shelf, address: Address) -> bytes:
    form = FORMATS[address.extension]
    items = _items(shelf).order_by("-published", "key")
    items = items.filter(_within(address.year, "published")) if address.year else items[:MAX_ENTRIES]
    rows = _rows(shelf, items, address.extension, "last_modified", "published")
    channel = _channel(shelf, address, moments=[row[1] for row in rows], **_archives(shelf, address, rows))
    return form.assemble(channel, [bytes(row[0]) for row in rows])


def _archives(shelf: Shelf, address: Address, rows) -> dict[str, str | None]:
    """Links between the feed and its archives, which are by year of publication (RFC 5005 4). Atom only."""
    if not shelf.archives or address.extension != "atom":
        return {}
    oldest = address.year or rows[-1][2].year
    earlier = [year for year in shelf.archives if year < oldest or (address.year is None and year == oldest)]
    links = {"earlier_url": _absolute(address, earlier[-1]) if earlier else None}
    return links | ({"current_url": _absolute(address, None)} if address.year else {})


def _absolute(address: Address, year: int | None) -> str:
    other = Address(address.language, address.scope, address.kind, address.extension, year)
    return absolute(other.path)


def _channel(shelf: Shelf, address: Address, *, moments, **archives):
    head = Head.from_json(shelf.head)
    return build_channel(
        head, scope=shelf.scope, language=shelf.language, file=address.file, moments=moments, **archives
    )


def _make_session(item: Item, path: str) -> Representation:
    code = item.code
    head = Head(
        title=code,
        description="",
        home_url=site_url() or absolute("/"),
        publisher_name=uid_domain(),
        publisher_email=None,
        timezone=DEFAULT_ZONE,
        updated=item.last_modified,
    )
    channel = build_channel(head, scope="session", language=item.language, file=f"{code}.ics", self_path=path)
    row = (item.ics, item.timezone, item.last_modified, item.starts_at)
    return store.represent(
        body=ICS.assemble(_calendar_head([row], channel=channel, is_download=True), [bytes(item.ics)]),
        path=path,
        version=item.fingerprint,
        changed=item.changed.replace(microsecond=0),
        media_type=ICS.media_type,
        language=item.language,
        filename=f"{code}-{item.starts_at:%Y-%m-%d}.ics",
        is_download=True,
        max_age=MAX_AGE,
    )
