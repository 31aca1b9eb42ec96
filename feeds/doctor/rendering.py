"""Files put together from their items, many with one query: by another way than the one that serves, so that it can contradict it."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from events.addresses import absolute
from feeds.addresses import Address
from feeds.channels import Head, build_channel
from feeds.documents import CalendarHead
from feeds.models import Item, Shelf
from feeds.renderers import FORMATS, ICS
from feeds.shelving import MAX_ENTRIES

COLUMNS = ["key", "kind", "language", "published", "last_modified", "starts_at", "timezone"]

Place = tuple[str, str, str]


@dataclass(frozen=True)
class FeedFile:
    """One file, and the shelf whose content it shows."""

    shelf: Shelf
    address: Address

    @property
    def path(self) -> str:
        """The path of its address."""
        return self.address.path

    @property
    def most_items(self) -> int:
        """How many items it may have, before they are read."""
        is_cut = self.address.extension != ICS.extension and self.address.year is None
        return min(self.shelf.count, MAX_ENTRIES) if is_cut else self.shelf.count


def read_items(files: Collection[FeedFile]) -> dict[Place, list[Item]]:
    """The items on the shelves of these files, with the fragments of their formats. One query, none without files."""
    places = {_place(file.shelf) for file in files}
    wanted = Q()
    for language, scope, kind in places:
        wanted |= Q(placements__scope=scope, language=language, kind=kind)
    extensions = {file.address.extension for file in files}
    rows = Item.objects.filter(wanted).annotate(scope=F("placements__scope")).only(*COLUMNS, *extensions)
    found: dict[Place, list[Item]] = defaultdict(list)
    for item in rows if files else ():
        found[item.language, item.scope, item.kind].append(item)
    return found


def put_together(file: FeedFile, items: Mapping[Place, Sequence[Item]]) -> tuple[bytes, int]:
    """The bytes of a file, and the number of its items. No query."""
    address, shelf = file.address, file.shelf
    chosen = _chosen(items.get(_place(shelf), ()), file=file)
    channel = build_channel(
        Head.from_json(shelf.head),
        scope=shelf.scope,
        language=shelf.language,
        file=address.file,
        moments=[item.last_modified for item in chosen],
        **_archives(file, chosen),
    )
    head = _calendar_head(channel, chosen) if address.extension == ICS.extension else channel
    fragments = [bytes(getattr(item, address.extension)) for item in chosen]
    return FORMATS[address.extension].assemble(head, fragments), len(chosen)


def _place(shelf: Shelf) -> Place:
    return shelf.language, shelf.scope, shelf.kind


def _chosen(items: Sequence[Item], *, file: FeedFile) -> list[Item]:
    """Calendars: every item by its start, less the years apart. Feeds: the newest. Archives: those of their year."""
    year = file.address.year
    ordered = sorted(items, key=lambda item: item.key.hex)
    if file.address.extension == ICS.extension:
        ordered.sort(key=lambda item: item.starts_at)
        years = {year} if year else {_year(item.starts_at) for item in ordered} - set(file.shelf.apart)
        return [item for item in ordered if _year(item.starts_at) in years]
    ordered.sort(key=lambda item: item.published, reverse=True)
    return [item for item in ordered if _year(item.published) == year] if year else ordered[:MAX_ENTRIES]


def _year(moment: datetime.datetime) -> int:
    return moment.astimezone(datetime.UTC).year


def _calendar_head(channel, items: Sequence[Item]) -> CalendarHead:
    years = [item.starts_at.astimezone(ZoneInfo(item.timezone)).year for item in items]
    return CalendarHead(
        channel=channel,
        zones=tuple(sorted({item.timezone for item in items})),
        years=(min(years), max(years)) if years else None,
    )


def _archives(file: FeedFile, items: Sequence[Item]) -> dict[str, str | None]:
    """Atom's links to the archive before, and from an archive to its feed (RFC 5005 4)."""
    shelf, year = file.shelf, file.address.year
    if not shelf.archives or file.address.extension != "atom":
        return {}
    newest = year - 1 if year else _year(items[-1].published)
    earlier = max((each for each in shelf.archives if each <= newest), default=None)
    links = {"earlier_url": _sibling(file, earlier) if earlier else None}
    return links | ({"current_url": _sibling(file, None)} if year else {})


def _sibling(file: FeedFile, year: int | None) -> str:
    address = file.address
    return absolute(Address(address.language, address.scope, address.kind, address.extension, year).path)
