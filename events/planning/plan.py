"""The plan of a cycle: the dates of its rhythm in a span, and what an editor should know of each. Pure: plain values only."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from events import clock
from events.planning.clocks import ClockChange, LocalTime, clock_changes, local_time
from events.planning.holidays_of import Holiday
from events.rhythm import Rhythm, dates

MOST_DATES = 60
_LONGEST_MONTH = datetime.timedelta(days=31)

_MESSAGES = {
    "none": "The rhythm makes no date between {first} and {last}.",
    "too_many": "The rhythm makes more than {most} dates between {first} and {last}.",
}


class PlanError(ValueError):
    """A span that makes no plan. `code` is "none" or "too_many"; `first` and `last` are the ends of the span.

    For "too_many", `enough` is the last date that could still be planned.
    """

    def __init__(
        self, code: str, *, first: datetime.date, last: datetime.date, enough: datetime.date | None = None
    ) -> None:
        self.code, self.first, self.last, self.enough = code, first, last, enough
        super().__init__(_MESSAGES[code].format(first=first, last=last, most=MOST_DATES))


@dataclass(frozen=True)
class Slot:
    """When sessions of a cycle usually are: wall-clock times in an IANA zone."""

    start: datetime.time
    end: datetime.time
    zone: str


@dataclass(frozen=True)
class Existing:
    """A session that is there, published or draft, by the facts that an editor sees in its form.

    One whose draft is at another time than what is public of it is there twice. `former` are dates that it was moved away from. `is_own`: of the cycle that is planned. `is_fresh`: a draft as the planner
    made it, never published, its theme still to come. `starts_at`, `ends_at` (UTC) are None where the wall time names no instant.
    """

    pk: int
    title: str
    language: str
    date: datetime.date
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    takes_place: bool = True
    is_own: bool = True
    is_live: bool = False
    is_fresh: bool = False
    former: frozenset[datetime.date] = frozenset()


@dataclass(frozen=True)
class PlannedDate:
    """One date of a plan.

    `problem`: why the usual time cannot be on this date; then there are no `times` and no `clashes`. `session`: the cycle's own on this
    date. `moved`: one that was moved from it to another. `off_rhythm`: only that session is why the date is in the plan.
    """

    date: datetime.date
    problem: clock.ClockError | None = None
    times: tuple[LocalTime, ...] = ()
    changes: tuple[ClockChange, ...] = ()
    clashes: tuple[Existing, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    session: Existing | None = None
    moved: Existing | None = None
    off_rhythm: bool = False

    @property
    def can_be_made(self) -> bool:
        """Whether a session can be made on this date."""
        return self.session is None and self.problem is None

    @property
    def can_be_published(self) -> bool:
        """Whether a draft of the plan stands on this date."""
        return self.session is not None and self.session.is_fresh and not self.off_rhythm


def planned_dates(
    rhythm: Rhythm, *, first: datetime.date, last: datetime.date | None = None, count: int | None = None
) -> list[datetime.date]:
    """The dates from `first` on: `count` of them, else those up to `last` (included); at most MOST_DATES.

    Near the end of the calendar there may be fewer than `count`. Raises PlanError: none; too_many.
    """
    horizon = _horizon(rhythm, first=first, count=count or MOST_DATES + 1)
    end = horizon if count or last is None else min(last, horizon)
    found = dates(rhythm, first=first, last=end)[: count or None]
    if not found:
        raise PlanError("none", first=first, last=last or end)
    if len(found) > MOST_DATES:
        raise PlanError("too_many", first=first, last=last or found[-1], enough=found[MOST_DATES - 1])
    return found


def _horizon(rhythm: Rhythm, *, first: datetime.date, count: int) -> datetime.date:
    """A day by which the rhythm has made `count` dates, so that a span of centuries is not computed to be refused."""
    # One month that counts may have just begun, and each date that is skipped costs another.
    months = (count + 1 + len(rhythm.skipped)) * rhythm.interval_months
    return first + min(months * _LONGEST_MONTH, datetime.date.max - first)


def next_free_date(
    rhythm: Rhythm, *, after: datetime.date, taken: Collection[datetime.date]
) -> datetime.date | None:
    """The first date of the rhythm later than `after` on which no session stands; None where there is none in sight."""
    tomorrow = after + min(datetime.timedelta(days=1), datetime.date.max - after)
    last = _horizon(rhythm, first=tomorrow, count=len(taken) + 1)
    free = (date for date in dates(rhythm, first=tomorrow, last=last) if date not in taken)
    return next(free, None)


def taken_dates(sessions: Iterable[Existing]) -> set[datetime.date]:
    """The dates on which the cycle has a session of its own, whatever its status."""
    return {session.date for session in sessions if session.is_own}


def build_plan(
    *,
    days: Iterable[datetime.date],
    slot: Slot,
    zones: Iterable[str],
    sessions: Iterable[Existing],
    holidays: Mapping[datetime.date, tuple[Holiday, ...]],
    others: Collection[datetime.date] = (),
    as_they_stand: bool = False,
) -> list[PlannedDate]:
    """What there is to know of each day. `zones`: the partners' (IANA); the slot's own need not be among them.

    `others`: dates that the rhythm does not make. `as_they_stand`: a day with a session is seen at that session's time, not at the slot's.
    """
    known = list(sessions)
    partners = [zone for zone in dict.fromkeys(zones) if clock.is_zone(zone) and zone != slot.zone]
    return [
        replace(
            _planned(
                day,
                slot=slot,
                partners=partners,
                sessions=known,
                holidays=holidays.get(day, ()),
                as_they_stand=as_they_stand,
            ),
            off_rhythm=day in others,
        )
        for day in sorted({*days, *others})
    ]


def other_dates(
    days: Iterable[datetime.date], *, sessions: Iterable[Existing], first: datetime.date, last: datetime.date
) -> set[datetime.date]:
    """The dates of a span, both ends included, on which the cycle has a session that the rhythm's `days` would not show."""
    return {date for date in taken_dates(sessions) if first <= date <= last} - set(days)


