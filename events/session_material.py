"""Everything that the page of one session is made of, read in as few queries as there are kinds of things."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from events import reading
from events.pictures import (
    CARD,
    LOGO,
    PHOTO,
    POSTER,
    SMALL_PHOTO,
    SMALL_POSTER,
    Picture,
    copies,
    read_pictures,
)

JOINING_ROWS = ("organisation_rows", "channel_rows")


@dataclass(frozen=True)
class Material:
    """A session page with its words, the cycle page that its reader is shown, and what their rows name.

    `people` and `organisations` by primary key; `partners` are the organisations of session and cycle, each once; `pictures`
    as events.pictures gives them.
    """

    page: Any
    cycle: Any
    people: dict[int, Any]
    organisations: dict[int, Any]
    partners: tuple[Any, ...]
    pictures: dict[tuple[int, str], Picture]


def read_material(page, *, cycle) -> Material:
    """Read rows, names and pictures of a session. Three queries."""
    return read_materials([(page, cycle)])[0]


def read_materials(pairs: Iterable[tuple[Any, Any]]) -> list[Material]:
    """The same for several pages of one session, each with the cycle page of its reader: three queries for all of them.

    `pairs`: at least one; pages and cycles may come again.
    """
    pairs = list(pairs)
    _stage(pairs, page_rows=reading.SESSION_ROWS, cycle_rows=reading.CYCLE_ROWS)
    people, organisations = reading.read_directory(
        people=[row.person_id for page, _cycle in pairs for row in page.person_rows.all()],
        organisations=[key for pair in pairs for key in _partner_keys(*pair)],
    )
    drafts = [_material(*pair, people=people, organisations=organisations) for pair in pairs]
    pictures = read_pictures(wanted for draft in drafts for wanted in _wanted(draft))
    for draft in drafts:
        draft.pictures.update(pictures)
    return drafts


def read_joining_material(page, *, cycle) -> Material:
    """As much as the join page needs: the organisations (for their local times) and the names of the channels."""
    _stage([(page, cycle)], page_rows=JOINING_ROWS, cycle_rows=["organisation_rows"])
    _people, organisations = reading.read_directory(people=[], organisations=_partner_keys(page, cycle))
    return _material(page, cycle, people={}, organisations=organisations)


def _stage(pairs: list[tuple[Any, Any]], *, page_rows: Iterable[str], cycle_rows: Iterable[str]) -> None:
    pages = {id(page): (page, page_rows) for page, _cycle in pairs}
    cycles = {id(cycle): (cycle, cycle_rows) for _page, cycle in pairs}
    reading.stage_rows(*pages.values(), *cycles.values())


def _partner_keys(page, cycle) -> list[int]:
    """Organisations of session and cycle, each once, in the editors' order."""
    rows = (*page.organisation_rows.all(), *cycle.organisation_rows.all())
    return list(dict.fromkeys(row.organisation_id for row in rows))


def _material(page, cycle, *, people: dict[int, Any], organisations: dict[int, Any]) -> Material:
    """Without its pictures."""
    return Material(
        page=page,
        cycle=cycle,
        people=people,
        organisations=organisations,
        partners=tuple(organisations[key] for key in _partner_keys(page, cycle)),
        pictures={},
    )


def _wanted(material: Material) -> list[tuple[int | None, str]]:
    page = material.page
    photos = [(row.image_id, size) for row in page.photo_rows.all() for size in copies(SMALL_PHOTO, PHOTO)]
    logos = [(each.logo_id, LOGO) for each in (material.cycle, *material.partners)]
    posters = [(page.poster_id, size) for size in (*copies(SMALL_POSTER, POSTER), CARD)]
    return [*photos, *logos, *posters]
