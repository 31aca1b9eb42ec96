"""Items as they are stored: composed once per revision and language, and left alone while their document is the same."""

import datetime
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from feeds.addresses import EXTENSIONS
from feeds.build import Piece
from feeds.documents import Event
from feeds.models import Item, Placement
from feeds.renderers import CODE, FORMATS
from feeds.sources import Keys

logger = logging.getLogger(__name__)

SECOND = datetime.timedelta(seconds=1)

Place = tuple[str, str]


@dataclass
class Touched:
    """The places (scope, kind) of a language whose content differs now, and those among them that lost an item.

    `withdrawn`: those where a session is no more than a tombstone now. `codes`: of the sessions whose own file differs, or is
    gone.
    """

    changed: set[Place] = field(default_factory=set)
    lost: set[Place] = field(default_factory=set)
    withdrawn: set[Place] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


def fingerprint(piece: Piece) -> str:
    """A name for a document and the code that composes it: equal ones give equal bytes."""
    return hashlib.blake2b(repr((CODE, piece.document)).encode(), digest_size=16).hexdigest()


def store_items(pieces: Iterable[Piece], *, language: str, keys: Keys, now: datetime.datetime) -> Touched:
    """Make the stored items of a language, or those of some keys, equal to the pieces that have not left by `now`."""
    stored = _stored(language=language, keys=keys)
    touched = Touched()
    for piece in pieces:
        if piece.leaves_at and piece.leaves_at <= now:
            continue
        item = stored.pop((piece.kind, piece.document.key), None)
        if item is None:
            item = Item(kind=piece.kind, key=piece.document.key, language=language)
        _bring_up(item, piece, touched=touched, now=now)
    for item in stored.values():
        _note(touched, item.kind, before=_scopes_of(item), after=frozenset())
        touched.codes |= {item.code} - {""}
    Item.objects.filter(pk__in=[item.pk for item in stored.values()]).delete()
    return touched


def _stored(*, language: str, keys: Keys) -> dict[tuple[str, object], Item]:
    items = Item.objects.filter(language=language).defer("ics", "rss", "atom", "json")
    if keys is not None:
        items = items.filter(parent__in=keys)
    return {(item.kind, item.key): item for item in items.prefetch_related("placements")}


def _bring_up(item: Item, piece: Piece, *, touched: Touched, now: datetime.datetime) -> None:
    before, name = (_scopes_of(item) if item.pk else frozenset()), fingerprint(piece)
    is_new_content = item.fingerprint != name
    if not is_new_content and before == piece.scopes:
        return
    if is_new_content:
        touched.codes |= {item.code, getattr(piece.document, "code", "")} - {""}
    if is_new_content and not _write(item, piece, name=name, now=now):
        _note(touched, piece.kind, before=before, after=frozenset())
        return
    if before != piece.scopes:
        Placement.objects.filter(item=item, scope__in=before - piece.scopes).delete()
        Placement.objects.bulk_create(
            Placement(item=item, scope=scope) for scope in sorted(piece.scopes - before)
        )
    if is_new_content:
        places = {(scope, piece.kind) for scope in piece.scopes}
        touched.changed |= places
        touched.withdrawn |= places if item.is_withdrawn else set()
    _note(touched, piece.kind, before=before, after=piece.scopes)


def _write(item: Item, piece: Piece, *, name: str, now: datetime.datetime) -> bool:
    """Compose the item in its formats and save it. One that a composer cannot write is left out, logged."""
    document, moment = piece.document, now.replace(microsecond=0)
    try:
        fragments = {form: FORMATS[form].compose(document) for form in EXTENSIONS[piece.kind]}
    except Exception:  # whatever a composer stumbles over, the feed goes on without this item
        logger.exception("%s %s is left out of the feeds", piece.kind, document.url)
        if item.pk:
            item.delete()
        return False
    values = {
        "parent": piece.parent,
        "fingerprint": name,
        "published": document.published,
        "last_modified": document.last_modified,
        "changed": max(moment, item.changed + SECOND) if item.changed else moment,
        "leaves_at": piece.leaves_at,
        "size": len(fragments.get("ics", b"")),
        **_about_event(document),
        **fragments,
    }
    for attribute, value in values.items():
        setattr(item, attribute, value)
    item.save()
    return True


def _about_event(document: object) -> dict[str, object]:
    if not isinstance(document, Event):
        return {}
    return {
        "code": document.code,
        "starts_at": document.starts_at,
        "timezone": document.timezone,
        "is_withdrawn": document.status == "withdrawn",
    }


def _scopes_of(item: Item) -> frozenset[str]:
    return frozenset(placement.scope for placement in item.placements.all())


def _note(touched: Touched, kind: str, *, before: frozenset[str], after: frozenset[str]) -> None:
    touched.changed |= {(scope, kind) for scope in before ^ after}
    touched.lost |= {(scope, kind) for scope in before - after}
