"""The kit's page as frozen values: what there is to choose, what to copy, what it looks like, what to take besides.

Speaks the active language, which `language` must name; the programme may be in another one.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext, override

from events.conf import site_url
from events.languages import endonym
from events.phrases import Phrase
from events.presentation_chrome import Chrome, build_chrome
from events.site_tree import SiteTree
from feeds.addresses import EXTENSIONS
from feeds.embed.choices import CHOICES as LOOKS
from feeds.embed.choices import Choices as Look
from feeds.kit.choices import SITES, KitChoices, read_kit
from feeds.kit.materials import Materials, read_materials
from feeds.kit.snippets import HEIGHTS, Place, Snippet, method_for, snippet_for
from feeds.kit.status import FeedStatus, read_status
from feeds.kit.wording import group_title, value_title
from feeds.links import LABELS, partners_path, scope_links
from feeds.models import Kind
from feeds.subscribe.choices import Choice
from feeds.subscribe.programs import ProgramLinks, program_links


@dataclass(frozen=True)
class Option:
    """One value to choose, and the path of this page with it."""

    title: Phrase
    address: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """What there is to choose of one kind; `folded`: organisations, of which there may be many."""

    name: str
    title: str
    options: tuple[Option, ...]
    folded: tuple[Option, ...] = ()

    @property
    def is_unfolded(self) -> bool:
        """Whether one of those is chosen."""
        return any(each.is_current for each in self.folded)


@dataclass(frozen=True)
class KitView:
    """What the page shows. `unknown`: what was asked for and means nothing, in words. `preview`: a path, "" for none.

    `news`: name of the format and address of each news feed. `usual`: the path of this page with the usual look, where that gives something simpler to copy; else "".
    """

    choices: KitChoices
    groups: tuple[Group, ...]
    finer: tuple[Group, ...]
    is_finer: bool
    unknown: tuple[str, ...]
    title: Phrase
    place: Place
    snippet: Snippet
    preview: str
    height: int
    usual: str
    calendar: ProgramLinks
    news: tuple[tuple[str, str], ...]
    materials: Materials
    status: FeedStatus
    chrome: Chrome

    @property
    def how(self) -> str:
        """The template that says what to do with the snippet."""
        return f"feeds/kit/how/{self.choices.site}.html"

    @property
    def feed(self) -> str:
        """The address of the sessions as RSS."""
        return self.place.feed("sessions.rss")


def build_kit(
    query: Mapping[str, str],
    *,
    offered: Iterable[Choice],
    tree: SiteTree,
    language: str,
    now: datetime.datetime,
) -> KitView:
    """The page for a query as somebody typed it. `offered`: the scopes that there are, everything first."""
    by_name = {each.scope.name: each for each in offered}
    choices, unknown = read_kit(
        query, page_language=language, languages=list(tree.public_homes), scopes=by_name
    )
    scope = by_name[choices.scope].scope
    cycles = [each.scope for each in by_name.values() if each.scope.kind == "cycle"]
    materials = read_materials(scope, cycles=cycles, language=choices.language, now=now)
    place = _place(choices, materials)
    groups = _groups(choices, by_name, tree=tree, language=language)
    name = materials.title.text if materials.title else tree.homes[choices.language].title
    return KitView(
        choices=choices,
        groups=tuple(each for each in groups if each.name not in LOOKS or each.name == "layout"),
        finer=tuple(each for each in groups if each.name in LOOKS and each.name != "layout"),
        is_finer=choices.look != Look(layout=choices.layout),
        unknown=tuple(group_title(each) for each in unknown),
        title=by_name[choices.scope].title,
        place=place,
        snippet=snippet_for(choices, place),
        preview=place.embed.removeprefix(place.site) + choices.look.query if choices.is_framed else "",
        height=HEIGHTS[choices.layout],
        usual=_usual(choices, place, language=language),
        calendar=program_links(address=place.feed("sessions.ics"), name=name),
        news=tuple((LABELS[each], place.feed(f"news.{each}")) for each in EXTENSIONS[Kind.NEWS]),
        materials=materials,
        status=read_status(
            choices.scope, language=choices.language, zone=materials.zone, now=now, reader=language
        ),
        chrome=_chrome(choices, tree=tree, language=language),
    )


def _place(choices: KitChoices, materials: Materials) -> Place:
    with override(choices.language):
        title = materials.title.text if materials.title else gettext("The whole programme")
    return Place(
        site=site_url(),
        language=choices.language,
        scope=choices.scope,
        title=title,
        page=materials.page,
    )


def _usual(choices: KitChoices, place: Place, *, language: str) -> str:
    usual = replace(choices, **{name: getattr(Look(), name) for name in LOOKS})
    is_simpler = method_for(usual, place) != method_for(choices, place)
    return _address(usual, language=language) if is_simpler else ""


def _groups(
    choices: KitChoices, offered: Mapping[str, Choice], *, tree: SiteTree, language: str
) -> Sequence[Group]:
    """Everything that such a site can choose, in the order of the page."""
    values = {"site": SITES, "language": tuple(tree.public_homes), "scope": tuple(offered), **LOOKS}
    groups = []
    for name in choices.names:
        folded = [each for each in values[name] if name == "scope" and _is_body(offered[each])]
        shown = [each for each in values[name] if each not in folded]
        made = (
            tuple(_option(choices, name, each, offered=offered, language=language) for each in some)
            for some in (shown, folded)
        )
        groups.append(Group(name, group_title(name), *made))
    return groups


def _is_body(choice: Choice) -> bool:
    return choice.scope.kind == "organisation"


def _option(
    choices: KitChoices, name: str, value: str, *, offered: Mapping[str, Choice], language: str
) -> Option:
    if name == "language":
        title = Phrase(endonym(value), value)
    elif name == "scope":
        title = offered[value].title
    else:
        title = Phrase(value_title(name, value), language)
    address = _address(replace(choices, **{name: value}), language=language)
    return Option(title, address, is_current=getattr(choices, name) == value)


def _address(choices: KitChoices, *, language: str) -> str:
    return partners_path(language) + choices.query(page_language=language)


def _chrome(choices: KitChoices, *, tree: SiteTree, language: str) -> Chrome:
    """Search engines are told of the page itself, not of each choice; readers who change its language keep what they chose."""
    versions = {each: partners_path(each) for each in tree.public_homes}
    chrome = build_chrome(tree, language=language, published=versions, canonical=versions[language])
    kept = tuple(
        replace(link, address=_address(_followed(choices, language, link.code), language=link.code))
        for link in chrome.languages
    )
    return replace(chrome, languages=kept, feeds=scope_links(choices.scope, choices.language))


def _followed(choices: KitChoices, language: str, new: str) -> KitChoices:
    """The programme changes its language with the page, unless it has another one."""
    return replace(choices, language=new) if choices.language == language else choices
