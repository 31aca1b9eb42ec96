"""What an embed shows of a scope in one language at one moment: frozen values, from what the API says (feeds/api).

Speaks the active language, which `language` must name.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from events import states
from events.addresses import absolute
from events.phrases import Phrase
from events.presentation_state import (
    NO_CHANGE,
    Moment,
    Notice,
    max_age_seconds,
    notices_of,
    phase_of,
)
from events.presentation_when import When, build_when
from feeds.api.records import Resource, ResourceKind, Tag
from feeds.api.sessions import TRANSLATED
from feeds.scopes import ALL, Scope

# Sessions that each layout shows at most, and that any shows of those that are over.
MOST = {"next": 1, "list": 6, "table": 100}
OVER = 6
# Tags of what does not take place.
CALLED_OFF = ("status:cancelled", "status:postponed")


@dataclass(frozen=True)
class Embedded:
    """One session. `title` says in which language it is; `phase` as events.presentation_state says; `languages` are endonyms."""

    number: int | None
    title: Phrase
    address: str
    is_fallback: bool
    when: When
    phase: str
    notices: tuple[Notice, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """A scope: its title, the page of people, its sessions to come, else the last ones; for how long that is true (seconds)."""

    title: Phrase
    address: str
    sessions: tuple[Embedded, ...]
    is_past: bool
    has_more: bool
    max_age_seconds: int


@dataclass(frozen=True)
class Told:
    """A session as events' presentation wants it, from what the API says of it."""

    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    status: str
    previous_starts: list[str]
    replay: str


def read_programme(
    scope: Scope, *, language: str, layout: str, with_untranslated: bool, now: datetime.datetime
) -> Programme:
    """A scope as an embed shows it; the layout "next" what takes place before what was called off. Three queries at most."""
    sessions, most = _sessions(scope, language=language, with_untranslated=with_untranslated), MOST[layout]
    first = ["is_off"] if layout == "next" else []
    rows = list(sessions.filter(closes_at__gt=now).order_by(*first, "at", "code")[: most + 1])
    is_past = not rows
    if is_past:
        most = min(most, OVER)
        rows = list(sessions.order_by(*first, "-at", "code")[: most + 1])
    shown = [(json.loads(row.body), _moment(row, now=now)) for row in rows[:most]]
    title, address = _about(scope, language=language)
    return Programme(
        title=title,
        address=address,
        sessions=tuple(_embedded(body, moment, language=language) for body, moment in shown),
        is_past=is_past,
        has_more=len(rows) > most,
        max_age_seconds=min([NO_CHANGE, *(moment.max_age_seconds for _body, moment in shown)]),
    )


def _sessions(scope: Scope, *, language: str, with_untranslated: bool) -> QuerySet[Resource]:
    rows = Resource.objects.filter(kind=ResourceKind.SESSIONS, language=language, is_gone=False)
    for name in (*([] if scope == ALL else [tag_of(scope)]), *([] if with_untranslated else [TRANSLATED])):
        rows = rows.filter(tags__name=name)
    called_off = Tag.objects.filter(resource=OuterRef("pk"), name__in=CALLED_OFF)
    return rows.annotate(is_off=Exists(called_off))


def tag_of(scope: Scope) -> str:
    """The tag of what a cycle's or an organisation's scope covers."""
    return f"{scope.kind}:{scope.name.partition('-')[2]}"


def _about(scope: Scope, *, language: str) -> tuple[Phrase, str]:
    """The title of a scope and the page of it."""
    home = absolute(f"/{language}/")
    if scope == ALL:
        return Phrase(gettext("The whole programme"), language), home
    kind = ResourceKind.CYCLES if scope.kind == "cycle" else ResourceKind.ORGANISATIONS
    row = Resource.objects.filter(kind=kind, language=language, key=scope.key, is_gone=False).first()
    if row is None:
        return Phrase(gettext("The whole programme"), language), home
    said = json.loads(row.body)
    return Phrase(said.get("title") or said["name"], said["language"]), said["url"]


def _moment(row: Resource, *, now: datetime.datetime) -> Moment:
    asked = {
        "starts_at": row.at,
        "ends_at": row.ends_at,
        "opens_before": row.at - row.opens_at,
        "closes_after": row.closes_at - row.ends_at,
        "has_replay": row.has_replay,
        "now": now,
    }
    return Moment(
        state=states.state(**asked),
        window=states.Window(opens_at=row.opens_at, closes_at=row.closes_at),
        starts_at=row.at,
        ends_at=row.ends_at,
        now=now,
        max_age_seconds=max_age_seconds(states.next_change(**asked), now=now),
    )


def _embedded(body: dict[str, Any], moment: Moment, *, language: str) -> Embedded:
    told = _told(body)
    return Embedded(
        number=body["number"],
        title=Phrase(body["title"], body["language"]),
        address=body["url"],
        is_fallback=body["is_fallback"],
        when=build_when(told, language=language),
        phase=phase_of(told, moment),
        notices=tuple(notices_of(told, moment, reason="", language=language)),
        languages=tuple(dict.fromkeys([*body["spoken"], *body["interpreted"]])),
    )


def _told(body: dict[str, Any]) -> Told:
    start, end = (datetime.datetime.fromisoformat(body[name]) for name in ("starts_at", "ends_at"))
    return Told(
        date=start.date(),
        start_time=start.time(),
        end_time=end.time(),
        timezone=body["timezone"],
        starts_at=start.astimezone(datetime.UTC),
        ends_at=end.astimezone(datetime.UTC),
        status=body["status"],
        previous_starts=body["previous_starts"],
        replay=body["replay"] or "",
    )
