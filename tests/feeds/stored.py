"""What the feed server has stored: everything that the bytes of feeds are made of, and the addresses that there are."""

import datetime

from django.utils import timezone

from feeds.addresses import BY_YEAR, EXTENSIONS, Address
from feeds.marks import mark_everything
from feeds.models import Item, Kind, Placement, Shelf
from feeds.refresh import refresh

# When an item or a shelf last differed, and the name of the version: the two things that looking twice may move.
MOMENTS = {"id", "changed", "version"}


def composed() -> dict[tuple, dict[str, object]]:
    """Every item with its scopes, and every shelf with its head, by what they are."""
    scopes = {}
    for item, scope in Placement.objects.order_by("scope").values_list("item", "scope"):
        scopes.setdefault(item, []).append(scope)
    items = {
        (row["language"], row["kind"], row["key"]): _fixed(row) | {"scopes": scopes[row["id"]]}
        for row in Item.objects.values()
    }
    return items | {
        (row["language"], row["scope"], row["kind"]): _fixed(row) for row in Shelf.objects.values()
    }


def addresses() -> list[Address]:
    """Every file that the feeds consist of, archives and split years included."""
    found = []
    for shelf in Shelf.objects.filter(is_retired=False).order_by("language", "scope", "kind"):
        for extension in EXTENSIONS[Kind(shelf.kind)]:
            years = shelf.apart if extension == "ics" else shelf.archives
            with_years = [None, *(years if extension in BY_YEAR[Kind(shelf.kind)] else [])]
            found += [
                Address(shelf.language, shelf.scope, Kind(shelf.kind), extension, year) for year in with_years
            ]
    return found


def rebuild(*languages: str, now: datetime.datetime | None = None) -> None:
    """Make every item of these languages anew, as if there had never been one; hold all others against what they should be.

    Without languages, every item of all.
    """
    gone = Item.objects.filter(language__in=languages) if languages else Item.objects.all()
    gone.delete()
    mark_everything()
    refresh(now=now or timezone.now())


def _fixed(row: dict[str, object]) -> dict[str, object]:
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in row.items()
        if name not in MOMENTS
    }


def differing(one: dict[tuple, dict], other: dict[tuple, dict]) -> dict[tuple, dict[str, tuple]]:
    """What of two answers of `composed` is not the same: the place, the field, both values."""
    found = {}
    for place in one.keys() | other.keys():
        before, after = one.get(place, {}), other.get(place, {})
        fields = {name: (before.get(name), after.get(name)) for name in before.keys() | after.keys()}
        if unequal := {name: pair for name, pair in fields.items() if pair[0] != pair[1]}:
            found[place] = unequal
    return found
