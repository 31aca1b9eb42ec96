"""The page that explains how to subscribe, as frozen values of one scope in one language.

Speaks the active language, which `language` must name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from events.addresses import absolute
from events.phrases import Phrase
from events.presentation_chrome import Chrome, build_chrome
from events.qr import qr_svg
from events.site_tree import SiteTree
from feeds.addresses import feed_path, list_path
from feeds.links import FeedLink, scope_links, subscribe_path
from feeds.models import Kind
from feeds.scopes import ALL
from feeds.subscribe.choices import Choice
from feeds.subscribe.programs import ProgramLinks, program_links


@dataclass(frozen=True)
class ChoiceLink:
    """One thing to subscribe to, and the path of this page for it."""

    title: Phrase
    address: str
    is_current: bool


@dataclass(frozen=True)
class FeedGroups:
    """The feeds of one scope by what they tell; `opml` is the address of all feeds of the language in one file."""

    sessions: tuple[FeedLink, ...]
    news: tuple[FeedLink, ...]
    changes: tuple[FeedLink, ...]
    opml: str


@dataclass(frozen=True)
class SubscribeView:
    """What the page shows. `is_known` is false when it was asked for a scope that nobody can follow: then it is everything."""

    title: Phrase
    is_whole: bool
    is_known: bool
    programmes: tuple[ChoiceLink, ...]
    organisations: tuple[ChoiceLink, ...]
    calendar: ProgramLinks
    qr: SafeString
    feeds: FeedGroups
    chrome: Chrome

    @property
    def is_of_organisation(self) -> bool:
        """Whether one of the organisations is chosen."""
        return any(each.is_current for each in self.organisations)


def build_subscribe(choices: Iterable[Choice], *, asked: str, tree: SiteTree, language: str) -> SubscribeView:
    """The page for the scope `asked` ("all", "cycle-CODE", "org-CODE"), as somebody typed it. `choices`: everything first."""
    choices = list(choices)
    chosen = next((each for each in choices if each.scope.name == asked), None)
    shown = chosen or choices[0]
    links = scope_links(shown.scope.name, language)
    calendar = _calendar(shown, tree=tree, language=language)
    organisations = [each for each in choices if each.scope.kind == "organisation"]
    programmes = [each for each in choices if each.scope.kind != "organisation"]
    return SubscribeView(
        title=shown.title,
        is_whole=shown.scope == ALL,
        is_known=chosen is not None,
        programmes=_links(programmes, shown=shown, language=language),
        organisations=_links(organisations, shown=shown, language=language),
        calendar=calendar,
        qr=qr_svg(calendar.webcal),
        feeds=_groups(links, language=language),
        chrome=replace(
            _chrome(shown, tree=tree, language=language, is_known=chosen is not None), feeds=links
        ),
    )


def _calendar(shown: Choice, *, tree: SiteTree, language: str) -> ProgramLinks:
    """The calendar of everything is called as the site is."""
    path = feed_path(scope=shown.scope.name, language=language, file="sessions.ics")
    name = tree.homes[language].title if shown.scope == ALL else shown.title.text
    return program_links(address=absolute(path), name=name)


def _links(choices: Iterable[Choice], *, shown: Choice, language: str) -> tuple[ChoiceLink, ...]:
    return tuple(
        ChoiceLink(each.title, subscribe_path(each.scope.name, language), is_current=each == shown)
        for each in choices
    )


def _groups(links: Iterable[FeedLink], *, language: str) -> FeedGroups:
    groups: dict[Kind, list[FeedLink]] = {kind: [] for kind in Kind}
    for link in links:
        if link.media_type != "text/calendar":
            groups[link.kind].append(link)
    return FeedGroups(
        sessions=tuple(groups[Kind.SESSIONS]),
        news=tuple(groups[Kind.NEWS]),
        changes=tuple(groups[Kind.CHANGES]),
        opml=absolute(list_path(language)),
    )


def _chrome(shown: Choice, *, tree: SiteTree, language: str, is_known: bool) -> Chrome:
    """The switcher keeps the scope; what was not found is not indexed."""
    versions = {each: subscribe_path(shown.scope.name, each) for each in tree.public_homes}
    return build_chrome(
        tree,
        language=language,
        published=versions,
        canonical=versions[language] if is_known else "",
        is_indexed=is_known,
    )
