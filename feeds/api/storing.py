"""Resources as they are stored: brought up to what is public, in the transaction in which feeds are (feeds/refresh.py)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import override

from wagtail.images import get_image_model
from wagtail.models import Page

from events.addresses import absolute, page_path
from events.markup import linked_pages
from events.models import Organisation, Person
from feeds.api.composed import Around, Composed, Kept, employer_tag, person_key
from feeds.api.cycles import compose_cycles
from feeds.api.directory import compose_organisation, compose_person
from feeds.api.news import compose_news
from feeds.api.records import Resource, ResourceKind, Tag
from feeds.api.sessions import WITHHELD, compose_sessions
from feeds.api.writing import write
from feeds.sources import Keys, Public, Stage, addresses_in, load_linked, news_of, sessions_of

# Child rows that feeds do not read.
ROWS = ("channel_rows", "photo_rows", "resource_rows", "captions", "person_rows__person__organisation")
OF_PAGES = (ResourceKind.CYCLES, ResourceKind.SESSIONS, ResourceKind.NEWS)
DIRECTORY = (ResourceKind.ORGANISATIONS, ResourceKind.PEOPLE)
# Tags that decide what is in the directory, and what it says.
ORGANISATION, ORGANISER, PERSON = "organisation:", "organiser:", "person:"
NAMING = (ORGANISATION, ORGANISER, PERSON)


@dataclass(frozen=True)
class Read:
    """What every language is composed with. `linked`: as load_linked; the rest as feeds.api.composed.Around."""

    linked: Mapping[int, list[Page]]
    versions: Mapping[UUID, Mapping[str, str]]
    files: Mapping[int, str]


def store_resources(
    public: Public, stages: Iterable[Stage], *, keys: Keys, edition: int, now: datetime.datetime
) -> set[UUID]:
    """Make what the API says equal to what is public at `now`, of some translation keys or of everything, under a new edition.

    `stages`: of every language. What left the public stays as a row that says so, for those who mirror. Gives the keys of
    sessions beyond `keys` that say something else now: somebody's organisation has come into the directory, or left it.
    """
    read, stored = _read_more(public, keys=keys), Resource.objects.filter(kind__in=OF_PAGES)
    languages, tags, elsewhere = [], set(), _naming_tags(besides=keys)
    if keys is not None:
        stored = stored.filter(key__in=keys)
    for stage in stages:
        languages.append(stage.language)
        organisations = _named_in(stage) | _organisations(elsewhere[stage.language])
        found = _composed(stage, read=read, organisations=organisations, keys=keys, now=now)
        tags |= write(found, language=stage.language, stored=stored, edition=edition)
    if keys is None:
        _empty_other_languages(languages, edition=edition)
        _store_directory(languages, edition=edition)
    elif any(tag.startswith(NAMING) for tag in tags):
        codes = _store_directory(languages, edition=edition)
        return _employing(codes) - keys
    return set()


def due_keys(now: datetime.datetime) -> set[UUID]:
    """Sessions whose join window has closed, and whose replay nobody was told yet. One query."""
    rows = Resource.objects.filter(tags__name=WITHHELD, closes_at__lte=now)
    return set(rows.values_list("key", flat=True).distinct())


def _read_more(public: Public, *, keys: Keys) -> Read:
    """What feeds have not read: child rows, the pages that longer texts link to, and the names of images' files."""
    pages, cycles = list(public.pages.values()), _concerned(public, keys=keys)
    prefetch_related_objects(pages, *ROWS)
    prefetch_related_objects(cycles, "rhythm_exceptions")
    texts = [text for page in pages for text in (page.body, page.minutes, page.transcript)]
    wanted = linked_pages([*texts, *(page.introduction for page in cycles)]) - set(public.linked)
    more = load_linked(wanted, private=Page.objects.all().private_q()) if wanted else {}
    images = [page.poster_id for page in pages]
    images += [row.image_id for page in pages for row in page.photo_rows.all()]
    images += [*(page.logo_id for page in cycles), *(page.image_id for page in public.news)]
    return Read(
        linked=public.linked | more,
        versions=_versions([*pages, *cycles, *public.news]),
        files=_files(images),
    )


