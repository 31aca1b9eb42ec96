"""Stored representations: each address is rendered once per change, whoever asks, and served as the same bytes until then."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from feeds.models import Generation, Representation


@dataclass(frozen=True)
class Rendered:
    """What a build gives to the store."""

    body: bytes
    media_type: str
    language: str
    filename: str
    is_download: bool = False


def bump() -> None:
    """Something that feeds show has changed. Belongs into the transaction of the change, so that it counts with it."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.get_or_create(pk=1, defaults={"number": 1})


def current_generation() -> int:
    return Generation.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def strong_etag(body: bytes) -> str:
    """A strong entity tag: a hash of exactly these bytes (RFC 9110 8.8.3)."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def fetch(path: str, *, build: Callable[[], Rendered | None]) -> Representation | None:
    """The representation of an address, built first when there is none of the current generation. One query on a hit."""
    number = Generation.objects.filter(pk=1).values("number")
    stored = Representation.objects.filter(path=path).annotate(current=Coalesce(Subquery(number), Value(0))).first()
    if stored and stored.generation == stored.current:
        return stored
    # The counter is read before the pages are: a change in between makes this build stale, not the next one.
    generation = stored.current if stored else current_generation()
    rendered = build()
    return _keep(path, rendered, stored, generation=generation) if rendered else None


def _keep(path: str, rendered: Rendered, stored: Representation | None, *, generation: int) -> Representation:
    etag = strong_etag(rendered.body)
    now = timezone.now().replace(microsecond=0)
    if stored and stored.etag == etag:
        last_modified = stored.last_modified
    else:
        last_modified = max(now, stored.last_modified) if stored else now
    representation, _created = Representation.objects.update_or_create(
        path=path,
        defaults={
            "generation": generation,
            "body": rendered.body,
            "etag": etag,
            "last_modified": last_modified,
            "media_type": rendered.media_type,
            "language": rendered.language,
            "filename": rendered.filename,
            "is_download": rendered.is_download,
        },
    )
    return representation