def _planned(
    day: datetime.date,
    *,
    slot: Slot,
    partners: list[str],
    sessions: list[Existing],
    holidays: tuple[Holiday, ...],
    as_they_stand: bool,
) -> PlannedDate:
    own = [each for each in sessions if each.is_own]
    session = next((each for each in own if each.date == day), None)
    moved = next((each for each in own if day in each.former and each.date != day), None)
    try:
        starts_at, ends_at = _moment(day, slot, session if as_they_stand else None)
    except clock.ClockError as problem:
        return PlannedDate(day, problem=problem, holidays=holidays, session=session, moved=moved)
    return PlannedDate(
        date=day,
        times=tuple(
            local_time(starts_at=starts_at, ends_at=ends_at, home=slot.zone, zone=zone)
            for zone in (slot.zone, *partners)
        ),
        changes=clock_changes(date=day, zones=(slot.zone, *partners)),
        clashes=_clashes(sessions, besides=session, starts_at=starts_at, ends_at=ends_at),
        holidays=holidays,
        session=session,
        moved=moved,
    )


def _moment(
    day: datetime.date, slot: Slot, session: Existing | None
) -> tuple[datetime.datetime, datetime.datetime]:
    """The session's own, or else the slot's on that day. Raises ClockError."""
    if session and session.starts_at and session.ends_at:
        return session.starts_at, session.ends_at
    return clock.span(date=day, start=slot.start, end=slot.end, zone=slot.zone)


def _clashes(
    sessions: list[Existing],
    *,
    besides: Existing | None,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
) -> tuple[Existing, ...]:
    """Each session at an overlapping time once, also where it is there twice."""
    own = besides.pk if besides else None
    others = (each for each in sessions if each.pk != own)
    found = {each.pk: each for each in others if _overlaps(each, starts_at=starts_at, ends_at=ends_at)}
    return tuple(found.values())


def _overlaps(session: Existing, *, starts_at: datetime.datetime, ends_at: datetime.datetime) -> bool:
    if not (session.takes_place and session.starts_at and session.ends_at):
        return False
    return session.starts_at < ends_at and starts_at < session.ends_at