def _concerned(public: Public, *, keys: Keys) -> list[Page]:
    """The pages of the cycles that are looked at; all cycles are read."""
    return [page for key, group in public.cycles.items() if keys is None or key in keys for page in group]


def _versions(pages: Iterable[Page]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for page in pages:
        found[page.translation_key][page.language] = absolute(page_path(page))
    return found


def _files(images: Iterable[int | None]) -> dict[int, str]:
    """By image, a name for the file that it has now: one that was replaced is another picture. One query."""
    rows = get_image_model().objects.filter(pk__in={image for image in images if image})
    return {pk: f"{name} {digest}" for pk, name, digest in rows.values_list("pk", "file", "file_hash")}


def _composed(
    stage: Stage, *, read: Read, organisations: frozenset[str], keys: Keys, now: datetime.datetime
) -> Iterator[Composed | Kept]:
    around = Around(
        addresses=addresses_in(read.linked, language=stage.language),
        versions=read.versions,
        files=read.files,
        organisations=organisations,
        now=now,
    )
    with override(stage.language):
        yield from compose_sessions(stage, around=around)
        yield from compose_news(stage, around=around)
        yield from compose_cycles(stage, keys=keys, around=around)


def _named_in(stage: Stage) -> frozenset[str]:
    """Codes of the organisations that take part in what was read."""
    pages = [cycle.page for cycle in stage.cycles.values()]
    pages += [*(session.page for session in sessions_of(stage)), *news_of(stage)]
    return frozenset(row.organisation.code for page in pages for row in page.organisation_rows.all())


def _empty_other_languages(languages: list[str], *, edition: int) -> None:
    """A language that the site withdrew has nothing any more, and those who mirror it are told."""
    others = Resource.objects.exclude(language__in=languages)
    for language in others.filter(is_gone=False).values_list("language", flat=True).distinct():
        write((), language=language, stored=others, edition=edition)


def _store_directory(languages: list[str], *, edition: int) -> set[str]:
    """Organisations and people that something public names, in each language that names them.

    Gives the codes of organisations that came or left in some language.
    """
    stored = Resource.objects.filter(kind__in=DIRECTORY)
    there = stored.filter(kind=ResourceKind.ORGANISATIONS, is_gone=False).values_list("language", "code")
    before, named = set(there), _naming_tags()
    organisations = list(Organisation.objects.prefetch_related("names").order_by("pk"))
    people = list(Person.objects.select_related("organisation").prefetch_related("names").order_by("pk"))
    files = _files(each.logo_id for each in organisations)
    for language in languages:
        names = named[language]
        shown = [each for each in organisations if f"{ORGANISATION}{each.code}" in names]
        known = frozenset(each.code for each in shown)
        organisers = frozenset(each.code for each in shown if f"{ORGANISER}{each.code}" in names)
        compose = partial(compose_organisation, language=language, organisers=organisers, files=files)
        found = [compose(each) for each in shown]
        found += [
            compose_person(each, language=language, known=known)
            for each in people
            if f"{PERSON}{person_key(each)}" in names
        ]
        write(found, language=language, stored=stored, edition=edition)
    after = {(language, code) for language in languages for code in _organisations(named[language])}
    return {code for _language, code in before ^ after}


def _naming_tags(*, besides: Keys = frozenset()) -> dict[str, set[str]]:
    """By language, the tags that name what is in the directory, of everything besides some keys. One query, none besides everything."""
    found: dict[str, set[str]] = defaultdict(set)
    if besides is None:
        return found
    names = reduce(or_, (Q(name__startswith=each) for each in NAMING))
    tags = Tag.objects.filter(names, resource__kind__in=OF_PAGES).exclude(resource__key__in=besides)
    for language, name in tags.values_list("resource__language", "name").distinct():
        found[language].add(name)
    return found


def _organisations(tags: Iterable[str]) -> frozenset[str]:
    """The codes of the organisations that tags name."""
    return frozenset(tag.removeprefix(ORGANISATION) for tag in tags if tag.startswith(ORGANISATION))


def _employing(codes: Iterable[str]) -> set[UUID]:
    """The sessions with somebody of these organisations. One query, none without codes."""
    names = [employer_tag(code) for code in codes]
    rows = Resource.objects.filter(tags__name__in=names) if names else Resource.objects.none()
    return set(rows.values_list("key", flat=True).distinct())
