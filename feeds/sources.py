"""What a feed is built from: visible pages, the words chosen for a language, the ledger. A constant number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from events.conf import fallbacks, languages
from events.ledger import LedgerEntry
from events.models import CyclePage, HomePage, NewsPage, SessionPage
from events.words import choose_words
from feeds.scopes import Scope


@dataclass(frozen=True)
class Cycle:
    """A cycle for readers of one language: the page of its words, and its page in that language, if it has one."""

    key: UUID
    page: CyclePage
    own: CyclePage | None


@dataclass(frozen=True)
class Session:
    """A session for readers of one language: the page of its words and their language, its cycle and its ledger row."""

    page: SessionPage
    lang: str
    is_fallback: bool
    origin_slug: str
    cycle: Cycle
    entry: LedgerEntry


def _chosen(versions: dict[str, object], *, language: str, origin: str | None):
    return choose_words(
        versions, language=language, fallbacks=fallbacks(language), origin=origin, languages=languages()
    )


def load_cycles(*, language: str) -> dict[str, Cycle]:
    """Every published cycle by the tree path of each of its pages."""
    groups: dict[UUID, list[CyclePage]] = defaultdict(list)
    pages = CyclePage.objects.live().public().select_related("locale").order_by("pk")
    for page in pages.prefetch_related("organisation_rows__organisation__names"):
        groups[page.translation_key].append(page)
    cycles = {}
    for key, group in groups.items():
        versions = {page.locale.language_code: page for page in group}
        origin = next((page.locale.language_code for page in group if page.is_origin), None)
        _lang, words = _chosen(versions, language=language, origin=origin)
        cycle = Cycle(key=key, page=words, own=versions.get(language))
        cycles.update({page.path: cycle for page in group})
    return cycles


def load_sessions(*, scope: Scope, language: str, code: str | None = None) -> list[Session]:
    """The visible sessions of a scope (or the one of a code), each with the words that readers of `language` get."""
    visible = SessionPage.objects.visible().order_by("pk")
    if code:
        visible = visible.filter(code=code)
    groups: dict[UUID, dict[str, tuple]] = defaultdict(dict)
    origins: dict[UUID, tuple[str, str]] = {}
    rows = visible.values_list("pk", "translation_key", "locale__language_code", "is_origin", "slug")
    for pk, key, lang, is_origin, slug in rows:
        groups[key][lang] = (pk, slug)
        if is_origin:
            origins[key] = (lang, slug)
    chosen = {}
    for key, versions in groups.items():
        origin = origins.get(key)
        lang, (pk, slug) = _chosen(versions, language=language, origin=origin[0] if origin else None)
        chosen[pk] = (lang, origin[1] if origin else slug)
    return _with_context(chosen, scope=scope, language=language)


def _with_context(chosen: dict[int, tuple[str, str]], *, scope: Scope, language: str) -> list[Session]:
    cycles = load_cycles(language=language)
    pages = list(
        SessionPage.objects.filter(pk__in=chosen)
        .select_related("locale", "poster")
        .with_participants()
        .prefetch_related("question_rows")
    )
    entries = {entry.translation_key: entry for entry in LedgerEntry.objects.filter(withdrawn_at=None)}
    sessions = []
    for page in pages:
        cycle = cycles.get(page.path[: -page.steplen])
        entry = entries.get(page.translation_key)
        if cycle is None or entry is None or (scope.cycle and cycle.key != scope.cycle):
            continue
        lang, origin_slug = chosen[page.pk]
        sessions.append(
            Session(
                page=page,
                lang=lang,
                is_fallback=lang != language,
                origin_slug=origin_slug,
                cycle=cycle,
                entry=entry,
            )
        )
    return sessions


def load_news(*, scope: Scope, language: str, limit: int) -> list[NewsPage]:
    """The newest news pages of one language, in the order of their first publication. News never falls back."""
    pages = (
        NewsPage.objects.live()
        .public()
        .filter(locale__language_code=language, first_published_at__isnull=False)
        .select_related("locale", "image", "cycle")
        .prefetch_related("organisation_rows__organisation__names")
        .order_by("-first_published_at", "-pk")
    )
    if scope.cycle:
        pages = pages.filter(cycle__translation_key=scope.cycle)
    return list(pages[:limit])


def load_home(*, language: str) -> HomePage | None:
    """The published home of a language."""
    return HomePage.objects.live().public().filter(locale__language_code=language).select_related("locale").first()
