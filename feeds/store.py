"""Stored representations: each address is rendered once per change, whoever asks, and served as the same bytes until then."""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, F, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce

from events.conf import fallbacks, languages, site_url, uid_domain
from feeds.models import Generation, Representation

SECOND = datetime.timedelta(seconds=1)


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
    # A row that another editor's transaction holds is passed over: waiting for it here, with pages locked, could be for
    # somebody who waits for these pages.
    passes_over = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        row = Generation.objects.select_for_update(skip_locked=passes_over).order_by("pk").first()
        if row is None:
            Generation.objects.create(number=1)
        else:
            Generation.objects.filter(pk=row.pk).update(number=F("number") + 1)


def current_generation() -> int:
    """How many changes were committed. It grows with each, so what was built for an earlier number may be stale."""
    return int(Generation.objects.aggregate(total=Sum("number"))["total"] or 0)


def current_configuration() -> str:
    """A name for what feeds show and no table holds: addresses, languages, fallbacks."""
    values = [
        site_url(),
        uid_domain(),
        settings.MEDIA_URL,
        *((code, fallbacks(code)) for code in languages()),
    ]
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()


def strong_etag(body: bytes) -> str:
    """A strong entity tag: a hash of exactly these bytes (RFC 9110 8.8.3)."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def fetch(
    path: str, *, build: Callable[[], Rendered | None], now: datetime.datetime
) -> Representation | None:
    """The representation of an address, built first when there is none of this generation and configuration.

    One query on a hit. None when `build` has nothing to show.
    """
    configuration = current_configuration()
    stored = Representation.objects.filter(path=path).annotate(current=_generation()).first()
    if stored and (stored.generation, stored.configuration) == (stored.current, configuration):
        return stored
    # The changes are counted before the pages are read: one in between makes this build stale, not the next one.
    generation = stored.current if stored else current_generation()
    rendered = build()
    return _keep(path, rendered, built_for=(generation, configuration), now=now) if rendered else None


def _generation() -> Coalesce:
    """current_generation() as a part of another query."""
    everything = Generation.objects.order_by().annotate(group=Value(1)).values("group")
    # PostgreSQL's sum of large integers is a decimal.
    total = everything.annotate(total=Cast(Sum("number"), BigIntegerField())).values("total")
    return Coalesce(Subquery(total), Value(0))


def _keep(
    path: str, rendered: Rendered, *, built_for: tuple[int, str], now: datetime.datetime
) -> Representation:
    """Store what was built, unless somebody stored something newer meanwhile: then that."""
    generation, configuration = built_for
    fresh = Representation(path=path, generation=generation, configuration=configuration, **asdict(rendered))
    fresh.etag = strong_etag(rendered.body)
    with transaction.atomic():
        stored = _locked(path).first() or _first_stored(fresh, now=now)
        if stored is fresh or generation < stored.generation <= current_generation():
            return stored
        fresh.pk = stored.pk
        fresh.last_modified = _last_modified(fresh, stored, now=now)
        fresh.save(force_update=True)
    return fresh


def _locked(path: str) -> QuerySet[Representation]:
    return Representation.objects.select_for_update().filter(path=path)


def _first_stored(fresh: Representation, *, now: datetime.datetime) -> Representation:
    """Store the first representation of an address; where another reader was first, give theirs."""
    fresh.last_modified = now.replace(microsecond=0)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return _locked(fresh.path).get()
    return fresh


def _last_modified(
    fresh: Representation, stored: Representation, *, now: datetime.datetime
) -> datetime.datetime:
    """Whole seconds (UTC), later than the stored ones where the bytes differ: two changes in a second are two dates."""
    if fresh.etag == stored.etag:
        return stored.last_modified
    return max(now.replace(microsecond=0), stored.last_modified + SECOND)
