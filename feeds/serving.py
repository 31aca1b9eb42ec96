"""From an address to its bytes: one query where they are stored, two where they are put together from items."""

import datetime
import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial

from django.db import Error
from django.db.models import Exists, QuerySet

from events.conf import languages
from events.ledger import LedgerEntry
from feeds import store
from feeds.addresses import Address, list_path, session_path
from feeds.assembly import ChangedError, make_feed, make_session
from feeds.figures import FEED_LAST_KNOWN, count
from feeds.marks import mark_everything
from feeds.models import Item, Kind, Mark, Shelf
from feeds.opml import current_list
from feeds.refresh import refresh_for_reader
from feeds.renderers import ICS
from feeds.scopes import find_scope
from feeds.store import Representation

logger = logging.getLogger(__name__)

WITH_MARK = {"is_marked": Exists(Mark.objects.all())}


class GoneError(Exception):
    """What stood at an address was public once, and never will be again."""


class UnavailableError(Exception):
    """The database does not answer, or something else is wrong, and nothing was stored for the address."""


def served_language(language: str) -> str | None:
    """The language whose feeds answer for one: itself, or the site's first for one that the site offered once; else None.

    Raises UnavailableError where only the database could tell.
    """
    if language in languages():
        return language
    try:
        return languages()[0] if Shelf.objects.filter(language=language).exists() else None
    except Error as error:
        raise UnavailableError from error


def serve_feed(address: Address, *, now: datetime.datetime) -> Representation | None:
    """The bytes of a feed, of what is public now. None for an address that never existed; raises GoneError, UnavailableError.

    While the database is down, or where anything else goes wrong, the last bytes that were stored.
    """
    try:
        while shelf := _find_shelf(address, now=now):
            with suppress(ChangedError):
                return _stored_or(make_feed, shelf, address, version=shelf.version)
        return None
    except (GoneError, UnavailableError):
        raise
    except Exception as error:  # noqa: BLE001  (readers get what was good)
        return _last(address.path, error)


def serve_session(code: str, *, language: str, now: datetime.datetime) -> Representation | None:
    """The bytes of one session's calendar file; as serve_feed."""
    path = session_path(code, language=language)
    try:
        while item := _find_item(code, language=language, now=now):
            with suppress(ChangedError):
                return _stored_or(make_session, item, path, version=item.fingerprint)
        return None
    except (GoneError, UnavailableError):
        raise
    except Exception as error:  # noqa: BLE001  (readers get what was good)
        return _last(path, error)


def serve_list(*, language: str, now: datetime.datetime) -> Representation:
    """The bytes of the list of a language's feeds; as serve_feed, but that there always is one."""
    path = list_path(language)
    try:
        if Mark.objects.exists():
            refresh_for_reader(now=now)
        version, make = current_list(language)
        return store.stored_or_made(path, version=version, make=make)
    except Exception as error:  # noqa: BLE001  (as above)
        return _last(path, error)


def _last(path: str, error: Exception) -> Representation:
    if isinstance(error, Error):
        logger.error("The database does not answer for %s: %s", path, error)
    else:
        logger.error("%s cannot be made, and readers get what was stored last", path, exc_info=error)
    stored = store.read(path)
    if stored is None:
        raise UnavailableError from error
    count(FEED_LAST_KNOWN)
    return replace(stored, is_last_known=True)


def _stored_or(make, source, address, *, version: str) -> Representation:
    path = address if isinstance(address, str) else address.path
    return store.stored_or_made(path, version=version, make=partial(make, source, address))


def _fresh(rows: QuerySet, *, now: datetime.datetime):
    """The row, behind a look at what has changed and was not looked at. Raises UnavailableError where there is none because that failed."""
    row = rows.annotate(**WITH_MARK).first()
    if row is not None and not row.is_marked:
        return row
    if row is None and not Mark.objects.exists():
        return None
    is_looked_at = refresh_for_reader(now=now)
    row = rows.first()
    if row is None and not is_looked_at:
        # It may be what could not be made: neither gone nor without address.
        raise UnavailableError
    return row


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
