"""Resources as they are stored: brought up to what is public, in the transaction in which feeds are (feeds/refresh.py)."""

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial, reduce
from operator import or_

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import override

from wagtail.models import Page

from events.markup import linked_pages
from events.models import Organisation, Person
from feeds.api.composed import Composed, fold, person_key
from feeds.api.cycles import compose_cycles
from feeds.api.directory import compose_organisation, compose_person
from feeds.api.news import compose_news
from feeds.api.records import Resource, ResourceKind, Tag
from feeds.api.sessions import compose_sessions
from feeds.sources import Keys, Public, Stage, addresses_in, load_linked

logger = logging.getLogger(__name__)

# Child rows that feeds do not read.
ROWS = ("channel_rows", "photo_rows", "resource_rows", "captions", "person_rows__person__organisation")
WRITTEN = [
    *("code", "edition", "is_gone", "fingerprint", "body", "text", "at", "ends_at", "opens_at", "closes_at"),
    "has_replay",
]
IDENTITY = ["language", "kind", "key"]
OF_PAGES = (ResourceKind.CYCLES, ResourceKind.SESSIONS, ResourceKind.NEWS)
DIRECTORY = (ResourceKind.ORGANISATIONS, ResourceKind.PEOPLE)
# How many are written at once: a rebuild of everything holds no more in memory.
TOGETHER = 500
# Tags that name what is in the directory.
NAMING = ("organisation:", "person:")


def store_resources(public: Public, stages: Iterable[Stage], *, keys: Keys, edition: int) -> None:
    """Make what the API says equal to what is public, of some translation keys or of everything, under a new edition.

    `stages`: of every language. What left the public stays as a row that says so, for those who mirror.
    """
    stages = list(stages)
    texts = _read_more(public, keys=keys)
    found = ((stage.language, each) for stage in stages for each in _composed(stage, texts=texts, keys=keys))
    stored = Resource.objects.filter(kind__in=OF_PAGES)
    languages = [stage.language for stage in stages]
    if keys is None:
        Resource.objects.exclude(language__in=languages).delete()
    else:
        stored = stored.filter(key__in=keys)
    if _write(found, stored=stored, edition=edition) or keys is None:
        _store_directory(languages, edition=edition)


def _read_more(public: Public, *, keys: Keys) -> dict[int, list[Page]]:
    """What feeds have not read: child rows, and the pages that longer texts link to."""
    pages = list(public.pages.values())
    prefetch_related_objects(pages, *ROWS)
    texts = [text for page in pages for text in (page.body, page.minutes, page.transcript)]
    if keys is None:
        cycles = [page for group in public.cycles.values() for page in group]
        prefetch_related_objects(cycles, "rhythm_exceptions")
        texts += [page.introduction for page in cycles]
    wanted = linked_pages(texts) - set(public.linked)
    return public.linked | (load_linked(wanted, private=Page.objects.all().private_q()) if wanted else {})


def _composed(stage: Stage, *, texts: dict[int, list[Page]], keys: Keys) -> Iterator[Composed]:
    addresses = addresses_in(texts, language=stage.language)
    makers = [partial(compose_sessions, stage), partial(compose_news, stage)]
    if keys is None:
        makers.append(partial(compose_cycles, stage))
    with override(stage.language):
        for make in makers:
            yield from make(addresses=addresses)


def _store_directory(languages: list[str], *, edition: int) -> None:
    """Organisations and people that something public names, in each language that names them."""
    _write(_named(languages), stored=Resource.objects.filter(kind__in=DIRECTORY), edition=edition)


def _named(languages: list[str]) -> Iterator[tuple[str, Composed]]:
    names = reduce(or_, (Q(name__startswith=each) for each in NAMING))
    tags = Tag.objects.filter(names, resource__kind__in=OF_PAGES)
    pairs = set(tags.values_list("resource__language", "name"))
    organisations = Organisation.objects.prefetch_related("names").order_by("pk")
    people = Person.objects.select_related("organisation").prefetch_related("names").order_by("pk")
    for language in languages:
        for organisation in organisations:
            if (language, f"organisation:{organisation.code}") in pairs:
                yield language, compose_organisation(organisation, language=language)
        for person in people:
            if (language, f"person:{person_key(person)}") in pairs:
                yield language, compose_person(person, language=language)


def _write(found: Iterable[tuple[str, Composed]], *, stored: QuerySet[Resource], edition: int) -> bool:
    """Store what differs. Says whether some resource names other organisations or people than before."""
    rows = stored.defer("body", "text").prefetch_related("tags")
    known = {(row.language, row.kind, row.key): row for row in rows}
    changed: list[tuple[Resource, frozenset[str]]] = []
    names_others = False
    for language, each in found:
        row = known.pop((language, each.kind.value, each.key), None)
        row = row or Resource(language=language, kind=each.kind.value, key=each.key)
        fingerprint = _fingerprint(each)
        if row.fingerprint == fingerprint:
            continue
        names_others = names_others or _naming(_tags_of(row)) != _naming(each.tags)
        _fill(row, each, fingerprint=fingerprint, edition=edition)
        changed.append((row, each.tags))
        if len(changed) == TOGETHER:
            _save(changed)
            changed = []
    for row in known.values():
        if not row.is_gone:
            names_others = names_others or bool(_naming(_tags_of(row)))
            _empty(row, edition=edition)
            changed.append((row, frozenset()))
    _save(changed)
    return names_others


def _save(changed: Sequence[tuple[Resource, frozenset[str]]]) -> None:
    if not changed:
        return
    rows = [row for row, _tags in changed]
    Tag.objects.filter(resource__in=[row.pk for row in rows if row.pk]).delete()
    saved = Resource.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=IDENTITY, update_fields=WRITTEN
    )
    Tag.objects.bulk_create(
        Tag(resource=row, name=name)
        for row, (_row, tags) in zip(saved, changed, strict=True)
        for name in sorted(tags)
    )


def _fill(row: Resource, each: Composed, *, fingerprint: str, edition: int) -> None:
    row.code, row.edition, row.is_gone, row.fingerprint = each.code, edition, False, fingerprint
    row.body = _as_json(each.said)
    row.text = "\n".join(filter(None, map(fold, each.words)))
    row.at, row.ends_at, row.opens_at, row.closes_at = each.at, each.ends_at, each.opens_at, each.closes_at
    row.has_replay = each.has_replay


def _empty(row: Resource, *, edition: int) -> None:
    row.edition, row.is_gone, row.fingerprint, row.body, row.text = edition, True, "", "", ""
    row.at = row.ends_at = row.opens_at = row.closes_at = None
    row.has_replay = False


def _fingerprint(each: Composed) -> str:
    moments = (each.at, each.ends_at, each.opens_at, each.closes_at, each.has_replay)
    name = repr((_as_json(each.said), list(each.words), sorted(each.tags), moments))
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def _as_json(said: dict) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _tags_of(row: Resource) -> list[str]:
    return [tag.name for tag in row.tags.all()] if row.pk else []


def _naming(tags: Iterable[str]) -> set[str]:
    return {tag for tag in tags if tag.startswith(NAMING)}
