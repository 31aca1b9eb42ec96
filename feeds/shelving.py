"""Shelves as they are stored: the head of each scope and kind in a language, and a new version whenever its content differs."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, IntegerField, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Substr

from feeds.addresses import EXTENSIONS, Address
from feeds.channels import Head, build_head, head_of
from feeds.items import Place, Touched
from feeds.models import Kind, Placement, Shelf
from feeds.scopes import Scope
from feeds.sources import Stage
from feeds.websub import announce

# What a feed holds at most; older entries are in its archives.
MAX_ENTRIES = 50
# What some clients take at most (bytes), less a margin for head and time zones.
MAX_CALENDAR = 1_000_000 - 40_000
RENEWED = ["head", "changed", "version", "count", "archives", "apart"]
SECOND = datetime.timedelta(seconds=1)


def arrange_shelves(
    *,
    stage: Stage,
    scopes: Sequence[Scope],
    organisations: Mapping[UUID, Any],
    touched: Touched,
    only_touched: bool = False,
    anew: bool = False,
    now: datetime.datetime,
) -> list[Shelf]:
    """Give every shelf of the language its head, and those whose content differs a new version and a new date; gives these.

    `only_touched`: nothing has changed that a head shows. `anew`: every one, because something has changed that all files show and
    no shelf holds.
    """
    language = stage.language
    names = {scope for scope, _kind in touched.changed} if only_touched else {scope.name for scope in scopes}
    rows = Shelf.objects.filter(language=language, scope__in=names)
    stored = {(shelf.scope, shelf.kind): shelf for shelf in rows}
    changed = []
    for scope in (scope for scope in scopes if scope.name in names):
        shared = build_head(stage=stage, scope=scope, organisations=organisations)
        for kind in Kind:
            place = (scope.name, kind.value)
            shelf = stored.get(place) or Shelf(scope=scope.name, kind=kind, language=language)
            head = head_of(kind, shared, scope=scope.name, language=language)
            head = _dated(head, shelf, lost=place in touched.lost, now=now).to_json()
            if anew or shelf.pk is None or shelf.head != head or place in touched.changed:
                shelf.head = head
                changed.append(shelf)
    _renew(changed, language=language, now=now)
    announce((address.path for shelf in changed for address in addresses_on(shelf)), now=now)
    return changed


def addresses_on(shelf: Shelf) -> list[Address]:
    """Every address that what stands on a shelf is read at: the feed in each format, then its years."""
    kind = Kind(shelf.kind)
    years = {"ics": shelf.apart, "atom": shelf.archives}
    return [
        Address(shelf.language, shelf.scope, kind, extension, year)
        for extension in EXTENSIONS[kind]
        for year in (None, *years.get(extension, ()))
    ]


def split_years(sizes: Mapping[int, int], *, limit: int, current_year: int) -> list[int]:
    """The years, oldest first, that must leave a calendar so that the rest is not larger than `limit`; only years that are past.

    `sizes`: bytes of the events of each year.
    """
    apart: list[int] = []
    total = sum(sizes.values())
    for year in sorted(sizes):
        if total <= limit or year >= current_year:
            break
        apart.append(year)
        total -= sizes[year]
    return apart


def retire(*, existing: frozenset[UUID], scopes: Sequence[Scope]) -> None:
    """Scopes whose cycle or organisation is gone, and whose last session and article have left, have no feeds any more.

    Changes would stay for ever. Two queries. `existing`: keys of what there is.
    """
    gone = [scope.name for scope in scopes if scope.key and scope.key not in existing]
    rows = Shelf.objects.filter(scope__in=gone, count__gt=0).exclude(kind=Kind.CHANGES)
    with_items = rows.values_list("scope", flat=True)
    Shelf.objects.filter(scope__in=set(gone) - set(with_items), is_retired=False).update(is_retired=True)


def _dated(head: Head, shelf: Shelf, *, lost: bool, now: datetime.datetime) -> Head:
    """A head is never older than it was; one that lost an item is of now, since no item left can say it."""
    if shelf.pk is None:
        return head
    head = head.not_before(Head.from_json(shelf.head).updated)
    return head.not_before(now.replace(microsecond=0)) if lost else head


def _renew(shelves: Sequence[Shelf], *, language: str, now: datetime.datetime) -> None:
    contents = _contents(language=language, scopes={shelf.scope for shelf in shelves})
    for shelf in shelves:
        content = contents[shelf.scope, shelf.kind]
        moment = now.replace(microsecond=0)
        shelf.changed = max(moment, shelf.changed + SECOND) if shelf.changed else moment
        shelf.version = uuid4().hex
        shelf.count = content.count
        shelf.archives = sorted(content.published) if content.count > MAX_ENTRIES else []
        if sum(content.held.values()) > MAX_CALENDAR:
            apart = split_years(content.held, limit=MAX_CALENDAR, current_year=now.year)
            shelf.apart = sorted({*shelf.apart, *apart})
    Shelf.objects.bulk_create(
        shelves, update_conflicts=True, unique_fields=["scope", "language", "kind"], update_fields=RENEWED
    )


@dataclass
class _Content:
    """What stands on a shelf: how many items, the years in which they were published, the bytes of their events by year. In UTC."""

    count: int = 0
    published: set[int] = field(default_factory=set)
    held: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def _contents(*, language: str, scopes: Set[str]) -> dict[Place, _Content]:
    """By shelf. One query; none without scopes."""
    contents: dict[Place, _Content] = defaultdict(_Content)
    rows = _placed(language=language, scopes=scopes).annotate(
        published=_year_of("published"), held=_year_of("starts_at")
    )
    rows = rows.values_list("scope", "item__kind", "published", "held")
    for scope, kind, published, held, count, size in rows.annotate(count=Count("pk"), size=Sum("item__size")):
        content = contents[scope, kind]
        content.count += count
        content.published.add(published)
        if held is not None:
            content.held[held] += size
    return contents


def _year_of(moment: str) -> Cast:
    """Both databases write moments in UTC and begin with the year; SQLite extracts one by a call into Python for each row."""
    return Cast(Substr(Cast(f"item__{moment}", TextField()), 1, 4), IntegerField())


def _placed(*, language: str, scopes: Set[str]) -> QuerySet[Placement]:
    return Placement.objects.filter(item__language=language, scope__in=scopes).order_by()
