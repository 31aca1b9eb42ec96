"""Everything that the page of one session is made of, read in as few queries as there are kinds of things."""

from dataclasses import dataclass
from typing import Any

from events import reading
from events.pictures import CARD, LOGO, PHOTO, POSTER, Picture, read_pictures


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
    """Read rows, people, organisations and pictures of a session. Six queries at most, one of them for each list of names."""
    reading.stage_rows((page, reading.SESSION_ROWS), (cycle, ["organisation_rows", "rhythm_exceptions"]))
    people = reading.read_people(row.person_id for row in page.person_rows.all())
    partners = [
        row.organisation_id for row in (*page.organisation_rows.all(), *cycle.organisation_rows.all())
    ]
    employers = [person.organisation_id for person in people.values() if person.organisation_id]
    organisations = reading.read_organisations([*partners, *employers])
    distinct = tuple(organisations[key] for key in dict.fromkeys(partners))
    return Material(
        page=page,
        cycle=cycle,
        people=people,
        organisations=organisations,
        partners=distinct,
        pictures=read_pictures(_wanted(page, cycle, distinct)),
    )


def read_joining_material(page, *, cycle) -> Material:
    """As much as the join page needs: the organisations (for their local times) and the names of the channels."""
    reading.stage_rows((page, ["organisation_rows", "channel_rows"]), (cycle, ["organisation_rows"]))
    partners = [
        row.organisation_id for row in (*page.organisation_rows.all(), *cycle.organisation_rows.all())
    ]
    organisations = reading.read_organisations(partners)
    distinct = tuple(organisations[key] for key in dict.fromkeys(partners))
    return Material(
        page=page, cycle=cycle, people={}, organisations=organisations, partners=distinct, pictures={}
    )


def _wanted(page, cycle, partners) -> list[tuple[int | None, str]]:
    photos = [(row.image_id, PHOTO) for row in page.photo_rows.all()]
    logos = [(each.logo_id, LOGO) for each in (cycle, *partners)]
    return [*photos, *logos, (page.poster_id, POSTER), (page.poster_id, CARD)]
