"""What a feed is built from: visible pages, the words chosen for a language, the ledger. A constant number of queries."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wagtail.models import Page

from events.addresses import absolute, page_path
from events.conf import fallbacks, languages
from events.ledger import LedgerEntry
from events.markup import linked_pages
from events.models import CyclePage, HomePage, NewsPage, Organisation, SessionPage
from events.own_types import with_own_types
from events.words import choose_words
from feeds.page_sources import PageSource, page_sources
from feeds.scopes import Scope

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cycle:
    """A cycle for readers of one language: the page of its words, and its page in that language, if it has one."""

    key: UUID
    page: CyclePage
    own: CyclePage | None


@dataclass(frozen=True)
class Version:
    """One published page of a session, before it is read whole."""

    pk: int
    path: str
    slug: str
    is_origin: bool


@dataclass(frozen=True)
class Session:
    """A session for readers of one language: the page of its words and their language, its cycle and its ledger row."""

    page: SessionPage
    lang: str
    is_fallback: bool
    origin_slug: str
    cycle: Cycle
    entry: LedgerEntry

    def __str__(self) -> str:
        return f"Session {self.page.code}"


Ledger = dict[UUID, LedgerEntry]
# Translation keys to read; None for everything.
Keys = frozenset[UUID] | None


@dataclass(frozen=True)
class Public:
    """Everything that feeds may show of some translation keys, in every language, read in a constant number of queries.

    `cycles`: the published pages of each cycle, by key. `versions`: the published pages of each session, by key and language, and
    `pages` the same read whole, by primary key. `others`: pages of registered sources, each with its source. `linked`: by primary key of a page that some text links to, the pages of its group.
    """

    homes: dict[str, HomePage]
    cycles: dict[UUID, list[CyclePage]]
    ledger: Ledger
    versions: dict[UUID, dict[str, Version]]
    pages: dict[int, SessionPage]
    news: list[NewsPage]
    others: list[tuple[PageSource, Page]]
    linked: dict[int, list[Page]]


@dataclass(frozen=True)
class Stage:
    """What every feed of a language stands on.

    `cycles`: every published one, by the tree path of each of its pages. `home`: the published home of the language.
    """

    language: str
    public: Public
    home: HomePage | None
    cycles: dict[str, Cycle]

    def cycle_of(self, scope: Scope) -> Cycle | None:
        """The cycle that a scope covers; None for any other scope, and while it is not published."""
        return self.find_cycle(scope.key) if scope.kind == "cycle" else None

    def find_cycle(self, key: UUID | None) -> Cycle | None:
        """The published cycle of a translation key."""
        group = self.public.cycles.get(key)
        return self.cycles[group[0].path] if group else None


def load_public(keys: Keys = None) -> Public:
    """Homes and cycles; sessions, news, pages of sources and the ledger of some translation keys, or of all."""
    private = Page.objects.all().private_q()
    homes = HomePage.objects.live().exclude(private).select_related("locale").order_by("pk")
    by_path = {home.path: home for home in homes}
    cycles = _load_cycles(private, homes=by_path)
    above = {page.path for group in cycles.values() for page in group}
    versions = _load_versions(private, keys=keys, above=above)
    pages = _load_pages([version.pk for group in versions.values() for version in group.values()])
    news = _load_news(private, keys=keys)
    others = _load_others(private, keys=keys)
    texts = [*(page.introduction for page in pages.values()), *(page.body for page in news)]
    texts += [text for source, page in others for text in _rich_texts(source, page)]
    return Public(
        homes=by_path,
        cycles=cycles,
        ledger=_load_ledger(keys),
        versions=versions,
        pages=pages,
        news=news,
        others=others,
        linked=load_linked(linked_pages(texts), private=private),
    )


def stage_of(public: Public, *, language: str) -> Stage:
    """What is public for readers of one language. No query."""
    cycles = {}
    for key, group in public.cycles.items():
        versions = {page.language: page for page in group}
        _lang, words = _chosen(versions, language=language)
        cycle = Cycle(key=key, page=words, own=versions.get(language))
        cycles.update({page.path: cycle for page in group})
    home = next((home for home in public.homes.values() if home.language == language), None)
    return Stage(language=language, public=public, home=home, cycles=cycles)


def sessions_of(stage: Stage) -> list[Session]:
    """The visible sessions that the ledger knows, each with the words that readers of the language get. No query."""
    sessions = []
    for key, versions in stage.public.versions.items():
        entry = stage.public.ledger.get(key)
        if entry is None or entry.withdrawn_at is not None:
            continue
        lang, version = _chosen(versions, language=stage.language)
        origin = next((each for each in versions.values() if each.is_origin), version)
        sessions.append(
            Session(
                page=stage.public.pages[version.pk],
                lang=lang,
                is_fallback=lang != stage.language,
                origin_slug=origin.slug,
                cycle=stage.cycles[_above(version.path)],
                entry=entry,
            )
        )
    return sessions


def news_of(stage: Stage) -> list[NewsPage]:
    """The news pages of the language. News never falls back. No query."""
    return [page for page in stage.public.news if page.language == stage.language]


def others_of(stage: Stage) -> list[tuple[PageSource, Page]]:
    """The pages of sources in the language, each with its source. They never fall back. No query."""
    return [
        (source, page) for source, page in stage.public.others if page.locale.language_code == stage.language
    ]


def addresses_of(stage: Stage) -> dict[int, str]:
    """Absolute addresses of the pages that feeds' texts link to. No query."""
    return addresses_in(stage.public.linked, language=stage.language)


