"""What an embed shows of a scope in one language at one moment: frozen values, from what the API says (feeds/api).

Speaks the active language, which `language` must name.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from events import states
from events.addresses import absolute
from events.phrases import Phrase
from events.presentation_state import NO_CHANGE, Moment, Notice, max_age_seconds, notices_of
from events.presentation_when import When, build_when
from feeds.api.records import Resource, ResourceKind
from feeds.scopes import ALL, Scope

# Sessions to come that a list shows; the table shows them all.
LISTED = 6
MOST = 100


@dataclass(frozen=True)
class Embedded:
    """One session. `title` says in which language it is; `languages` are endonyms."""

    number: int | None
    title: Phrase
    address: str
    is_fallback: bool
    when: When
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
    """A scope as an embed shows it. Three queries at most."""
    sessions = _sessions(scope, language=language)
    rows = list(sessions.filter(closes_at__gt=now).order_by("at", "code")[: MOST + 1])
    is_past = not rows
    if is_past:
        rows = list(sessions.order_by("-at", "code")[:LISTED])
    bodies = [(row, json.loads(row.body)) for row in rows]
    shown = [pair for pair in bodies if with_untranslated or not pair[1]["is_fallback"]]
    most = {"next": 1, "list": LISTED}.get(layout, MOST)
    title, address = _about(scope, language=language)
    moments = [_moment(row, now=now) for row, _body in shown[:most]]
    return Programme(
        title=title,
        address=address,
        sessions=tuple(
            _embedded(body, moment, language=language)
            for (_row, body), moment in zip(shown[:most], moments, strict=True)
        ),
        is_past=is_past,
        has_more=len(shown) > most,
        max_age_seconds=min([NO_CHANGE, *(moment.max_age_seconds for moment in moments)]),
    )


def _sessions(scope: Scope, *, language: str) -> QuerySet[Resource]:
    rows = Resource.objects.filter(kind=ResourceKind.SESSIONS, language=language, is_gone=False)
    return rows if scope == ALL else rows.filter(tags__name=tag_of(scope))


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
