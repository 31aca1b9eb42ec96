"""What stands around every page: menu, language switcher, canonical address, alternates, feeds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from events.addresses import absolute, archive_path, search_path
from events.codes import Kind
from events.conf import fallbacks
from events.groups import Group
from events.languages import direction, endonym
from events.links import FeedLink, embed_offer, feed_links, partners_page, subscribe_page
from events.phrases import Phrase
from events.site_tree import Node, SiteTree
from events.words import choose_words


@dataclass(frozen=True)
class LanguageLink:
    """One language in the switcher. `mark` is the code of the language that its words are in, where that is another."""

    code: str
    name: str
    direction: str
    address: str
    is_current: bool
    mark: str = ""


@dataclass(frozen=True)
class Alternate:
    """A published version for search engines: hreflang and an absolute address."""

    language: str
    address: str


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu: words and a path."""

    title: str
    address: str


@dataclass(frozen=True)
class TextLink:
    """A text of the site itself at the foot: its title in its language, its path, and a mark where that is another language."""

    title: Phrase
    address: str
    mark: str


@dataclass(frozen=True)
class Chrome:
    """`canonical` is absolute, "" for a page that has none; a page that is not indexed has no alternates.

    `subscribe` is the path of the page that explains how to subscribe, `partners` of the one that helps other sites to show the
    programme, "" for none. `archive` and `search` are paths.
    `embed`: the address of what other sites may show of the page (oEmbed), "" for nothing.
    """

    language: str
    home: MenuItem
    menu: tuple[MenuItem, ...]
    archive: str
    search: str
    texts: tuple[TextLink, ...]
    languages: tuple[LanguageLink, ...]
    feeds: tuple[FeedLink, ...]
    subscribe: str
    partners: str
    canonical: str
    alternates: tuple[Alternate, ...]
    is_indexed: bool
    embed: str


def build_chrome(
    tree: SiteTree,
    *,
    language: str,
    published: Mapping[str, str],
    marked: Mapping[str, tuple[str, str]] | None = None,
    canonical: str = "",
    x_default: str = "",
    is_indexed: bool = True,
    scope_code: str | None = None,
    scope_kind: Kind = Kind.CYCLE,
) -> Chrome:
    """The chrome of one page.

    `published`: language -> path of the page's versions. `marked`: language -> (path, language of the words) where there is
    only a fallback. `canonical` and `x_default` are paths; the latter is chosen among the versions when it is "". The feeds are
    those of the cycle, or the organisation, with the code `scope_code`; of everything without it.
    """
    home = tree.homes.get(language)
    menu = [node for node in tree.below(language) if node.is_news or node.show_in_menus]
    return Chrome(
        language=language,
        home=MenuItem(home.title if home else "", f"/{language}/"),
        menu=tuple(MenuItem(node.title, tree.address(node)) for node in menu),
        archive=archive_path(language=language),
        search=search_path(language=language),
        texts=tuple(_texts(tree, language=language)),
        languages=tuple(_languages(tree, language=language, published=published, marked=marked or {})),
        feeds=tuple(feed_links(scope_code, language, kind=scope_kind)),
        subscribe=subscribe_page(scope_code, language, kind=scope_kind),
        partners=partners_page(scope_code, language, kind=scope_kind),
        canonical=absolute(canonical) if canonical else "",
        alternates=alternates_of(published, x_default=x_default) if is_indexed else (),
        is_indexed=is_indexed,
        embed=embed_offer(absolute(canonical)) if is_indexed and (scope_code or _is_home(canonical)) else "",
    )


def _is_home(path: str) -> bool:
    return path.count("/") == 2


def session_languages(
    group: Group, tree: SiteTree, *, key
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """The addresses of a session: its published versions, and the fallbacks below its cycle `key` in other languages."""
    published = {language: tree.address(page) for language, page in group.versions.items()}
    marked = {
        language: (
            f"{tree.address(node)}{group.fallback_slug(language)}/",
            group.words_for(language).language,
        )
        for language, node in tree.versions(key).items()
        if language not in published
    }
    return published, marked


def addresses_of(tree: SiteTree, nodes: Mapping[str, Node]) -> dict[str, str]:
    """Language -> path of each node."""
    return {language: tree.address(node) for language, node in nodes.items()}


def _languages(
    tree: SiteTree, *, language: str, published: Mapping[str, str], marked: Mapping[str, tuple[str, str]]
) -> list[LanguageLink]:
    links = []
    for code in tree.public_homes:
        address, mark = (published[code], "") if code in published else marked.get(code, ("", ""))
        if address:
            links.append(LanguageLink(code, endonym(code), direction(code), address, code == language, mark))
    return links


def _texts(tree: SiteTree, *, language: str) -> Iterator[TextLink]:
    for node in tree.texts_for(language):
        mark = "" if node.language == language else node.language
        yield TextLink(Phrase(node.title, node.language), tree.address(node), mark)


def alternates_of(published: Mapping[str, str], *, x_default: str = "") -> tuple[Alternate, ...]:
    """Every version with itself, and the one for readers of no language that is offered. Of paths, by language."""
    if not x_default and published:
        _language, x_default = choose_words(
            published,
            language="x-default",
            fallbacks=fallbacks("x-default"),
            origin=None,
            languages=published,
        )
    versions = {**published, "x-default": x_default} if x_default else published
    return tuple(Alternate(language, absolute(path)) for language, path in versions.items())
