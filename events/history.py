"""What subscribers were told, and what the next revision tells them: SEQUENCE and LAST-MODIFIED without a database.

SEQUENCE (RFC 5545 3.8.7.4, RFC 5546 2.1.4) belongs to the session and rises with a material change; LAST-MODIFIED
(3.8.7.3) belongs to a language and moves with whatever its subscribers see. Knows no model; all instants are UTC.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

MATERIAL = ("date", "start_time", "end_time", "timezone", "status", "title")


@dataclass(frozen=True)
class Material:
    """The facts whose change every subscriber must notice. `timezone` is an IANA name, `title` the origin's title."""

    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    status: str
    title: str

    def to_json(self) -> dict[str, str]:
        """Return a plain mapping, dates and times in ISO 8601."""
        return {
            "date": self.date.isoformat(),
            "start_time": self.start_time.isoformat(),
            "end_time": self.end_time.isoformat(),
            "timezone": self.timezone,
            "status": self.status,
            "title": self.title,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, str]) -> Self:
        """Read what `to_json` wrote. Raises KeyError for a missing field and ValueError for a date that is none."""
        return cls(
            date=datetime.date.fromisoformat(values["date"]),
            start_time=datetime.time.fromisoformat(values["start_time"]),
            end_time=datetime.time.fromisoformat(values["end_time"]),
            timezone=values["timezone"],
            status=values["status"],
            title=values["title"],
        )


@dataclass(frozen=True)
class Published:
    """What is public now. `digests`: language -> digest of what its subscribers see, only languages that are visible."""

    material: Material
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """What the ledger remembers of one session.

    `digests` has the languages last shown; `last_modified` every language ever shown, since a calendar that took the session
    from it must learn of its end. `withdrawn_at` is None while the session is public.
    """

    sequence: int
    first_published: datetime.datetime
    material: Material
    digests: Mapping[str, str]
    last_modified: Mapping[str, datetime.datetime]
    withdrawn_at: datetime.datetime | None


class Kind(StrEnum):
    """What an entry of the changes feed says."""

    ANNOUNCED = "announced"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


@dataclass(frozen=True)
class Change:
    """One entry of the changes feed. `fields` are names of MATERIAL, in that order; `before` is None for an announcement."""

    kind: Kind
    at: datetime.datetime
    sequence: int
    before: Material | None
    after: Material
    fields: tuple[str, ...]


def differences(before: Material, after: Material) -> tuple[str, ...]:
    """Return the names of the fields that differ, in the order of MATERIAL."""
    return tuple(name for name in MATERIAL if getattr(before, name) != getattr(after, name))


def advance(
    entry: Entry | None, *, published: Published | None, now: datetime.datetime
) -> tuple[Entry | None, Change | None]:
    """Return the ledger's entry after what is public now, and the change to tell, if any.

    The same Entry object comes back when nothing differs, so replaying is free. SEQUENCE never falls, and no time moves
    back, even when `now` does: a change is then dated with the latest time already told.
    """
    if published is None:
        return _withdraw(entry, now=now)
    if entry is None:
        return _announce(published, now=now)
    fields = differences(entry.material, published.material)
    if entry.withdrawn_at is not None:
        return _revise(entry, published, kind=Kind.RESTORED, fields=fields, now=now)
    if fields:
        return _revise(entry, published, kind=Kind.CHANGED, fields=fields, now=now)
    return _reword(entry, published, now=now), None


def _announce(published: Published, *, now: datetime.datetime) -> tuple[Entry, Change]:
    entry = Entry(
        sequence=0,
        first_published=now,
        material=published.material,
        digests=dict(published.digests),
        last_modified=dict.fromkeys(published.digests, now),
        withdrawn_at=None,
    )
    return entry, Change(Kind.ANNOUNCED, at=now, sequence=0, before=None, after=published.material, fields=())


def _withdraw(entry: Entry | None, *, now: datetime.datetime) -> tuple[Entry | None, Change | None]:
    if entry is None or entry.withdrawn_at is not None:
        return entry, None
    at, sequence = _latest(entry, now), entry.sequence + 1
    moved = _moved(entry, entry.last_modified, now=now)
    change = Change(
        Kind.WITHDRAWN, at=at, sequence=sequence, before=entry.material, after=entry.material, fields=()
    )
    return replace(entry, sequence=sequence, last_modified=moved, withdrawn_at=at), change


def _revise(
    entry: Entry, published: Published, *, kind: Kind, fields: tuple[str, ...], now: datetime.datetime
) -> tuple[Entry, Change]:
    revised = replace(
        entry,
        sequence=entry.sequence + 1,
        material=published.material,
        digests=dict(published.digests),
        last_modified=_moved(entry, entry.last_modified.keys() | published.digests.keys(), now=now),
        withdrawn_at=None,
    )
    change = Change(
        kind,
        at=_latest(entry, now),
        sequence=revised.sequence,
        before=entry.material,
        after=published.material,
        fields=fields,
    )
    return revised, change


def _reword(entry: Entry, published: Published, *, now: datetime.datetime) -> Entry:
    languages = entry.digests.keys() | published.digests.keys()
    differing = {name for name in languages if entry.digests.get(name) != published.digests.get(name)}
    if not differing:
        return entry
    moved = _moved(entry, differing, now=now)
    return replace(entry, digests=dict(published.digests), last_modified=moved)


def _moved(entry: Entry, languages: Iterable[str], *, now: datetime.datetime) -> dict[str, datetime.datetime]:
    """Return the time of every language, with these languages at `now` or at the later time that they have."""
    moved = {name: max(now, entry.last_modified.get(name, now)) for name in sorted(languages)}
    return {**entry.last_modified, **moved}


def _latest(entry: Entry, now: datetime.datetime) -> datetime.datetime:
    return max(now, *entry.last_modified.values(), entry.withdrawn_at or now)
