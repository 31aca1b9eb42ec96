"""From stored resources to what is answered: the state at this moment, pictures in their sizes, parts of lists."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from events import states
from events.addresses import absolute
from events.pictures import Picture, read_pictures
from feeds.api.queries import ChangesAsked, cursor_of
from feeds.api.records import Resource, ResourceKind

# How long an answer may be kept where nothing changes before (seconds).
MAX_AGE = 60


@dataclass(frozen=True)
class Answer:
    """What is said, and in how many seconds, as long as nothing is published, it says something else; None for never."""

    said: dict[str, Any]
    seconds: float | None = None

    @property
    def max_age(self) -> int:
        """For how many seconds it may be kept."""
        return MAX_AGE if self.seconds is None else min(MAX_AGE, int(self.seconds))


def one(row: Resource, *, now: datetime.datetime) -> Answer:
    """One thing."""
    return Answer(_said([row], now=now)[0], _seconds([row], now=now))


def part(rows: QuerySet[Resource], asked, *, path: str, now: datetime.datetime) -> Answer:
    """A part of a list, with the address of the next one. Two queries, and those of the pictures."""
    count = rows.count()
    shown = list(rows[asked.offset : asked.offset + asked.limit])
    end = asked.offset + len(shown)
    following = _address(path, asked, offset=end) if shown and end < count else None
    return Answer(
        {"count": count, "next": following, "items": _said(shown, now=now)}, _seconds(shown, now=now)
    )


def changes(rows: QuerySet[Resource], asked: ChangesAsked, *, now: datetime.datetime) -> Answer:
    """What changed behind a cursor. One query, and those of the pictures."""
    found = list(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    there = [row for row in shown if not row.is_gone]
    said = dict(zip([row.pk for row in there], _said(there, now=now), strict=True))
    items = [
        {
            "kind": row.kind,
            "key": str(row.key),
            "code": row.code,
            "is_gone": row.is_gone,
            "item": said.get(row.pk),
        }
        for row in shown
    ]
    cursor = cursor_of(shown[-1]) if shown else asked.cursor
    return Answer(
        {"cursor": cursor, "is_complete": len(found) == len(shown), "items": items},
        _seconds(there, now=now),
    )


def _said(rows: Sequence[Resource], *, now: datetime.datetime) -> list[dict[str, Any]]:
    bodies = [json.loads(row.body) for row in rows]
    for row, body in zip(rows, bodies, strict=True):
        if row.kind == ResourceKind.SESSIONS:
            body["state"] = states.state(**_moments(row), now=now).value
    pictures = read_pictures((each["image"], each["size"]) for body in bodies for each in _drawn(body))
    return [_with_pictures(body, pictures) for body in bodies]


def _moments(row: Resource) -> dict[str, Any]:
    return {
        "starts_at": row.at,
        "ends_at": row.ends_at,
        "opens_before": row.at - row.opens_at,
        "closes_after": row.closes_at - row.ends_at,
        "has_replay": row.has_replay,
    }


def _drawn(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What stands for pictures in a body (feeds/api/composed.py)."""
    places = [body.get(name) for name in ("poster", "logo", "image")]
    return filter(None, [*places, *body.get("photos", ())])


def _with_pictures(body: dict[str, Any], pictures: dict[tuple[int, str], Picture]) -> dict[str, Any]:
    """The same with sized copies; what cannot be read is null, or is not in the list."""
    for name in ("poster", "logo", "image"):
        if name in body:
            body[name] = _picture(body[name], pictures)
    if "photos" in body:
        body["photos"] = [photo for each in body["photos"] if (photo := _picture(each, pictures))]
    return body


def _picture(drawn: dict[str, Any] | None, pictures: dict[tuple[int, str], Picture]) -> dict[str, Any] | None:
    found = pictures.get((drawn["image"], drawn["size"])) if drawn else None
    if found is None:
        return None
    words = {name: drawn[name] for name in ("alt", "credit", "caption")}
    return {"url": absolute(found.url), "width": found.width, "height": found.height} | words


def _seconds(rows: Iterable[Resource], *, now: datetime.datetime) -> float | None:
    """Until a session among them changes its state."""
    moments = [_moments(row) for row in rows if row.kind == ResourceKind.SESSIONS]
    edges = [edge for each in moments if (edge := states.next_change(**each, now=now))]
    return min(((edge - now).total_seconds() for edge in edges), default=None)


def _address(path: str, asked, *, offset: int) -> str:
    given = asked.model_dump(exclude_unset=True, by_alias=True, mode="json") | {"offset": offset}
    return absolute(
        f"{path}?{urlencode({name: value for name, value in given.items() if value is not None})}"
    )
