"""What the public pages read from the database: each function is one query, however many sessions there are."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from wagtail.models import Page

from events.conf import languages
from events.groups import Group, grouped
from events.own_types import as_own_type
from events.site_tree import Node, SiteTree
from events.unions import read_rows

# What a list of sessions shows; above all, not the columns that grant entry to a meeting.
LISTED = (
    "path", "url_path", "slug", "title", "translation_key", "locale__language_code", "code", "number", "date", "start_time",
    "end_time", "timezone", "starts_at", "ends_at", "previous_starts", "status", "theme_pending", "is_origin", "spoken",
    "interpreted", "captioned", "replay",
)  # fmt: skip
# What the page of one session shows of other tables' rows, each at most one.
WHOLE = ("locale", "poster", "captions")
CYCLE_ROWS = ("organisation_rows", "rhythm_exceptions")
SESSION_ROWS = (
    "organisation_rows",
    "person_rows",
    "question_rows",
    "channel_rows",
    "photo_rows",
    "resource_rows",
)

# What a page shows of a person or an organisation.
PERSON_COLUMNS = (
    "id",
    "name_original",
    "script_language",
    "name_latin",
    "website",
    "organisation_id",
)
ORGANISATION_COLUMNS = (
    "id", "key", "code", "name_original", "script_language", "name_latin", "website", "country", "timezone", "contact_email",
    "logo_id",
)  # fmt: skip


def model(name: str) -> type[Model]:
    """A concrete model of ours. By name, because the models' own methods call this module."""
    return apps.get_model("parvis_events", name)


def public_sessions(tree: SiteTree, cycles: Iterable[Node]) -> QuerySet:
    """Published sessions below these cycles that anybody may view; a query yet to be narrowed."""
    return model("SessionPage").objects.published().filter(_inside(tree, cycles)).select_related("locale")


def _inside(tree: SiteTree, cycles: Iterable[Node]) -> Q:
    inside = Q(pk__in=[])
    for node in cycles:
        inside |= Q(path__startswith=node.path)
    for restriction in tree.restrictions:
        inside &= ~Q(path__startswith=restriction.page.path)
    return inside


def upcoming(tree: SiteTree, *, now: datetime, limit: int) -> list[Group]:
    """The next sessions that are not over at `now`, in the order of time, cancelled ones included."""
    pages = (
        public_sessions(tree, tree.cycles()).filter(ends_at__gt=now).order_by("starts_at", "translation_key")
    )
    return grouped(pages.only(*LISTED)[: limit * len(languages())])[:limit]


def latest_replay(tree: SiteTree, *, now: datetime) -> Group | None:
    """The newest past session that has a replay."""
    pages = public_sessions(tree, tree.cycles()).filter(ends_at__lte=now).exclude(replay="")
    newest = pages.only(*LISTED).order_by("-starts_at", "translation_key")[: len(languages())]
    return next(iter(grouped(newest)), None)


def programme(tree: SiteTree, *, key: UUID) -> list[Group]:
    """Every public session of a cycle, published in whatever language, in the order of time."""
    pages = public_sessions(tree, tree.cycles(key)).order_by("starts_at", "translation_key")
    return grouped(pages.only(*LISTED))


def neighbours(
    tree: SiteTree, *, key: UUID, session: UUID, starts_at: datetime
) -> tuple[Group | None, Group | None]:
    """The sessions of the cycle `key` just before and just after a moment, without the one named by its translation key."""
    others = public_sessions(tree, tree.cycles(key)).exclude(translation_key=session)
    before = others.filter(starts_at__lt=starts_at).order_by("-starts_at").values("starts_at")[:1]
    after = others.filter(starts_at__gt=starts_at).order_by("starts_at").values("starts_at")[:1]
    groups = grouped(
        others.filter(Q(starts_at=before) | Q(starts_at=after)).only(*LISTED).order_by("starts_at", "code")
    )
    earlier = [group for group in groups if group.facts.starts_at < starts_at]
    later = [group for group in groups if group.facts.starts_at > starts_at]
    return (earlier[-1] if earlier else None, later[0] if later else None)


def sessions_named(tree: SiteTree, *, key: UUID, slug: str) -> list[Group]:
    """The public sessions of the cycle `key` that have this slug in some language, each in all its languages."""
    cycles = tree.cycles(key)
    # The keys come from one table: as a join of two, PostgreSQL walks through all sessions for each of them, as long as
    # it has no statistics.
    named = Page.objects.live().filter(_inside(tree, cycles), slug=slug, alias_of__isnull=True)
    pages = public_sessions(tree, cycles).filter(translation_key__in=named.values("translation_key"))
    return grouped(as_own_type(page) for page in pages.select_related(*WHOLE).order_by("pk"))


def session_of(tree: SiteTree, **identity) -> Group | None:
    """The published session with this code or translation key, in all its languages."""
    return _whole_group(tree, **identity)