def addresses_in(linked: Mapping[int, list[Page]], *, language: str) -> dict[int, str]:
    """Absolute addresses of pages by primary key, each in the reader's language where it is published in it.

    `linked`: as load_linked gives it. Pages that the public may not see have none. No query.
    """
    addresses = {}
    for key, group in linked.items():
        versions = {page.locale.language_code: page for page in group if page.live}
        if versions:
            _lang, page = _chosen(versions, language=language)
            addresses[key] = absolute(page_path(page))
    return addresses


def load_organisations() -> dict[UUID, Organisation]:
    """Every organisation with its names, by key. Two queries."""
    return {each.key: each for each in Organisation.objects.prefetch_related("names").order_by("pk")}


def _load_cycles(private: Q, *, homes: Iterable[str]) -> dict[UUID, list[CyclePage]]:
    groups: dict[UUID, list[CyclePage]] = defaultdict(list)
    pages = CyclePage.objects.live().exclude(private).select_related("locale").order_by("pk")
    for page in pages.prefetch_related("organisation_rows__organisation__names"):
        if _above(page.path) in homes:
            groups[page.translation_key].append(page)
    return dict(groups)


def _load_ledger(keys: Keys) -> Ledger:
    """The ledger's rows with their changes, withdrawn sessions included."""
    rows = _of(LedgerEntry.objects.prefetch_related("changes"), keys)
    return {entry.translation_key: entry for entry in rows.order_by("pk")}


def _load_versions(private: Q, *, keys: Keys, above: set[str]) -> dict[UUID, dict[str, Version]]:
    """The published pages below published cycles."""
    groups: dict[UUID, dict[str, Version]] = defaultdict(dict)
    pages = _of(SessionPage.objects.published().exclude(private), keys).order_by("pk")
    rows = pages.values_list("translation_key", "locale__language_code", "pk", "path", "slug", "is_origin")
    for key, language, *version in rows:
        page = Version(*version)
        if _above(page.path) in above:
            groups[key][language] = page
    return dict(groups)


def _load_pages(keys: list[int]) -> dict[int, SessionPage]:
    """Each page as its own type: ours, and then those that another project made of it, read once more."""
    pages: dict[int, SessionPage] = {}
    for model in with_own_types([SessionPage]):
        rows = model.objects.filter(pk__in=keys).select_related("locale", "poster")
        pages |= {
            page.pk: page
            for page in rows.prefetch_related(
                "organisation_rows__organisation__names", "person_rows__person__names", "question_rows"
            )
        }
    return pages


def _load_news(private: Q, *, keys: Keys) -> list[NewsPage]:
    return list(
        _of(NewsPage.objects.live().exclude(private), keys)
        .filter(first_published_at__isnull=False)
        .select_related("locale", "image", "cycle")
        .prefetch_related("organisation_rows__organisation__names")
        .order_by("pk")
    )


def _load_others(private: Q, *, keys: Keys) -> list[tuple[PageSource, Page]]:
    """One query for each source, and those that its own prefetching takes."""
    return [
        (source, page)
        for source in page_sources()
        for page in _of(source.pages().live().exclude(private), keys)
        .filter(first_published_at__isnull=False)
        .select_related("locale")
        .order_by("pk")
    ]


def _rich_texts(source: PageSource, page: Page) -> list[str]:
    """What another project says of its page; none where that fails: then its links lead to the language of the text."""
    try:
        return list(source.rich_texts(page))
    except Exception:  # of that project's code
        logger.exception("The links of %s, page %s, cannot be read", source, page.pk)
        return []


def load_linked(wanted: set[int], *, private: Q) -> dict[int, list[Page]]:
    """By each of these primary keys, the pages of its group that are not private. One query, none without keys."""
    if not wanted:
        return {}
    groups: dict[UUID, list[Page]] = defaultdict(list)
    keys = Page.objects.filter(pk__in=wanted).values("translation_key")
    pages = Page.objects.filter(translation_key__in=keys).exclude(private).select_related("locale")
    for page in pages.order_by("pk"):
        groups[page.translation_key].append(page)
    return {page.pk: group for group in groups.values() for page in group if page.pk in wanted}


def _of(rows, keys: Keys):
    """The rows of some translation keys; all of them without keys."""
    return rows if keys is None else rows.filter(translation_key__in=keys)


def _chosen(versions: dict[str, object], *, language: str):
    """The language and the version that readers of `language` get; `versions` is not empty."""
    origin = next((code for code, page in versions.items() if getattr(page, "is_origin", False)), None)
    return choose_words(
        versions,
        language=language,
        fallbacks=fallbacks(language),
        origin=origin,
        languages=[*languages(), *versions],
    )


def _above(path: str) -> str:
    """The tree path of the page above."""
    return path[: -Page.steplen]
