"""The page of an organisation: who it is, and what it takes part in.

It takes part in what names it: public cycles with all their sessions, sessions, news. Its feeds cover the same.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from events import reading
from events.abstract.rows import OrganisationRole
from events.addresses import organisation_path
from events.bodies import Body, body_of
from events.codes import Kind
from events.groups import Group, grouped
from events.languages import country_name
from events.phrases import Phrase
from events.pictures import LOGO, read_pictures
from events.presentation_chrome import Chrome, build_chrome
from events.presentation_news import NewsItem, build_news
from events.presentation_programme import Item, build_items
from events.site_tree import Node, SiteTree

UPCOMING = 12
PAST = 12
NEWS = 6


@dataclass(frozen=True)
class OrganisationView:
    """What the page shows. `roles` in the reader's words; `cycles`: title and path of each; `more_past`: there are older ones."""

    body: Body
    code: str
    country: str
    roles: tuple[str, ...]
    cycles: tuple[tuple[Phrase, str], ...]
    upcoming: tuple[Item, ...]
    past: tuple[Item, ...]
    more_past: bool
    news: tuple[NewsItem, ...]
    chrome: Chrome

    @property
    def items(self) -> tuple[Item, ...]:
        """Every session of the page."""
        return (*self.upcoming, *self.past)


@dataclass(frozen=True)
class _TakingPart:
    """What names an organisation: the nodes of cycles, its sessions yet to be narrowed, its roles."""

    cycles: tuple[Node, ...]
    sessions: QuerySet
    roles: frozenset[str]


def build_organisation(
    tree: SiteTree, *, code: str, language: str, now: datetime.datetime
) -> OrganisationView | None:
    """The page for readers of `language`, the active one; None for an organisation that takes part in nothing public."""
    found = reading.model("Organisation").objects.filter(code=code).prefetch_related("names").first()
    if found is None:
        return None
    part = _taking_part(found, tree=tree)
    upcoming, past = _sessions(part.sessions, now=now)
    articles = _news(found, tree=tree, language=language)
    if not (part.roles or articles or _is_in_news(found, tree=tree)):
        return None
    cycles = reading.read_cycles(tree, language=language)
    listed = {"tree": tree, "cycles": cycles, "language": language, "now": now}
    body = body_of(found, read_pictures([(found.logo_id, LOGO)]), language=language)
    return OrganisationView(
        body=replace(body, name=replace(body.name, address="")),
        code=code,
        country=country_name(found.country, language=language) if found.country else "",
        roles=tuple(str(role.label) for role in OrganisationRole if role.value in part.roles),
        cycles=tuple(_cycle_links(part.cycles, tree=tree, language=language)),
        upcoming=tuple(build_items(upcoming, **listed)),
        past=tuple(build_items(past[:PAST], **listed)),
        more_past=len(past) > PAST,
        news=tuple(build_news(articles, tree=tree)),
        chrome=_chrome(code, tree=tree, language=language),
    )


def public_organisations(tree: SiteTree) -> Any:
    """Those that have a page: what a public cycle, session or article names; a query yet to be narrowed."""
    public: dict[str, Any] = {
        "SessionOrganisation": reading.public_sessions(tree, tree.cycles()).values("pk"),
        "CycleOrganisation": [node.pk for node in tree.cycles()],
        "NewsOrganisation": reading.public_news(tree, tree.public_homes).order_by().values("pk"),
    }
    named = Q(pk__in=[])
    for rows, pages in public.items():
        named |= Q(
            pk__in=reading.model(rows).objects.filter(page__in=pages).order_by().values("organisation")
        )
    return reading.model("Organisation").objects.filter(named)


def named_in_cycles(organisation_rows: Iterable[Any], tree: SiteTree) -> tuple[Node, ...]:
    """The public cycle pages that rows of organisations stand on."""
    pages = {row.page_id for row in organisation_rows}
    return tuple(node for node in tree.cycles() if node.pk in pages)


def _taking_part(organisation, *, tree: SiteTree) -> _TakingPart:
    cycle_rows = list(
        reading.model("CycleOrganisation").objects.filter(
            organisation=organisation.pk, page__in=[node.pk for node in tree.cycles()]
        )
    )
    cycles = named_in_cycles(cycle_rows, tree)
    public = reading.public_sessions(tree, tree.cycles())
    own_rows = reading.model("SessionOrganisation").objects.filter(organisation=organisation.pk)
    # Their primary keys, and no join: one session is named by several rows.
    inside = Q(pk__in=own_rows.values("page"))
    for node in cycles:
        inside |= Q(path__startswith=node.path)
    own_roles = own_rows.filter(page__in=public.values("pk")).values_list("role", flat=True).distinct()
    return _TakingPart(
        cycles=cycles,
        sessions=public.filter(inside).only(*reading.LISTED),
        roles=frozenset([*own_roles.order_by(), *(row.role for row in cycle_rows)]),
    )


def _sessions(sessions: QuerySet, *, now: datetime.datetime) -> tuple[list[Group], list[Group]]:
    """The next ones, in the order of time, and the latest, newest first: one more of these than the page shows."""
    versions = len(reading.languages())
    upcoming = sessions.filter(ends_at__gt=now).order_by("starts_at", "translation_key")
    past = sessions.filter(ends_at__lte=now).order_by("-starts_at", "translation_key")
    return (
        grouped(upcoming[: UPCOMING * versions])[:UPCOMING],
        grouped(past[: (PAST + 1) * versions])[: PAST + 1],
    )


def _news(organisation, *, tree: SiteTree, language: str) -> list[Any]:
    named = reading.model("NewsOrganisation").objects.filter(organisation=organisation.pk)
    return list(reading.latest_news(tree, language=language).filter(pk__in=named.values("page"))[:NEWS])


def _is_in_news(organisation, *, tree: SiteTree) -> bool:
    """Whether some language has public news of it."""
    named = reading.model("NewsOrganisation").objects.filter(organisation=organisation.pk)
    return reading.public_news(tree, tree.public_homes).filter(pk__in=named.values("page")).exists()


def _cycle_links(nodes: Iterable[Node], *, tree: SiteTree, language: str) -> Iterable[tuple[Phrase, str]]:
    for key in dict.fromkeys(node.translation_key for node in nodes):
        shown = tree.cycle_for(key, language)
        if shown:
            yield Phrase(shown.title, shown.language), tree.address(shown)


def _chrome(code: str, *, tree: SiteTree, language: str) -> Chrome:
    versions = {each: organisation_path(code, language=each) for each in tree.public_homes}
    return build_chrome(
        tree,
        language=language,
        published=versions,
        canonical=versions[language],
        scope_code=code,
        scope_kind=Kind.ORGANISATION,
    )
