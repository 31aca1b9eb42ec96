"""Stored files after a change: whoever made the change writes them anew, and where something has left, none keeps it.

Only what was asked for once is written. Runs when the change is committed: before that, its bytes belong to nobody.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from math import inf
from time import monotonic

from django.db import Error
from django.db.models import QuerySet

from events.conf import languages
from feeds import store
from feeds.addresses import Address, feed_path, list_path, session_path
from feeds.assembly import ChangedError, make_feed, make_session
from feeds.items import Touched
from feeds.models import Item, Kind, Shelf
from feeds.opml import current_list
from feeds.scopes import ALL
from feeds.shelving import addresses_on

logger = logging.getLogger(__name__)

# What an editor waits for at most; the next reader, or the next tick, writes what is left.
BUDGET_SECONDS = 0.1
# A path, and what writes its bytes anew.
Stale = tuple[str, Callable[[], object]]


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


def renew_stale_files(now: datetime.datetime, *, seconds: float = inf) -> bool:
    """A job of tick, and of whoever sees a change of another host: every stored file is of the version that readers would be given.

    What another host took away goes first. A file that cannot be made is logged, and stays as it is. After so many `seconds` the rest
    is left; gives whether nothing was.
    """
    end = monotonic() + seconds
    _discard_retired()
    stale = [*_stale_lists(), *_stale_sessions(), *_stale_feeds()]
    store.clear_up()
    for path, write in stale:
        if monotonic() > end:
            return False
        try:
            write()
        except Error:
            raise
        except Exception:  # the others are no less urgent
            logger.exception("The stored bytes of %s cannot be renewed", path)
    return True


def discard_unknown_files() -> None:
    """Remove what is stored of scopes that there never were, as after a restore: nobody would see to it any more."""
    known = set(Shelf.objects.values_list("language", "scope"))
    for language in _names_below("/feeds/"):
        for scope in _names_below(f"/feeds/{language}/"):
            if scope != "session" and (language, scope) not in known:
                _discard(store.paths_below(f"/feeds/{language}/{scope}/"))


def _names_below(folder: str) -> list[str]:
    return [path.rpartition("/")[2] for path in store.paths_below(folder)]


def _discard_retired() -> None:
    for shelf in Shelf.objects.filter(is_retired=True):
        _discard(_paths_of(shelf))


def _stale_lists() -> Iterator[Stale]:
    for language in languages():
        path = list_path(language)
        if path in store.paths_below(path.rpartition("/")[0]):
            version, make = current_list(language)
            if not store.is_current(path, version=version):
                yield path, partial(store.stored_or_made, path, version=version, make=make)


def _stale_feeds() -> Iterator[Stale]:
    for shelf in Shelf.objects.filter(is_retired=False).order_by("pk"):
        for address in _stored_on(shelf):
            if not store.is_current(address.path, version=shelf.version):
                yield address.path, partial(_write, shelf, address)


def _stale_sessions() -> Iterator[Stale]:
    """At most one query for a language, and one for each file that is written. Files of what is not public any more go."""
    for language in languages():
        folder = _sessions_of(language)
        stored = {path.removeprefix(folder).removesuffix(".ics"): path for path in store.paths_below(folder)}
        if not stored:
            continue
        names = dict(_public_sessions(stored, language=language).values_list("code", "fingerprint"))
        _discard(path for code, path in stored.items() if code not in names)
        for code, name in names.items():
            if not store.is_current(stored[code], version=name):
                yield stored[code], partial(_write_session_of, code, language, stored[code])


def _write_session_of(code: str, language: str, path: str) -> None:
    for item in _public_sessions([code], language=language):
        _write_session(item, path)


def _sessions_of(language: str) -> str:
    return feed_path(scope="session", language=language, file="")


def _public_sessions(codes: Iterable[str], *, language: str) -> QuerySet[Item]:
    public = Item.objects.filter(kind=Kind.SESSIONS, language=language, is_withdrawn=False)
    return public.filter(code__in=codes)


def _write(shelf: Shelf, address: Address) -> None:
    # A shelf that has changed again is the matter of whoever changed it.
    with suppress(ChangedError):
        store.stored_or_made(address.path, version=shelf.version, make=partial(make_feed, shelf, address))


def _write_session(item: Item, path: str) -> None:
    with suppress(ChangedError):
        store.stored_or_made(path, version=item.fingerprint, make=partial(make_session, item, path))


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
    if gone:
        # It names the cycle too.
        store.discard(list_path(outdated.language))
    for shelf in outdated.shelves:
        if (shelf.scope, shelf.kind) in gone:
            _discard(_paths_of(shelf))


def _renew_sessions(codes: set[str], *, language: str) -> None:
    stored = set(store.paths_below(_sessions_of(language)))
    paths = {session_path(code, language=language): code for code in codes}
    concerned = {code: path for path, code in paths.items() if path in stored}
    _discard(concerned.values())
    if concerned:
        for item in _public_sessions(concerned, language=language):
            _write_session(item, concerned[item.code])


def _discard(paths: Iterable[str]) -> None:
    for path in paths:
        store.discard(path)
