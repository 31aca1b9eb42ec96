"""Rows of resources, brought up to what was composed: only what differs is written, so many at once."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import Error, connection, transaction
from django.db.models import QuerySet

from events.folding import folded_words
from feeds.api.composed import Composed, Kept
from feeds.api.records import Resource, Tag

logger = logging.getLogger(__name__)

WRITTEN = [
    *("code", "edition", "is_gone", "fingerprint", "body", "text", "at", "ends_at", "opens_at", "closes_at"),
    "has_replay",
]
IDENTITY = ["language", "kind", "key"]
# How many are written at once: a rebuild of everything holds no more in memory.
TOGETHER = 500
# A row as it shall be, and its tags.
Change = tuple[Resource, frozenset[str]]


def write(
    found: Iterable[Composed | Kept], *, language: str, stored: QuerySet[Resource], edition: int
) -> set[str]:
    """Make the stored rows of a language equal to what was found of them. Gives the tags that some row has gained or lost.

    `stored`: the rows that would be found, were they public; what is missing among `found` is emptied.
    """
    differing, tags = _differing(found, language=language, stored=stored, edition=edition), set()
    while together := list(islice(differing, TOGETHER)):
        tags |= _save(together)
    return tags


def _differing(
    found: Iterable[Composed | Kept], *, language: str, stored: QuerySet[Resource], edition: int
) -> Iterator[Change]:
    rows = stored.filter(language=language).defer("body", "text")
    known = {(row.kind, row.key): row for row in rows}
    for each in found:
        row = known.pop((each.kind.value, each.key), None)
        if isinstance(each, Kept):
            continue
        row = row or Resource(language=language, kind=each.kind.value, key=each.key)
        body = json.dumps(each.said, ensure_ascii=False, separators=(",", ":"))
        fingerprint = _fingerprint(each, body)
        if row.fingerprint != fingerprint:
            _fill(row, each, body=body, fingerprint=fingerprint, edition=edition)
            yield row, each.tags
    for row in known.values():
        if not row.is_gone:
            _empty(row, edition=edition)
            yield row, frozenset()


def _save(changed: Sequence[Change]) -> set[str]:
    """Save them, in a savepoint: what the database refuses is logged and stays as it was, and costs neither the others nor feeds."""
    try:
        with transaction.atomic():
            return _save_together(changed)
    except Error:
        if connection.needs_rollback:
            raise
        if len(changed) == 1:
            logger.exception("%s stays in the API as it was", changed[0][0])
            return set()
    return set().union(*(_save([each]) for each in changed))


def _save_together(changed: Sequence[Change]) -> set[str]:
    rows = [row for row, _tags in changed]
    tags = Tag.objects.filter(resource__in=[row.pk for row in rows if row.pk])
    before = {(pk, name): tag for tag, pk, name in tags.values_list("pk", "resource", "name")}
    saved = Resource.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=IDENTITY, update_fields=WRITTEN
    )
    after = {(row.pk, name) for row, (_row, tags) in zip(saved, changed, strict=True) for name in tags}
    lost, gained = before.keys() - after, after - before.keys()
    if lost:
        Tag.objects.filter(pk__in=[before[place] for place in lost]).delete()
    Tag.objects.bulk_create(Tag(resource_id=pk, name=name) for pk, name in sorted(gained))
    return {name for _pk, name in lost | gained}


def _fill(row: Resource, each: Composed, *, body: str, fingerprint: str, edition: int) -> None:
    row.code, row.edition, row.is_gone, row.fingerprint = each.code, edition, False, fingerprint
    row.body, row.text = body, folded_words(*each.words)
    row.at, row.ends_at, row.opens_at, row.closes_at = each.at, each.ends_at, each.opens_at, each.closes_at
    row.has_replay = each.has_replay


def _empty(row: Resource, *, edition: int) -> None:
    row.edition, row.is_gone, row.fingerprint, row.body, row.text = edition, True, "", "", ""
    row.at = row.ends_at = row.opens_at = row.closes_at = None
    row.has_replay = False


def _fingerprint(each: Composed, body: str) -> str:
    moments = (each.at, each.ends_at, each.opens_at, each.closes_at, each.has_replay)
    named: tuple[Any, ...] = (each.code, body, list(each.words), sorted(each.tags), moments)
    return hashlib.blake2b(repr(named).encode(), digest_size=16).hexdigest()
