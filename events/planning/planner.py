"""The plan of one cycle, put together from what is stored: the only module here that knows both sides."""

import datetime

from events.models import CyclePage, SessionPage
from events.planning.holidays_of import holidays_of
from events.planning.plan import PlannedDate, Slot, build_plan, other_dates, planned_dates
from events.planning.sessions import facts_of, organisations_of, read_sessions, slot_of


def days_of(cycle: CyclePage, *, span: dict) -> list[datetime.date]:
    """The dates of the cycle's rhythm in a span (`first`, and `last` or `count`). Raises PlanError and RhythmError."""
    return planned_dates(facts_of(cycle).rhythm, **span)


def read_plan(cycle: CyclePage, *, span: dict, language: str) -> list[PlannedDate]:
    """Each date of the span with all that there is to know of it, and each session that is on another date than the rhythm's.

    Raises PlanError and RhythmError.
    """
    facts = facts_of(cycle)
    days = planned_dates(facts.rhythm, **span)
    first, last = span["first"], span.get("last") or days[-1]
    sessions = read_sessions(cycle, first=first, last=last)
    others = other_dates(days, sessions=sessions, first=first, last=last)
    organisations = organisations_of(facts)
    return build_plan(
        days=days,
        others=others,
        slot=slot_of(facts),
        zones=[organisation.timezone for organisation in organisations],
        sessions=sessions,
        holidays=holidays_of(
            countries=[organisation.country for organisation in organisations],
            days=[*days, *others],
            language=language,
        ),
        as_they_stand=True,
    )


def read_day(
    session: SessionPage, *, cycle: CyclePage, day: datetime.date, slot: Slot, language: str
) -> PlannedDate:
    """What there is to know of a day and a time for one session, whether it stands there, or is stored at all, or not.

    `PlannedDate.session` is another one of its cycle on that day.
    """
    organisations = organisations_of(session)
    own = set(session.group().values_list("pk", flat=True))
    others = [each for each in read_sessions(cycle, first=day, last=day) if each.pk not in own]
    (planned,) = build_plan(
        days=[day],
        slot=slot,
        zones=[organisation.timezone for organisation in organisations],
        sessions=others,
        holidays=holidays_of(
            countries=[organisation.country for organisation in organisations], days=[day], language=language
        ),
    )
    return planned
