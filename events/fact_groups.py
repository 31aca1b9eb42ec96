"""A translation group as it is stored: who owns the facts, who is out of line, and bringing those back.

Everything here reads the database and not pages in memory, so it is right whatever wrote the rows.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import models

from events.fact_rows import stored_rows, write_rows

Facts = dict[str, object]


class Member(NamedTuple):
    """One page of a translation group, as far as the choice of a source needs it."""

    pk: int
    is_origin: bool
    live: bool
    was_published: bool


def source_of_facts(group: Iterable[Member], *, page: int | None) -> int | None:
    """Primary key of the page whose stored facts `page` must have; `page` itself where it keeps its own.

    The origin while it is live. While it is not, what was published last holds: a live follower's facts, or those
    that the followers kept. An origin that was never published gives its draft facts to drafts only.
    """
    group = list(group)
    origin = next((member for member in group if member.is_origin), None)
    if origin is None or origin.pk == page:
        return page
    if origin.live:
        return origin.pk
    published = [member.pk for member in group if member.live]
    kept = [member.pk for member in group if not member.is_origin]
    if published:
        return min(published)
    return min(kept, default=origin.pk) if origin.was_published else origin.pk


def read_members(model: type[models.Model], key: UUID, *, lock: bool = False) -> list[Member]:
    """The pages of a group, oldest first. With `lock`, inside a transaction, nobody else saves any of them until its end."""
    pages = model._base_manager.filter(translation_key=key).order_by("pk")
    if lock:
        # Always the whole group and in this order, or two editors could wait for each other. Without the key, for a
        # row elsewhere that only refers to a page (a subscription, a log entry) shall not have to wait.
        pages = pages.select_for_update(no_key=True)
    columns = pages.values_list("pk", "is_origin", "live", "first_published_at")
    return [Member(pk, is_origin, live, first is not None) for pk, is_origin, live, first in columns]


def fact_columns(model: type[models.Model]) -> list[str]:
    """The columns behind `fact_fields`."""
    return [model._meta.get_field(name).attname for name in model.fact_fields]


def stored_facts(model: type[models.Model], pages: Iterable[int]) -> dict[int, Facts]:
    """All facts of these pages: primary key -> name of the column or relation -> value. Equal facts, equal values."""
    columns = model._base_manager.filter(pk__in=pages).values("pk", *fact_columns(model))
    facts = {row.pop("pk"): row for row in columns}
    for page, rows in stored_rows(model, facts).items():
        facts[page] |= rows
    return facts


def drift(members: Sequence[Member], facts: dict[int, Facts]) -> dict[int, list[str]]:
    """For each page that differs from the page whose facts it must have: the names of these facts."""
    wrong = {}
    for page in (member.pk for member in members):
        expected = facts[source_of_facts(members, page=page)]
        names = [name for name, value in facts[page].items() if value != expected[name]]
        if names:
            wrong[page] = names
    return wrong


def align(model: type[models.Model], key: UUID) -> set[int]:
    """Give every page of a locked group the facts of its source; returns the primary keys of those that changed."""
    members = read_members(model, key)
    if len(members) < 2:
        return set()
    facts = stored_facts(model, [member.pk for member in members])
    wrong = drift(members, facts)
    for page, names in wrong.items():
        expected = facts[source_of_facts(members, page=page)]
        _write(model, page, {name: expected[name] for name in names})
    return set(wrong)


def _write(model: type[models.Model], page: int, facts: Facts) -> None:
    relations = {*model.fact_rows, *model.word_rows}
    columns = {name: value for name, value in facts.items() if name not in relations}
    if columns:
        model._base_manager.filter(pk=page).update(**columns)
    for relation in relations & set(facts):
        write_rows(model, relation, page=page, facts=facts[relation])
