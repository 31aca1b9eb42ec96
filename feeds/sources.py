"""What a feed is built from: visible pages, the words chosen for a language, the ledger. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wagtail.models import Page

from events.addresses import absolute, page_path
from events.conf import fallbacks, languages
from events.ledger import LedgerEntry
from events.models import CyclePage, HomePage, NewsPage, Organisation, SessionPage
from events.words import choose_words
from feeds.scopes import Scope


@dataclass(frozen=True)
class Cycle:
    """A cycle for readers of one language: the page of its words, and its page in that language, if it has one."""

    key: UUID
    page: CyclePage
    own: CyclePage | None


@dataclass(frozen=True)
class Stage:
    """What every feed of a language stands on.

    `private`: the pages that only some may view, as a condition. `cycles`: every published one, by the tree path of each of
    its pages. `home`: the published home of the language.
    """

    language: str
    private: Q
    home: HomePage | None
    cycles: dict[str, Cycle]

    def cycle_of(self, scope: Scope) -> Cycle | None:
        """The cycle that a scope covers; None for any other scope, and while it is not published."""
        return self.find_cycle(scope.key) if scope.kind == "cycle" else None

    def find_cycle(self, key: UUID | None) -> Cycle | None:
        """The published cycle of a translation key."""
        return next((cycle for cycle in self.cycles.values() if cycle.key == key), None)


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


def load_stage(*, language: str) -> Stage:
    """The home and the cycles of a language. Six queries at most."""
    private = Page.objects.all().private_q()
    homes = {
        home.path: home
        for home in HomePage.objects.live().exclude(private).select_related("locale").order_by("pk")
    }
    return Stage(
        language=language,
        private=private,
        home=next((home for home in homes.values() if home.language == language), None),
        cycles=_load_cycles(private, homes=homes, language=language),
    )


def _load_cycles(private: Q, *, homes: Iterable[str], language: str) -> dict[str, Cycle]:
    groups: dict[UUID, list[CyclePage]] = defaultdict(list)
    pages = CyclePage.objects.live().exclude(private).select_related("locale").order_by("pk")
    for page in pages.prefetch_related("organisation_rows__organisation__names"):
        if _above(page.path) in homes:
            groups[page.translation_key].append(page)
    cycles = {}
    for key, group in groups.items():
        versions = {page.language: page for page in group}
        _lang, words = _chosen(versions, language=language)
        cycle = Cycle(key=key, page=words, own=versions.get(language))
        cycles.update({page.path: cycle for page in group})
    return cycles


def load_organisations() -> dict[UUID, Organisation]:
    """Every organisation with its names, by key. Two queries."""
    return {each.key: each for each in Organisation.objects.prefetch_related("names").order_by("pk")}


def load_ledger(keys: Keys) -> Ledger:
    """The ledger's rows with their changes, withdrawn sessions included, by translation key. Two queries."""
    rows = _of(LedgerEntry.objects.prefetch_related("changes"), keys)
    return {entry.translation_key: entry for entry in rows.order_by("pk")}


def load_sessions(*, stage: Stage, ledger: Ledger, keys: Keys) -> list[Session]:
    """The visible sessions that the ledger knows, each with the words that readers of the language get. Ten queries at most."""
    groups = _load_versions(stage=stage, keys=keys)
    chosen = {}
    for key, versions in groups.items():
        if key not in ledger or ledger[key].withdrawn_at is not None:
            continue
        lang, version = _chosen(versions, language=stage.language)
        origin = next((each for each in versions.values() if each.is_origin), version)
        chosen[version.pk] = (lang, origin.slug)
    pages = (
        _of(SessionPage.objects.filter(pk__in=chosen), keys)
        .select_related("locale", "poster")
        .prefetch_related(
            "organisation_rows__organisation__names", "person_rows__person__names", "question_rows"
        )
    )
    return [_session(page, *chosen[page.pk], stage=stage, ledger=ledger) for page in pages.order_by("pk")]


def _load_versions(*, stage: Stage, keys: Keys) -> dict[UUID, dict[str, Version]]:
    """The published pages below published cycles, by translation key and language."""
    groups: dict[UUID, dict[str, Version]] = defaultdict(dict)
    pages = _of(SessionPage.objects.published().exclude(stage.private), keys).order_by("pk")
    rows = pages.values_list("translation_key", "locale__language_code", "pk", "path", "slug", "is_origin")
    for key, language, *version in rows:
        page = Version(*version)
        if _above(page.path) in stage.cycles:
            groups[key][language] = page
    return groups


def _of(rows, keys: Keys):
    """The rows of some translation keys; all of them without keys."""
    return rows if keys is None else rows.filter(translation_key__in=keys)


def _session(page: SessionPage, lang: str, origin_slug: str, *, stage: Stage, ledger: Ledger) -> Session:
    return Session(
        page=page,
        lang=lang,
        is_fallback=lang != stage.language,
        origin_slug=origin_slug,
        cycle=stage.cycles[_above(page.path)],
        entry=ledger[page.translation_key],
    )


def load_news(*, stage: Stage, keys: Keys) -> list[NewsPage]:
    """The news pages of the language. News never falls back. Four queries at most."""
    return list(
        _of(NewsPage.objects.live().exclude(stage.private), keys)
        .filter(locale__language_code=stage.language, first_published_at__isnull=False)
        .select_related("locale", "image", "cycle")
        .prefetch_related("organisation_rows__organisation__names")
        .order_by("pk")
    )


def load_addresses(pages: Iterable[int], *, stage: Stage) -> dict[int, str]:
    """Absolute addresses of pages that rich text links to, each in the reader's language where it is published in it.

    Pages that the public may not see have none. No query without pages, else one.
    """
    wanted = set(pages)
    if not wanted:
        return {}
    groups: dict[UUID, list[Page]] = defaultdict(list)
    keys = Page.objects.filter(pk__in=wanted).values("translation_key")
    for page in (
        Page.objects.filter(translation_key__in=keys)
        .exclude(stage.private)
        .select_related("locale")
        .order_by("pk")
    ):
        groups[page.translation_key].append(page)
    addresses = {}
    for group in groups.values():
        versions = {page.locale.language_code: page for page in group if page.live}
        if versions:
            _lang, page = _chosen(versions, language=stage.language)
            addresses |= {each.pk: absolute(page_path(page)) for each in group if each.pk in wanted}
    return addresses


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
