"""The sessions that a user may see in the admin, read in a number of queries that does not grow."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.conf import languages
from events.models import CycleOrganisation, CyclePage, Organisation, SessionOrganisation, SessionPage
from events.programme.listing import Cycle, Session, Version

FACTS = (
    "code", "number", "date", "start_time", "end_time", "timezone", "starts_at", "ends_at", "status", "theme_pending",
)  # fmt: skip
LANGUAGES = ("spoken", "interpreted", "captioned")
PAGE = (
    "pk",
    "path",
    "translation_key",
    "is_origin",
    "live",
    "title",
    "draft_title",
    "has_unpublished_changes",
)


@dataclass(frozen=True)
class Powers:
    """Of some pages, those that a user may edit and those that the user may publish, by primary key."""

    editable: frozenset[int]
    publishable: frozenset[int]


def read_sessions(user) -> list[Session]:
    """Each session with a page that the user may find in the page explorer, drafts included; in no order.

    A published session has its public facts, another one those of its draft.
    """
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    rows = (
        SessionPage.objects.filter(pk__in=explorable.order_by().values("pk"))
        .order_by("path")
        .values(*PAGE, *FACTS, *LANGUAGES, language=F("locale__language_code"))
    )
    groups: dict[object, list[dict]] = defaultdict(list)
    for row in rows:
        groups[row["translation_key"]].append(row)
    ranks = {code: rank for rank, code in enumerate(languages())}
    sorted_groups = [
        sorted(group, key=lambda row: ranks.get(row["language"], len(ranks))) for group in groups.values()
    ]
    cycles, roles, cycle_roles = (
        _read_cycles(),
        _read_roles(SessionOrganisation),
        _read_roles(CycleOrganisation),
    )
    live = _read_live()
    return [
        _session(group, cycles=cycles, roles=roles, cycle_roles=cycle_roles, live=live)
        for group in sorted_groups
    ]


def read_organisations(sessions: Iterable[Session]) -> dict[int, Organisation]:
    """The organisations of sessions and of their cycles, with their names, by primary key. Two queries."""
    wanted: set[int] = set()
    for session in sessions:
        wanted |= {pk for pk, _role in session.organisations} | session.cycle_organisations
    return Organisation.objects.prefetch_related("names").in_bulk(wanted)


def read_powers(user, pages: Collection[int]) -> Powers:
    """What the user may do with these pages: facts are published by those who may add pages. Three queries at most."""
    return Powers(
        editable=_allowed(user, "change", pages),
        publishable=_allowed(user, "publish", pages) & _allowed(user, "add", pages),
    )


def _allowed(user, action: str, pages: Collection[int]) -> frozenset[int]:
    if user.is_superuser and user.is_active:
        return frozenset(pages)
    allowed = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, action)
    return frozenset(allowed.filter(pk__in=pages).values_list("pk", flat=True))


def _read_live() -> dict[object, set[str]]:
    """The languages in which each session is published, those that the user may not see included. One query."""
    live: dict[object, set[str]] = defaultdict(set)
    pages = SessionPage.objects.filter(live=True)
    for key, language in pages.values_list("translation_key", "locale__language_code"):
        live[key].add(language)
    return live


def _read_cycles() -> dict[str, tuple[int, Cycle]]:
    """Cycle pages with their primary keys, by their place in the tree."""
    rows = CyclePage.objects.values(
        "pk", "path", "code", "translation_key", "draft_title", language=F("locale__language_code")
    )
    return {
        row["path"]: (
            row["pk"],
            Cycle(
                key=row["translation_key"],
                code=row["code"],
                title=row["draft_title"],
                language=row["language"],
            ),
        )
        for row in rows
    }


def _read_roles(model) -> dict[int, list[tuple[int, str]]]:
    """Organisations and their roles, by the primary key of the page."""
    roles: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for page, organisation, role in model.objects.order_by("sort_order", "pk").values_list(
        "page_id", "organisation_id", "role"
    ):
        roles[page].append((organisation, role))
    return roles


def _session(group: list[dict], *, cycles: dict, roles: dict, cycle_roles: dict, live: dict) -> Session:
    """One session of the rows of its pages; the facts are the origin's, where it is among them."""
    row = next((each for each in group if each["is_origin"]), group[0])
    versions = {each["pk"]: _version(each) for each in group}
    cycle_pk, cycle = cycles[row["path"][: -SessionPage.steplen]]
    return Session(
        page=versions[row["pk"]],
        versions=tuple(versions.values()),
        cycle=cycle,
        **{name: row[name] for name in FACTS},
        **{name: tuple(row[name]) for name in LANGUAGES},
        organisations=tuple(roles.get(row["pk"], ())),
        cycle_organisations=frozenset(pk for pk, _role in cycle_roles.get(cycle_pk, ())),
        live_in=frozenset(live.get(row["translation_key"], ())),
    )


def _version(row: dict) -> Version:
    return Version(
        pk=row["pk"],
        language=row["language"],
        title=row["draft_title"],
        public_title=row["title"] if row["live"] else "",
        is_live=row["live"],
        has_draft=row["has_unpublished_changes"] or not row["live"],
        is_origin=row["is_origin"],
    )
