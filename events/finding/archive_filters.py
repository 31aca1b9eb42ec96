"""The archive's filters: what a query string asks for, which past sessions remain, and how many each other choice would leave.

Pure: plain values in and out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

NAMES = ("year", "language", "organisation", "replay")
YES = "yes"


@dataclass(frozen=True)
class Past:
    """The facts of a past session that the archive asks for. `values`: filter -> the values that it answers to."""

    key: UUID
    cycle: UUID
    starts_at: datetime
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Asked:
    """One value for each filter, "" for all."""

    year: str = ""
    language: str = ""
    organisation: str = ""
    replay: str = ""

    def value(self, name: str) -> str:
        """What is asked of the filter `name`."""
        return str(getattr(self, name))

    def query(self, *, page: int = 1) -> str:
        """The query string, with its question mark; "" where nothing is asked."""
        asked = [(name, self.value(name)) for name in NAMES if self.value(name)]
        if page > 1:
            asked.append(("page", str(page)))
        return f"?{urlencode(asked)}" if asked else ""

    def holds_for(self, session: Past) -> bool:
        """Whether a session answers to every filter."""
        return all(
            not self.value(name) or self.value(name) in session.values.get(name, frozenset())
            for name in NAMES
        )


@dataclass(frozen=True)
class Option:
    """One value of a filter: how many sessions it would leave, and the query string that asks for it. `value` "" is all."""

    value: str
    count: int
    query: str
    is_chosen: bool


def read_asked(parameters: Mapping[str, str]) -> Asked:
    """What a query string asks for, as somebody typed it; anything else in it is not looked at."""
    return Asked(**{name: parameters.get(name, "") for name in NAMES})


def unknown_values(asked: Asked, sessions: Iterable[Past]) -> dict[str, str]:
    """What is asked for and no past session answers to, by filter: a typing error, or an old link."""
    known: dict[str, set[str]] = {name: set() for name in NAMES}
    for session in sessions:
        for name in NAMES:
            known[name].update(session.values.get(name, frozenset()))
    return {
        name: asked.value(name)
        for name in NAMES
        if asked.value(name) and asked.value(name) not in known[name]
    }


def options_of(name: str, *, asked: Asked, sessions: Iterable[Past]) -> list[Option]:
    """The values of one filter, the other filters kept: all first, then those that would leave a session, and the chosen one."""
    open_ended = replace(asked, **{name: ""})
    remaining = [session for session in sessions if open_ended.holds_for(session)]
    counts = Counter(value for session in remaining for value in session.values.get(name, frozenset()))
    values = sorted({*counts, asked.value(name)} - {""})
    return [
        Option("", len(remaining), open_ended.query(), is_chosen=not asked.value(name)),
        *(
            Option(value, counts[value], replace(asked, **{name: value}).query(), value == asked.value(name))
            for value in values
        ),
    ]


def in_order(sessions: Iterable[Past]) -> list[Past]:
    """Cycle by cycle, the one with the latest session first, and in each the latest session first."""
    newest_first = sorted(sessions, key=lambda session: (session.starts_at, session.key), reverse=True)
    cycles = {cycle: position for position, cycle in enumerate(dict.fromkeys(s.cycle for s in newest_first))}
    return sorted(newest_first, key=lambda session: cycles[session.cycle])