def next_session(tree: SiteTree, *, now: datetime):
    """The next session that takes place, None when there is none; facts only."""
    pages = public_sessions(tree, tree.cycles()).filter(
        ends_at__gt=now, status__in=("tentative", "confirmed")
    )
    return pages.only(*LISTED).order_by("starts_at", "pk").first()


def _whole_group(tree: SiteTree, **filters) -> Group | None:
    pages = public_sessions(tree, tree.cycles()).filter(**filters).select_related(*WHOLE)
    return next(iter(grouped(pages.order_by("pk"))), None)


def read_cycles(tree: SiteTree, *, language: str, key: UUID | None = None) -> dict[str, Model]:
    """The cycle pages that readers of a language are shown, by the tree paths of all pages of each cycle."""
    nodes = tree.cycles(key)
    chosen = {node.translation_key: tree.cycle_for(node.translation_key, language).pk for node in nodes}
    pages = model("CyclePage").objects.filter(pk__in=chosen.values()).select_related("locale", "logo")
    by_key = {page.translation_key: page for page in pages}
    return {node.path: by_key[node.translation_key] for node in nodes}


def cycle_at(path: str) -> Model:
    """The cycle page at a place in the page tree, in whatever state it is."""
    return model("CyclePage").objects.select_related("locale", "logo").get(path=path)


def latest_news(tree: SiteTree, *, language: str) -> QuerySet:
    """Public news of one language, the newest first; a query to be cut."""
    return public_news(tree, [language])


def public_news(tree: SiteTree, languages: Iterable[str]) -> QuerySet:
    """Public news of some languages, the newest first; a query to be cut."""
    below = Q(pk__in=[])
    for node in (each for language in languages for each in tree.below(language)):
        below |= Q(path__startswith=node.path)
    for restriction in tree.restrictions:
        below &= ~Q(path__startswith=restriction.page.path)
    pages = model("NewsPage").objects.live().filter(below, alias_of__isnull=True)
    return pages.select_related("locale").order_by("-date", "-first_published_at", "-pk")


def news_versions(tree: SiteTree, *, key: UUID) -> dict[str, Model]:
    """The public pages of one article, by language."""
    pages = model("NewsPage").objects.live().filter(translation_key=key).select_related("locale")
    return {
        page.language: page
        for page in pages
        if page.language in tree.public_homes and not tree.is_closed(page.path)
    }


def stage_rows(*wanted: tuple[Model, Iterable[str]]) -> None:
    """Read child relations of pages in one query at most, and stage them on the pages as a form or a preview does.

    `wanted`: pairs of a page and names of its relations. What is staged already (a preview) stays as it is.
    """
    missing = [
        (page, relation)
        for page, relations in wanted
        for relation in relations
        if page.pk and relation not in page.__dict__.get("_cluster_related_objects", {})
    ]
    rows = read_rows((_rows_of(page, relation), ()) for page, relation in missing)
    for (page, relation), found in zip(missing, rows, strict=True):
        found.sort(key=lambda row: (getattr(row, "sort_order", None) or 0, row.pk))
        page.__dict__.setdefault("_cluster_related_objects", {})[relation] = found


def _rows_of(page: Model, relation: str) -> QuerySet:
    field = page._meta.get_field(relation)
    return field.related_model.objects.filter(**{field.field.attname: page.pk})


def read_directory(
    *, people: Iterable[int], organisations: Iterable[int]
) -> tuple[dict[int, Model], dict[int, Model]]:
    """People and organisations by primary key, with their names and with the people's employers. One query, none for nobody."""
    people, organisations = set(people), set(organisations)
    if not people and not organisations:
        return {}, {}
    persons = model("Person").objects.filter(pk__in=people)
    named = Q(pk__in=organisations) | Q(pk__in=persons.values("organisation_id"))
    bodies = model("Organisation").objects.filter(named)
    found = read_rows(
        [
            (persons, PERSON_COLUMNS),
            (model("PersonName").objects.filter(person__in=persons), ()),
            (bodies, ORGANISATION_COLUMNS),
            (model("OrganisationName").objects.filter(organisation__in=bodies), ()),
        ]
    )
    return _with_names(found[0], found[1], "person_id"), _with_names(found[2], found[3], "organisation_id")


def _with_names(named: Iterable[Model], names: Iterable[Model], owner: str) -> dict[int, Model]:
    """By primary key, with the names staged as a form does it."""
    by_key = {each.pk: each for each in named}
    for each in by_key.values():
        each.__dict__["_cluster_related_objects"] = {"names": []}
    for name in sorted(names, key=lambda each: each.pk):
        by_key[getattr(name, owner)].__dict__["_cluster_related_objects"]["names"].append(name)
    return by_key


def read_organisations(primary_keys: Iterable[int]) -> dict[int, Model]:
    """Organisations with their names and logos; two queries, none for none."""
    return (
        model("Organisation")
        .objects.select_related("logo")
        .prefetch_related("names")
        .in_bulk(set(primary_keys))
    )
