"""What the facts of a session mean, for its form: on which day of the rhythm, at what time elsewhere, when one can join."""

from collections.abc import Iterator

from django.utils.translation import gettext

from events import states
from events.clock import ClockError, local, span
from events.languages import time_range, zone_city
from events.models import CyclePage, SessionPage
from events.planning.plan import PlannedDate, Slot
from events.planning.planner import read_day
from events.planning.sessions import facts_of
from events.planning.words import Remark, named, places_of, remarks_of, rhythm_of
from events.rhythm import RhythmError, follows


def meaning_of(session: SessionPage, *, cycle: CyclePage, language: str) -> list[Remark]:
    """Line by line, in the active language, which `language` names; nothing while date or times are missing.

    `cycle`: the page that the session stands below, or will.
    """
    if not (session.date and session.start_time and session.end_time):
        return []
    slot = Slot(session.start_time, session.end_time, session.timezone)
    planned = read_day(session, cycle=cycle, day=session.date, slot=slot, language=language)
    return list(_lines(session, planned, cycle=facts_of(cycle), language=language))


def _lines(
    session: SessionPage, planned: PlannedDate, *, cycle: CyclePage, language: str
) -> Iterator[Remark]:
    yield from _rhythm_line(session, cycle, language=language)
    yield from map(Remark, places_of(planned.times, language=language))
    yield from _window_line(session, cycle, language=language)
    if planned.session:
        yield named(gettext("On the same day:"), planned.session)
    yield from remarks_of(planned, language=language)


def _rhythm_line(session: SessionPage, cycle: CyclePage, *, language: str) -> Iterator[Remark]:
    sentence = rhythm_of(cycle, language=language)
    try:
        is_regular = follows(cycle.rhythm, on=session.date)
    except RhythmError:
        return
    pattern = (
        gettext("On a date of the rhythm: %(rhythm)s")
        if is_regular
        else gettext("Not on a date of the rhythm: %(rhythm)s")
    )
    yield Remark(pattern % {"rhythm": sentence})


def _window_line(session: SessionPage, cycle: CyclePage, *, language: str) -> Iterator[Remark]:
    zone = session.timezone
    try:
        starts_at, ends_at = span(
            date=session.date, start=session.start_time, end=session.end_time, zone=zone
        )
    except ClockError:
        return
    window = states.window(
        starts_at=starts_at, ends_at=ends_at, opens_before=cycle.opens_before, closes_after=cycle.closes_after
    )
    opens, closes = (local(at=moment, zone=zone).time() for moment in (window.opens_at, window.closes_at))
    values = {"times": time_range(opens, closes), "city": zone_city(zone, language=language)}
    # Translators: %(times)s is "12:00-15:00", %(city)s the city of the time zone.
    yield Remark(gettext("The join address leads into the meeting: %(times)s (%(city)s)") % values)
