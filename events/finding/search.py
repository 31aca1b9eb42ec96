"""The search: what readers of a language are shown, found by the beginnings of words, whatever their accents.

It searches the one folded text of each page and name (events/folding.py), so only what readers see can be found: no draft, no
link, no passcode, no title that is not told yet.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, PlainText

from events import reading
from events.addresses import search_path
from events.finding.organisations import public_organisations
from events.folding import LONGEST_QUERY, begins_all, folded_words, words_asked
from events.groups import Group, grouped
from events.phrases import Name, Phrase, name_of
from events.presentation_chrome import Chrome, build_chrome
from events.presentation_news import NewsItem, build_news
from events.presentation_programme import Item, build_items, session_address, title_of
from events.site_tree import Node, SiteTree
from events.text import clean_line, plain_from_html

# Of more matches than these the newest are looked at.
MOST_MATCHES = 300
MOST_PAGES = 60
MOST_NAMES = 10
# Of one person, the latest.
SESSIONS_OF_A_PERSON = 3


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who takes part, with sessions to go to: title and path of each."""

    name: Name
    sessions: tuple[tuple[Phrase, str], ...]


@dataclass(frozen=True)
class SearchView:
    """What was asked for, as typed, and what was found. `pages`: cycles, lists and texts, title and path of each."""

    query: str
    is_asked: bool
    sessions: tuple[Item, ...]
    news: tuple[NewsItem, ...]
    pages: tuple[tuple[Phrase, str], ...]
    organisations: tuple[Name, ...]
    people: tuple[FoundPerson, ...]
    chrome: Chrome

    @property
    def total(self) -> int:
        """How many results there are."""
        found = (self.sessions, self.news, self.pages, self.organisations, self.people)
        return sum(map(len, found))


@dataclass(frozen=True)
class _Found:
    """Results by rank: what is in the tree's upper levels, and the primary keys of others."""

    nodes: tuple[Node, ...] = ()
    leaves: tuple[Page, ...] = ()
    organisations: tuple[Any, ...] = ()
    people: tuple[Any, ...] = ()


def build_search(tree: SiteTree, *, query: str, language: str, now: datetime.datetime) -> SearchView:
    """The results for readers of `language`, the active one. `query` as somebody typed it: anything."""
    typed = clean_line(query[:LONGEST_QUERY])
    words = words_asked(query)
    found = _find(tree, words, language=language) if words else _Found()
    of_people = _sessions_of_people(tree, found.people)
    groups = _read_groups(tree, found, of_people)
    listed = {
        "tree": tree,
        "cycles": reading.read_cycles(tree, language=language),
        "language": language,
        "now": now,
    }
    shown = [group for page in found.leaves if (group := _shown(page, groups, words, language=language))]
    return SearchView(
        query=typed,
        is_asked=bool(words),
        sessions=tuple(build_items(shown, **listed)),
        news=tuple(build_news(_read_news(tree, found, language=language), tree=tree)),
        pages=tuple((Phrase(node.title, node.language), tree.address(node)) for node in found.nodes),
        organisations=tuple(name_of(each, language=language) for each in found.organisations),
        people=tuple(
            FoundPerson(
                name_of(each, language=language),
                _links(each, of_people, groups, tree=tree, language=language),
            )
            for each in found.people
        ),
        chrome=_chrome(typed, tree=tree, language=language),
    )


def _find(tree: SiteTree, words: tuple[str, ...], *, language: str) -> _Found:
    """Three queries for what has the words, and two for names."""
    asked = And([PlainText(word) for word in words])
    nodes = {node.pk: node for node in _nodes(tree, language=language)}
    candidates = Page.objects.filter(id__in=_candidates(tree, nodes, language=language))
    pages = _in_order(_matching(asked, candidates.order_by("-id"), MOST_MATCHES), words)[:MOST_PAGES]
    return _Found(
        nodes=tuple(nodes[page.pk] for page in pages if page.pk in nodes),
        leaves=tuple(page for page in pages if page.pk not in nodes),
        organisations=_named(asked, public_organisations(tree)),
        people=_named(asked, _public_people(tree)),
    )


def _matching(asked: And, candidates: QuerySet, most: int) -> list[Any]:
    """In the order of the candidates: ranking in the database takes the square of what matches."""
    found = get_search_backend().autocomplete(asked, candidates, order_by_relevance=False)
    return list(found[:most])


def _in_order(pages: Iterable[Page], words: tuple[str, ...]) -> list[Page]:
    """Those whose title has the words first, then the others; in each, the newest first."""
    return sorted(pages, key=lambda page: not begins_all(words, folded=folded_words(page.title)))


