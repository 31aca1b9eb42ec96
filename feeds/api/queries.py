"""What may be asked: the parameters of each list, checked, and the rows that they mean."""

import datetime
import re
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from events.conf import languages
from events.folding import words_asked
from events.states import SOON_BEFORE
from feeds.api.records import Resource, ResourceKind
from feeds.api.schemas import OrganisationRole, State, Status

MAX_LIMIT = 100
CODE = r"^[a-z0-9-]{2,40}$"
CycleCode = Annotated[str, Field(pattern=CODE, examples=["solidarites"])]
OrganisationCode = Annotated[str, Field(pattern=CODE, examples=["icom-france"])]
Spoken = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["fr"])]


def _digits(value: object) -> object:
    # Pydantic would take underscores, blanks and digits of every script.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError("digits only, such as 20")
    return value


def _day(value: object) -> object:
    # Pydantic would take seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day such as 2026-11-26")
    return value


Whole = Annotated[int, BeforeValidator(_digits)]
Day = Annotated[datetime.date, BeforeValidator(_day)]


def default_language() -> str:
    """The site's first language."""
    return languages()[0]


class Asked(Schema):
    """What every address takes. Nothing else is taken: a parameter that is misspelt must not look as if it worked."""

    model_config = ConfigDict(extra="forbid")

    lang: str = Field(
        default_factory=default_language, description="A language of the site (/languages); else its first."
    )


class Part(Asked):
    """A part of a list."""

    limit: Whole = Field(20, ge=1, le=MAX_LIMIT)
    offset: Whole = Field(0, ge=0, le=1_000_000)


class Searched(Part):
    """A part of what is found."""

    q: str = Field(
        "", max_length=200, description="Words that all must occur; accents and points make no difference."
    )


class OfOrganisation(Searched):
    """A part of what organisations take part in."""

    organisation: OrganisationCode | None = Field(
        None, description="Code of an organisation, in whatever role."
    )
    role: OrganisationRole | None = Field(None, description="With `organisation`: in this role only.")


class SessionsAsked(OfOrganisation):
    """Which sessions, in which order."""

    since: Day | None = Field(
        None, alias="from", description="Sessions that start on this day (UTC) or later."
    )
    until: Day | None = Field(
        None, alias="to", description="Sessions that start on this day (UTC) or earlier."
    )
    cycle: CycleCode | None = Field(None, description="Code of a cycle.")
    status: Status | None = None
    state: State | None = Field(None, description="At this moment.")
    spoken: Spoken | None = Field(None, description="A language that is spoken, or interpreted.")
    order: Literal["starts_at", "-starts_at"] = "starts_at"


class NewsAsked(OfOrganisation):
    """Which articles, in which order."""

    since: Day | None = Field(None, alias="from", description="Articles of this day or later.")
    until: Day | None = Field(None, alias="to", description="Articles of this day or earlier.")
    cycle: CycleCode | None = Field(None, description="Code of a cycle.")
    order: Literal["date", "-date"] = "-date"


class ChangesAsked(Asked):
    """Which changes."""

    cursor: str = Field(
        "0-0",
        pattern=r"^[0-9]{1,15}-[0-9]{1,15}$",
        description="That of the last answer; without it, everything there is.",
    )
    limit: Whole = Field(MAX_LIMIT, ge=1, le=MAX_LIMIT)


def rows_asked(kind: ResourceKind, asked: Asked, *, now: datetime.datetime) -> QuerySet[Resource]:
    """The resources that a query means, in its order."""
    rows = Resource.objects.filter(kind=kind, language=asked.lang, is_gone=False)
    for name in _tags(asked):
        rows = rows.filter(tags__name=name)
    if isinstance(asked, Searched):
        for word in words_asked(asked.q):
            rows = rows.filter(text__contains=word)
    if isinstance(asked, SessionsAsked) and asked.state:
        rows = rows.filter(_in_state(asked.state, now=now))
    return _between(rows, asked).order_by(*_order(asked), "code", "key")


def changed_since(cursor: str, *, language: str) -> QuerySet[Resource]:
    """What is new, different or gone behind a cursor, oldest first."""
    edition, last = map(int, cursor.split("-"))
    later = Q(edition__gt=edition) | Q(edition=edition, pk__gt=last)
    return Resource.objects.filter(later, language=language).order_by("edition", "pk")


def edition_of(cursor: str) -> int:
    """The edition that a cursor is of."""
    return int(cursor.partition("-")[0])


def cursor_of(row: Resource) -> str:
    """The cursor that says: everything up to this row was seen."""
    return f"{row.edition}-{row.pk}"


def find_row(kind: ResourceKind, name: str | UUID, *, language: str) -> Resource | None:
    """A resource by its code, or by its key; also one that is gone."""
    by = {"key": name} if isinstance(name, UUID) else {"code": name}
    return Resource.objects.filter(kind=kind, language=language, **by).order_by("is_gone").first()


def _tags(asked: Asked) -> list[str]:
    given = asked.model_dump(exclude_none=True)
    organisation = given.get("organisation")
    tags = [f"{given.get('role', 'organisation')}:{organisation}"] if organisation else []
    return tags + [f"{name}:{given[name]}" for name in ("cycle", "status", "spoken") if given.get(name)]


def _between(rows: QuerySet[Resource], asked: Asked) -> QuerySet[Resource]:
    if since := getattr(asked, "since", None):
        rows = rows.filter(at__gte=datetime.datetime.combine(since, datetime.time.min, datetime.UTC))
    if until := getattr(asked, "until", None):
        rows = rows.filter(at__lte=datetime.datetime.combine(until, datetime.time.max, datetime.UTC))
    return rows


def _order(asked: Asked) -> list[str]:
    order = getattr(asked, "order", "")
    return [f"{'-' if order.startswith('-') else ''}at"] if order else []


def _in_state(state: str, *, now: datetime.datetime) -> Q:
    """As events.states.state decides."""
    live = Q(at__lte=now, ends_at__gt=now)
    is_soon = Q(at__lte=now + SOON_BEFORE)
    return {
        "live": live,
        "open": Q(opens_at__lte=now, closes_at__gt=now) & ~live,
        "replay": Q(closes_at__lte=now, has_replay=True),
        "ended": Q(closes_at__lte=now, has_replay=False),
        "soon": Q(opens_at__gt=now) & is_soon,
        "scheduled": Q(opens_at__gt=now) & ~is_soon,
    }[state]
