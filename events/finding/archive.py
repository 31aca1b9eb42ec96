"""The archive: past sessions by cycle, filtered by plain links."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, pgettext

from events import reading
from events.addresses import archive_path
from events.finding.archive_filters import (
    NAMES,
    YES,
    Asked,
    Option,
    Past,
    in_order,
    options_of,
    read_asked,
    unknown_values,
)
from events.groups import Group, grouped
from events.languages import endonym
from events.phrases import Phrase
from events.presentation_chrome import Chrome, build_chrome
from events.presentation_programme import Item, build_items
from events.site_tree import SiteTree

PER_PAGE = 20


@dataclass(frozen=True)
class Choice:
    """One value of a filter as a link: what it is called, and how many sessions it leaves."""

    label: Phrase
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its values, "all" first. `chosen` is the label of the value that holds, None for all."""

    title: str
    choices: tuple[Choice, ...]
    chosen: Phrase | None


@dataclass(frozen=True)
class Kept:
    """A session in the archive, and what it left behind, in words."""

    item: Item
    badges: tuple[str, ...]


@dataclass(frozen=True)
class Shelf:
    """The sessions of one cycle."""

    title: Phrase
    address: str
    sessions: tuple[Kept, ...]


@dataclass(frozen=True)
class ArchiveView:
    """One page of the archive. `is_known` is false when a filter was asked for a value that no past session has."""

    filters: tuple[Filter, ...]
    shelves: tuple[Shelf, ...]
    total: int
    is_filtered: bool
    is_known: bool
    pages: Page
    previous: str
    following: str
    chrome: Chrome

    @property
    def items(self) -> list[Item]:
        """Every session of the page."""
        return [kept.item for shelf in self.shelves for kept in shelf.sessions]


def build_archive(
    tree: SiteTree, parameters: Mapping[str, str], *, language: str, now: datetime.datetime
) -> ArchiveView:
    """The page that a query string asks for. Speaks the active language, which `language` must name."""
    asked = read_asked(parameters)
    partners = _read_partners(tree, now=now)
    sessions = _past_sessions(tree, partners, now=now)
    unknown = unknown_values(asked, sessions)
    kept = in_order(session for session in sessions if asked.holds_for(session))
    pages = Paginator(kept, PER_PAGE).get_page(parameters.get("page", ""))
    known = Asked() if unknown else asked
    names = {each.code: Phrase(*each.name_in(language)) for each in partners.named.values()}
    address = archive_path(language=language)
    return ArchiveView(
        filters=tuple(
            _filter(name, options_of(name, asked=known, sessions=sessions), names=names, language=language)
            for name in NAMES
        ),
        shelves=tuple(_shelves(pages, tree=tree, language=language, now=now)),
        total=len(kept),
        is_filtered=asked != Asked(),
        is_known=not unknown,
        pages=pages,
        previous=address + asked.query(page=pages.previous_page_number()) if pages.has_previous() else "",
        following=address + asked.query(page=pages.next_page_number()) if pages.has_next() else "",
        chrome=_chrome(
            known, tree=tree, language=language, is_indexed=asked == Asked() and pages.number == 1
        ),
    )


@dataclass(frozen=True)
class _Partners:
    """Who takes part: primary keys of organisations by the translation key of each session and each cycle."""

    by_session: Mapping[UUID, set[int]]
    by_cycle: Mapping[UUID, set[int]]
    named: Mapping[int, Any]

    def codes(self, session: UUID, cycle: UUID) -> frozenset[str]:
        """The codes of the organisations of a session and of its cycle."""
        keys = self.by_session.get(session, set()) | self.by_cycle.get(cycle, set())
        return frozenset(self.named[key].code for key in keys)


def _past(tree: SiteTree, *, now: datetime.datetime):
    return reading.public_sessions(tree, tree.cycles()).filter(ends_at__lte=now)


def _read_partners(tree: SiteTree, *, now: datetime.datetime) -> _Partners:
    """Four queries."""
    by_session: dict[UUID, set[int]] = defaultdict(set)
    by_cycle: dict[UUID, set[int]] = defaultdict(set)
    cycles = {node.pk: node.translation_key for node in tree.cycles()}
    past = _past(tree, now=now).values("pk")
    rows = reading.model("SessionOrganisation").objects.filter(page__in=past).order_by()
    for key, organisation in rows.values_list("page__translation_key", "organisation").distinct():
        by_session[key].add(organisation)
    for row in reading.model("CycleOrganisation").objects.filter(page__in=cycles):
        by_cycle[cycles[row.page_id]].add(row.organisation_id)
    keys = set().union(*by_session.values(), *by_cycle.values())
    return _Partners(by_session, by_cycle, reading.read_organisations(keys))


