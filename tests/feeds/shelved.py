"""A shelf of one's own: documents that no page stands behind, put where the feeds are made of them."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from feeds.build import Piece
from feeds.documents import Entry, Event
from feeds.items import store_items
from feeds.marks import mark_everything
from feeds.models import Kind, Shelf
from feeds.refresh import refresh
from feeds.scopes import ALL
from feeds.shelving import arrange_shelves
from tests.feeds import samples
from tests.feeds.reading_pieces import stage


def clear(*, now: datetime.datetime) -> None:
    """Shelves as of now, and nothing is marked: reading does not look at pages, and leaves what the test puts there."""
    Shelf.objects.all().delete()
    mark_everything()
    refresh(now=now)


def put(documents: Iterable[Entry], *, now: datetime.datetime, kind: Kind = Kind.SESSIONS) -> None:
    """These, and nothing else, are on the French shelf of everything."""
    pieces = [Piece(kind, each.key, each, frozenset([ALL.name])) for each in documents]
    touched = store_items(pieces, language="fr", keys=None, now=now)
    arrange_shelves(stage=stage("fr"), scopes=[ALL], organisations={}, touched=touched, now=now)


def event(number: int, **changes) -> Event:
    """A session with an identity of its own, published in the order of the numbers."""
    key = UUID(int=number)
    published = samples.PUBLISHED + datetime.timedelta(hours=number)
    return samples.event(**({"key": key, "uid": f"{key}@parvis.example", "published": published} | changes))
