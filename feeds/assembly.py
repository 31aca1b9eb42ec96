"""From what is stored of a feed to its bytes: its head, and its items as they were composed, in two queries."""

import datetime
from collections.abc import Sequence
from itertools import takewhile
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from events.addresses import absolute
from events.conf import site_url, uid_domain
from feeds import store
from feeds.addresses import Address
from feeds.channels import DEFAULT_ZONE, Head, build_channel
from feeds.documents import CalendarHead
from feeds.models import Item, Shelf
from feeds.renderers import FORMATS, ICS
from feeds.shelving import MAX_ENTRIES
from feeds.store import Representation

MAX_AGE = 300
TWO_DAYS = datetime.timedelta(days=2)
# As text, and sorting as what it stands for: SQLite keeps moments as text, and Django takes longer to read them than all the rest.
PLAIN = {
    "begin": Cast("starts_at", TextField()),
    "name": Cast("key", TextField()),
    "modified": Cast("last_modified", TextField()),
}
# Entries of an archive are seldom edited; those who need every edit read the feed itself.
MAX_AGE_OF_ARCHIVE = 86_400


class ChangedError(Exception):
    """A refresh was committed between the reading of a shelf and that of its items."""


def make_feed(shelf: Shelf, address: Address) -> Representation:
    """The bytes of a feed, or of a year of it. Raises ChangedError where the shelf is not of the stored version any more."""
    name, _dot, extension = address.file.partition(".")
    return store.represent(
        body=put_together(shelf, address),
        path=address.path,
        version=shelf.version,
        changed=shelf.changed,
        media_type=address.media_type,
        language=address.language,
        filename=f"{address.scope}-{name}-{address.language}.{extension}",
        is_download=False,
        max_age=MAX_AGE_OF_ARCHIVE if address.year else MAX_AGE,
    )


def put_together(shelf: Shelf, address: Address) -> bytes:
    """The plain body. One query. Raises ChangedError as make_feed does."""
    return _calendar(shelf, address) if address.extension == ICS.extension else _feed(shelf, address)


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
    items = _items(shelf).order_by()
    if address.year:
        items = items.filter(_within(address.year, "starts_at"))
    for year in () if address.year else shelf.apart:
        items = items.exclude(_within(year, "starts_at"))
    # Thousands of bodies are sorted here three times as fast as by a database, which would carry them along.
    rows = sorted(_rows(shelf, items.annotate(**PLAIN), "begin", "name", "modified", "timezone", "ics"))
    newest = [_moment(max(row[2] for row in rows))] if rows else []
    head = CalendarHead(
        channel=_channel(shelf, address, moments=newest),
        zones=tuple(sorted({row[3] for row in rows})),
        years=_years([(begin, zone) for begin, _name, _modified, zone, _ics in rows]) if rows else None,
    )
    return ICS.assemble(head, [bytes(row[-1]) for row in rows])


def _moment(text: str) -> datetime.datetime:
    """What PLAIN gives of a moment. SQLite keeps UTC without saying so."""
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _years(rows: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """The first and the last year on the clocks of the zones, of which none is two days before another. Rows: start, zone; sorted."""
    early, late = _moment(rows[0][0]) + TWO_DAYS, _moment(rows[-1][0]) - TWO_DAYS
    first = takewhile(lambda row: _moment(row[0]) <= early, rows)
    last = takewhile(lambda row: _moment(row[0]) >= late, reversed(rows))
    years = [_moment(begin).astimezone(ZoneInfo(zone)).year for begin, zone in (*first, *last)]
    return min(years), max(years)


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


def make_session(item: Item, path: str) -> Representation:
    """The bytes of one session's calendar file. Raises ChangedError where the item is not as it is stored any more. One query."""
    code = item.code
    if not Item.objects.filter(pk=item.pk, fingerprint=item.fingerprint).exists():
        raise ChangedError
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
    year = item.starts_at.astimezone(ZoneInfo(item.timezone)).year
    calendar = CalendarHead(channel=channel, zones=(item.timezone,), years=(year, year), is_download=True)
    return store.represent(
        body=ICS.assemble(calendar, [bytes(item.ics)]),
        path=path,
        version=item.fingerprint,
        changed=item.changed.replace(microsecond=0),
        media_type=ICS.media_type,
        language=item.language,
        filename=f"{code}-{item.starts_at:%Y-%m-%d}.ics",
        is_download=True,
        max_age=MAX_AGE,
    )
