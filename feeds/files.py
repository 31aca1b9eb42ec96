"""Stored files after a change: whoever made the change writes them anew, so that no reader waits and none is left with the old.

What was never asked for is not written. Runs when the change is committed: before that, its bytes belong to nobody.
"""

from collections.abc import Iterable
from contextlib import suppress

from feeds import store
from feeds.addresses import feed_path, session_path
from feeds.assembly import ChangedError, make_feed, make_session
from feeds.items import Touched
from feeds.models import Item, Kind, Shelf
from feeds.shelving import addresses_on


def renew_files(shelves: Iterable[Shelf], touched: Touched, *, language: str) -> None:
    """Write every stored file of these shelves, and of the sessions whose own files differ, anew.

    Where something has left, all that held it goes first: were the database to fail now, its old bytes would be served.
    """
    kept = [(shelf, _stored_on(shelf)) for shelf in shelves]
    for shelf, paths in kept:
        if (shelf.scope, shelf.kind) in touched.lost:
            _discard(paths)
    _renew_sessions(touched.codes, language=language)
    for shelf, paths in kept:
        _renew_feeds(shelf, paths)


def _stored_on(shelf: Shelf) -> list[str]:
    folder = feed_path(scope=shelf.scope, language=shelf.language, file="")
    return [path for path in store.paths_below(folder) if path.startswith(f"{folder}{shelf.kind}")]


def _renew_feeds(shelf: Shelf, paths: list[str]) -> None:
    addresses = {address.path: address for address in addresses_on(shelf)}
    _discard(set(paths) - set(addresses))
    for path in sorted(set(paths) & set(addresses)):
        # A shelf that has changed again is the matter of whoever changed it.
        with suppress(ChangedError):
            store.write(make_feed(shelf, addresses[path]))


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
