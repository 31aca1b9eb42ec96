"""Which sessions are listed, and in which order. Pure: from plain values to plain values."""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

UPCOMING, PAST = "upcoming", "past"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Version:
    """A session's page in one language. `public_title` is "" while it is not live; `has_draft`: something is left to publish."""

    pk: int
    language: str
    title: str
    public_title: str
    is_live: bool
    has_draft: bool
    is_origin: bool = True


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """What a session says of its cycle: `key` is that of the translation group, `title` is in `language`."""

    key: UUID
    code: str
    title: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Session:
    """One session: the facts of `page`, which is the origin where the editor may see it, else the first that the editor may see.

    `versions`: the pages that the editor may see, in the order of the site's languages; `live_in`: every language that is published. `organisations`: (primary key, role) in the editors' order;
    `cycle_organisations`: primary keys of those of the cycle. Instants are UTC, None for a wall time that does not exist.
    """

    page: Version
    versions: tuple[Version, ...]
    cycle: Cycle
    code: str
    number: int | None
    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    status: str
    theme_pending: bool
    spoken: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    captioned: tuple[str, ...] = ()
    organisations: tuple[tuple[int, str], ...] = ()
    cycle_organisations: frozenset[int] = frozenset()
    live_in: frozenset[str] = frozenset()

    def is_past(self, *, now: datetime.datetime) -> bool:
        """Whether the session is over at `now` (aware)."""
        return self.ends_at <= now if self.ends_at else self.date < now.date()


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What is asked for; what is empty asks for nothing.

    `cycle`: a code; `unpublished_in`: a language without a live page; `organisation`: a primary key; `first`, `last`: dates,
    both included; `when`: UPCOMING or PAST; `query`: as it was typed.
    """

    cycle: str = ""
    status: str = ""
    unpublished_in: str = ""
    organisation: int | None = None
    year: int | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    when: str = ""
    query: str = ""


def select(sessions: Iterable[Session], criteria: Criteria, *, now: datetime.datetime) -> list[Session]:
    """The sessions that are asked for: those to come, the next one first; then those that are over, the latest first."""
    chosen = [session for session in sessions if _is_wanted(session, criteria, now=now)]
    past = [session for session in chosen if session.is_past(now=now)]
    coming = [session for session in chosen if not session.is_past(now=now)]
    return [*sorted(coming, key=_moment), *sorted(past, key=_moment, reverse=True)]


def fold(text: str) -> str:
    """Text as it is compared: without accents, Greek tonos and Hebrew points, and without capitals."""
    bare = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def matches(session: Session, query: str) -> bool:
    """Whether every word of a query stands in a title, the code or the number; a number only as a whole one.

    An empty query matches everything, and one of signs only nothing.
    """
    wanted = _WORD.findall(fold(query))
    if not wanted:
        return not query.strip()
    texts = [fold(title) for each in session.versions for title in (each.title, each.public_title)]
    text = " ".join([*texts, fold(session.code), str(session.number or "")])
    words = set(_WORD.findall(text))
    return all(word in words if word.isdigit() else word in text for word in wanted)


def _is_wanted(session: Session, criteria: Criteria, *, now: datetime.datetime) -> bool:
    live = session.live_in | {each.language for each in session.versions if each.is_live}
    taking_part = {pk for pk, _role in session.organisations} | session.cycle_organisations
    return (
        criteria.cycle in ("", session.cycle.code)
        and criteria.status in ("", session.status)
        and criteria.unpublished_in not in live
        and (criteria.organisation is None or criteria.organisation in taking_part)
        and criteria.year in (None, session.date.year)
        and (criteria.first or session.date) <= session.date <= (criteria.last or session.date)
        and criteria.when in ("", PAST if session.is_past(now=now) else UPCOMING)
        and matches(session, criteria.query)
    )


def _moment(session: Session) -> tuple[datetime.datetime, str]:
    wall = datetime.datetime.combine(session.date, session.start_time, tzinfo=datetime.UTC)
    return session.starts_at or wall, session.code
