"""Stored files after a change: whoever made the change writes them anew, and where something has left, none keeps it.

Only what was asked for once is written. Runs when the change is committed: before that, its bytes belong to nobody.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from feeds import store
from feeds.addresses import Address, feed_path, session_path
from feeds.assembly import ChangedError, make_feed, make_session
from feeds.items import Touched
from feeds.models import Item, Kind, Shelf
from feeds.scopes import ALL
from feeds.shelving import addresses_on

# What an editor waits for at most; the next reader, or the next tick, writes what is left.
BUDGET_SECONDS = 0.1


@dataclass(frozen=True)
class Outdated:
    """What of a language differs: its shelves, and the places and sessions on them."""

    language: str
    shelves: Sequence[Shelf]
    touched: Touched


def renew_files(outdated: Sequence[Outdated]) -> None:
    """Write the stored files of what differs anew, those of the whole site first, as long as the budget lasts.

    Where something has left, all that held it goes before: were the database to fail now, its old bytes would be served.
    """
    end = monotonic() + BUDGET_SECONDS
    stored = [
        (shelf, address) for each in outdated for shelf in each.shelves for address in _stored_on(shelf)
    ]
    for each in outdated:
        _discard_lost(each)
        _renew_sessions(each.touched.codes, language=each.language)
    for shelf, address in sorted(stored, key=lambda pair: pair[0].scope != ALL.name):
        if monotonic() > end:
            return
        _write(shelf, address)


def renew_stale_files(now: datetime.datetime) -> None:
    """A job of tick: every stored feed is of the version that readers would be given."""
    for shelf in Shelf.objects.filter(is_retired=False).order_by("pk"):
        for address in _stored_on(shelf):
            if store.version_of(address.path) != shelf.version:
                _write(shelf, address)


def _write(shelf: Shelf, address: Address) -> None:
    # A shelf that has changed again is the matter of whoever changed it.
    with suppress(ChangedError):
        store.write(make_feed(shelf, address))


def _stored_on(shelf: Shelf) -> Iterator[Address]:
    """The addresses of a shelf that were asked for once; the file of an archive that is none any more goes."""
    paths, addresses = set(_paths_of(shelf)), list(addresses_on(shelf))
    _discard(paths - {address.path for address in addresses})
    return (address for address in addresses if address.path in paths)


def _paths_of(shelf: Shelf) -> list[str]:
    folder = feed_path(scope=shelf.scope, language=shelf.language, file="")
    return [path for path in store.paths_below(folder) if path.startswith(f"{folder}{shelf.kind}")]


def _discard_lost(outdated: Outdated) -> None:
    gone = outdated.touched.lost | outdated.touched.withdrawn
    for shelf in outdated.shelves:
        if (shelf.scope, shelf.kind) in gone:
            _discard(_paths_of(shelf))


def _renew_sessions(codes: set[str], *, language: str) -> None:
    stored = set(store.paths_below(feed_path(scope="session", language=language, file="")))
    paths = {session_path(code, language=language): code for code in codes}
    concerned = {code: path for path, code in paths.items() if path in stored}
    _discard(concerned.values())
    if concerned:
        public = Item.objects.filter(kind=Kind.SESSIONS, language=language, is_withdrawn=False)
        for item in public.filter(code__in=concerned):
            store.write(make_session(item, concerned[item.code]))


def _discard(paths: Iterable[str]) -> None:
    for path in paths:
        store.discard(path)
