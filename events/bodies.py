"""Organisations as pages show them: the name for this reader, the logo, and where they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events import reading
from events.phrases import Name, name_of
from events.pictures import LOGO, Picture, read_pictures


@dataclass(frozen=True)
class Body:
    """An organisation; `logo` if it has one, `timezone` an IANA name, `owners` the pages that name it, with its roles there."""

    name: Name
    logo: Picture | None
    timezone: str
    owners: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()


def body_of(
    organisation, pictures: Mapping, *, language: str, owners: Iterable[int] = (), roles: Iterable[str] = ()
) -> Body:
    """One organisation for readers of `language`; `pictures` as events.pictures gives them."""
    return Body(
        name=name_of(organisation, language=language),
        logo=pictures.get((organisation.logo_id, LOGO)),
        timezone=organisation.timezone,
        owners=frozenset(owners),
        roles=frozenset(roles),
    )


def read_bodies(
    cycles: Iterable[Any], *, language: str, logos: Iterable[int | None] = ()
) -> tuple[tuple[Body, ...], dict]:
    """The organisations of some cycles, each once, in the editors' order; and the pictures of their logos.

    `logos`: images to be read with theirs. Three queries, one of them for all rows of the cycles.
    """
    cycles = list(cycles)
    reading.stage_rows(*((cycle, reading.CYCLE_ROWS) for cycle in cycles))
    rows = [row for cycle in cycles for row in cycle.organisation_rows.all()]
    _people, organisations = reading.read_directory(
        people=[], organisations=[row.organisation_id for row in rows]
    )
    wanted = [*(each.logo_id for each in organisations.values()), *logos]
    pictures = read_pictures((image, LOGO) for image in wanted)
    bodies = tuple(
        body_of(
            organisations[key],
            pictures,
            language=language,
            owners=[row.page_id for row in rows if row.organisation_id == key],
            roles=[row.role for row in rows if row.organisation_id == key],
        )
        for key in dict.fromkeys(row.organisation_id for row in rows)
    )
    return bodies, pictures


def in_role(bodies: Iterable[Body], role: str) -> tuple[Name, ...]:
    """The names of those that have a role."""
    return tuple(body.name for body in bodies if role in body.roles)