def _past_sessions(tree: SiteTree, partners: _Partners, *, now: datetime.datetime) -> list[Past]:
    """The facts of every past session, each once, in whatever languages it was published. One query."""
    columns = ("translation_key", "path", "starts_at", "date", "spoken", "interpreted", "replay")
    sessions = {}
    for key, path, starts_at, date, spoken, interpreted, replay in _past(tree, now=now).values_list(*columns):
        if key in sessions or (cycle := tree.cycle_above(path)) is None:
            continue
        values = {
            "year": frozenset([str(date.year)]),
            "language": frozenset([*spoken, *interpreted]),
            "organisation": partners.codes(key, cycle.translation_key),
            "replay": frozenset([YES] if replay else []),
        }
        sessions[key] = Past(key, cycle.translation_key, starts_at, values)
    return list(sessions.values())


def _shelves(
    sessions: Iterable[Past], *, tree: SiteTree, language: str, now: datetime.datetime
) -> Iterable[Shelf]:
    """The sessions of one page, in their order, cycle by cycle. Two queries."""
    sessions = list(sessions)
    groups = {
        group.key: group for group in _read_groups(tree, [session.key for session in sessions], now=now)
    }
    cycles = reading.read_cycles(tree, language=language)
    by_cycle: dict[UUID, list[Group]] = defaultdict(list)
    for session in sessions:
        by_cycle[session.cycle].append(groups[session.key])
    for key, members in by_cycle.items():
        shown = tree.cycle_for(key, language)
        items = build_items(members, tree=tree, cycles=cycles, language=language, now=now)
        yield Shelf(
            title=Phrase(shown.title, shown.language),
            address=tree.address(shown),
            sessions=tuple(
                Kept(item, tuple(_badges(group.words_for(language))))
                for item, group in zip(items, members, strict=True)
            ),
        )


def _read_groups(tree: SiteTree, keys: list[UUID], *, now: datetime.datetime) -> list[Group]:
    """What a list shows of these sessions, and whether they left minutes, a transcript and resources, without their texts."""
    texts = reading.model("SessionPage").objects.filter(pk=OuterRef("pk"))
    resources = reading.model("SessionResource").objects.filter(page=OuterRef("pk"))
    pages = _past(tree, now=now).filter(translation_key__in=keys).only(*reading.LISTED)
    return grouped(
        pages.annotate(
            has_minutes=Exists(texts.exclude(minutes="")),
            has_transcript=Exists(texts.exclude(transcript="")),
            has_resources=Exists(resources),
        ).order_by("pk")
    )


def _badges(page) -> Iterable[str]:
    """A replay is among the notices of every list."""
    if page.has_minutes:
        yield pgettext("record of a session", "Minutes")
    if page.has_transcript:
        yield gettext("Transcript")
    if page.has_resources:
        yield gettext("Resources")


def _filter(name: str, options: list[Option], *, names: Mapping[str, Phrase], language: str) -> Filter:
    whole, *others = [
        Choice(
            label=_label(name, option.value, names=names, language=language),
            count=option.count,
            address=archive_path(language=language) + option.query,
            is_chosen=option.is_chosen,
        )
        for option in options
    ]
    others.sort(key=lambda choice: choice.label.text.casefold(), reverse=name == "year")
    chosen = next((choice.label for choice in others if choice.is_chosen), None)
    return Filter(_titles()[name], (whole, *others), chosen)


def _titles() -> dict[str, str]:
    return {
        "year": gettext("Year"),
        "language": gettext("Language"),
        "organisation": gettext("Organisation"),
        "replay": gettext("Replay"),
    }


def _label(name: str, value: str, *, names: Mapping[str, Phrase], language: str) -> Phrase:
    if not value:
        return Phrase(pgettext("every value of a filter", "All"), language)
    if name == "language":
        return Phrase(endonym(value), value)
    if name == "organisation":
        return names[value]
    return Phrase(gettext("With a replay") if name == "replay" else value, language)


def _chrome(asked: Asked, *, tree: SiteTree, language: str, is_indexed: bool) -> Chrome:
    """The switcher keeps the filters. Only the whole archive's first page is indexed: all others are cut from it."""
    query = asked.query()
    return build_chrome(
        tree,
        language=language,
        published={each: archive_path(language=each) + query for each in tree.public_homes},
        canonical=archive_path(language=language),
        is_indexed=is_indexed,
    )