def _named(asked: And, candidates: QuerySet) -> tuple[Any, ...]:
    """Organisations or people, by name."""
    found = _matching(asked, candidates.prefetch_related("names").order_by("id"), MOST_NAMES)
    return tuple(sorted(found, key=lambda each: str(each).casefold()))


def _nodes(tree: SiteTree, *, language: str) -> list[Node]:
    """Cycles and texts as readers are shown them, also in a fallback, and the list of news."""
    cycles = [tree.cycle_for(key, language) for key in {node.translation_key for node in tree.cycles()}]
    lists = [node for node in tree.below(language) if node.is_news]
    return [node for node in [*cycles, *tree.texts_for(language), *lists] if node]


def _candidates(tree: SiteTree, nodes: Mapping[int, Node], *, language: str) -> QuerySet:
    """Primary keys of what readers of a language may find: its own pages, and sessions that it has no page of."""
    public = reading.public_sessions(tree, tree.cycles())
    own = reading.public_sessions(tree, [node for node in tree.cycles() if node.language == language])
    fallbacks = public.exclude(translation_key__in=own.values("translation_key"))
    news = reading.latest_news(tree, language=language).order_by()
    wanted = Q(pk__in=list(nodes)) | Q(pk__in=own.values("pk")) | Q(pk__in=fallbacks.values("pk"))
    return Page.objects.filter(wanted | Q(pk__in=news.values("pk"))).order_by().values("pk")


def _public_people(tree: SiteTree) -> QuerySet:
    sessions = reading.public_sessions(tree, tree.cycles()).values("pk")
    rows = reading.model("SessionPerson").objects.filter(page__in=sessions).order_by()
    return reading.model("Person").objects.filter(id__in=rows.values("person"))


def _sessions_of_people(tree: SiteTree, people: Iterable[Any]) -> dict[int, list[UUID]]:
    """The latest public sessions of each person, by translation key."""
    public = reading.public_sessions(tree, tree.cycles()).values("pk")
    rows = reading.model("SessionPerson").objects.filter(
        person__in=[each.pk for each in people], page__in=public
    )
    latest: dict[int, list[UUID]] = {}
    for person, key in rows.order_by("-page__starts_at").values_list("person", "page__translation_key"):
        keys = latest.setdefault(person, [])
        if key not in keys and len(keys) < SESSIONS_OF_A_PERSON:
            keys.append(key)
    return latest


def _read_groups(tree: SiteTree, found: _Found, of_people: Mapping[int, Iterable[UUID]]) -> dict[UUID, Group]:
    keys = {page.translation_key for page in found.leaves}.union(*of_people.values())
    pages = reading.public_sessions(tree, tree.cycles()).filter(translation_key__in=keys)
    return {group.key: group for group in grouped(pages.only(*reading.LISTED, "introduction").order_by("pk"))}


def _shown(
    page: Page, groups: Mapping[UUID, Group], words: tuple[str, ...], *, language: str
) -> Group | None:
    """The session of a page, if readers are shown the words of that page; a title that is not told finds nothing."""
    group = groups.get(page.translation_key)
    if group is None or group.words_for(language).pk != page.pk:
        return None
    told = group.words_for(language)
    if told.theme_pending and not begins_all(words, folded=folded_words(plain_from_html(told.introduction))):
        return None
    return group


def _read_news(tree: SiteTree, found: _Found, *, language: str) -> list[Any]:
    rank = {page.pk: position for position, page in enumerate(found.leaves)}
    articles = reading.latest_news(tree, language=language).filter(pk__in=rank)
    return sorted(articles, key=lambda article: rank[article.pk])


def _links(
    person,
    of_people: Mapping[int, Iterable[UUID]],
    groups: Mapping[UUID, Group],
    *,
    tree: SiteTree,
    language: str,
) -> tuple[tuple[Phrase, str], ...]:
    told = [groups[key] for key in of_people.get(person.pk, ()) if key in groups]
    return tuple(
        (
            title_of(group.words_for(language), language=language),
            session_address(group, tree=tree, language=language),
        )
        for group in told
    )


def _chrome(typed: str, *, tree: SiteTree, language: str) -> Chrome:
    """The switcher asks the same in another language. Results are not indexed."""
    query = f"?{urlencode({'q': typed})}" if typed else ""
    return build_chrome(
        tree,
        language=language,
        published={each: search_path(language=each) + query for each in tree.public_homes},
        is_indexed=False,
    )
