"""Shelves as they are stored: the head of each scope and kind in a language, and a new version whenever its content differs."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
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
    counted = _counted(language=language, scopes={shelf.scope for shelf in shelves})
    long = {scope for (scope, _kind), (count, _size) in counted.items() if count > MAX_ENTRIES}
    large = {scope for (scope, _kind), (_count, size) in counted.items() if size > MAX_CALENDAR}
    published = _by_year("published", language=language, scopes=long)
    held = _by_year("starts_at", language=language, scopes=large)
    for shelf in shelves:
        place = (shelf.scope, shelf.kind)
        shelf.count, size = counted.get(place, (0, 0))
        moment = now.replace(microsecond=0)
        shelf.changed = max(moment, shelf.changed + SECOND) if shelf.changed else moment
        shelf.version = uuid4().hex
        shelf.archives = sorted(published[place]) if shelf.count > MAX_ENTRIES else []
        if size > MAX_CALENDAR:
            apart = split_years(held[place], limit=MAX_CALENDAR, current_year=now.year)
            shelf.apart = sorted({*shelf.apart, *apart})
    Shelf.objects.bulk_create(
        shelves, update_conflicts=True, unique_fields=["scope", "language", "kind"], update_fields=RENEWED
    )


def _counted(*, language: str, scopes: Set[str]) -> dict[Place, tuple[int, int]]:
    """How many items each shelf has, and the bytes of their events. One query; none without scopes."""
    rows = _placed(language=language, scopes=scopes).values_list("scope", "item__kind")
    counts = rows.annotate(count=Count("pk"), size=Sum("item__size"))
    return {(scope, kind): (count, size or 0) for scope, kind, count, size in counts}


def _by_year(field: str, *, language: str, scopes: Set[str]) -> dict[Place, dict[int, int]]:
    """The bytes of the events of each shelf by the year of a moment, in UTC. One query; none without scopes."""
    sizes: dict[Place, dict[int, int]] = defaultdict(dict)
    if not scopes:
        return sizes
    # Both databases write moments in UTC and begin with the year; SQLite extracts one by a call into Python for each row.
    year = Cast(Substr(Cast(f"item__{field}", TextField()), 1, 4), IntegerField())
    rows = (
        _placed(language=language, scopes=scopes)
        .annotate(year=year)
        .values_list("scope", "item__kind", "year")
    )
    for scope, kind, each, size in rows.annotate(size=Sum("item__size")):
        sizes[scope, kind][each] = size or 0
    return sizes


def _placed(*, language: str, scopes: Set[str]) -> QuerySet[Placement]:
    return Placement.objects.filter(item__language=language, scope__in=scopes).order_by()
