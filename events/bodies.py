"""Organisations as pages show them: the name for this reader, the logo, and where they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events import reading
from events.phrases import Name, name_of
from events.pictures import LOGO, Picture, read_pictures


@dataclass(frozen=True)
class Body:
    """An organisation; `logo` if it has one, `timezone` an IANA name, `owners` the pages that name it."""

    name: Name
    logo: Picture | None
    timezone: str
    owners: frozenset[int] = frozenset()


def body_of(organisation, pictures: Mapping, *, language: str, owners: Iterable[int] = ()) -> Body:
    """One organisation for readers of `language`; `pictures` as events.pictures gives them."""
    return Body(
        name=name_of(organisation, language=language),
        logo=pictures.get((organisation.logo_id, LOGO)),
        timezone=organisation.timezone,
        owners=frozenset(owners),
    )


def read_bodies(cycles: Iterable[Any], *, language: str) -> tuple[Body, ...]:
    """The organisations of some cycles, each once, in the editors' order. Four queries."""
    owners: dict[int, list[int]] = {}
    for row in reading.read_roles(cycles):
        owners.setdefault(row.organisation_id, []).append(row.page_id)
    organisations = reading.read_organisations(owners)
    pictures = read_pictures([(each.logo_id, LOGO) for each in organisations.values()])
    return tuple(
        body_of(organisations[key], pictures, language=language, owners=pages)
        for key, pages in owners.items()
    )
