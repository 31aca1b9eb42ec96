"""When a session is, in words: in the organisers' zone, and at the same instant in the partners' cities.

Everything is computed here, on the server, from the wall time and the zones. Speaks the active language, which `language`
must name.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext, pgettext_lazy

from babel.dates import format_date, format_skeleton

from events import clock
from events.languages import long_date, time_range, zone_city

# Cities whose name bends in "Paris time" (Greek, Finnish, Hebrew) have a message of their own; others share a pattern.
CITY_TIMES = {
    "Europe/Paris": pgettext_lazy("local time", "Paris time"),
    "Europe/Athens": pgettext_lazy("local time", "Athens time"),
    "Europe/Helsinki": pgettext_lazy("local time", "Helsinki time"),
    "Asia/Jerusalem": pgettext_lazy("local time", "Jerusalem time"),
}


@dataclass(frozen=True)
class Elsewhere:
    """The clocks of some cities during a session, `start` as ISO 8601; `date` only where it is another day there."""

    times: str
    cities: tuple[str, ...]
    start: str
    date: str = ""


@dataclass(frozen=True)
class When:
    """Words and machine values for one session. `start` and `end` are ISO 8601 with the zone's offset."""

    date: str
    weekday: str
    day: str
    month: str
    times: str
    zone: str
    start: str
    end: str
    elsewhere: tuple[Elsewhere, ...] = ()


def build_when(session, *, language: str, zones: Iterable[str] = ()) -> When:
    """When a session is, for readers of `language`. `session` gives date, start_time, end_time, timezone.

    `zones`: IANA names of places to give the local time of. Raises ClockError for a moment that does not exist.
    """
    starts_at, ends_at = span_of(session)
    start, end = (clock.local(at=each, zone=session.timezone) for each in (starts_at, ends_at))
    return When(
        date=long_date(session.date, language=language),
        weekday=format_date(session.date, "cccc", locale=language.replace("-", "_")),
        day=str(session.date.day),
        month=format_skeleton("yMMMM", session.date, locale=language.replace("-", "_")),
        times=time_range(session.start_time, session.end_time),
        zone=zone_time(session.timezone, language=language),
        start=start.isoformat(),
        end=end.isoformat(),
        elsewhere=_elsewhere(start, end, zones=zones, language=language),
    )


def span_of(session) -> tuple[datetime.datetime, datetime.datetime]:
    """Start and end (UTC), from the wall time: a preview has new times before they are stored.

    Where the rules of a zone have changed so that the wall time does not exist any more, what was stored holds. Raises
    ClockError where nothing was.
    """
    try:
        return clock.span(
            date=session.date, start=session.start_time, end=session.end_time, zone=session.timezone
        )
    except clock.ClockError:
        if session.starts_at is None or session.ends_at is None:
            raise
        return session.starts_at, session.ends_at


def zone_time(zone: str, *, language: str) -> str:
    """ "Paris time" as a reader says it."""
    if zone in CITY_TIMES:
        return str(CITY_TIMES[zone])
    # Translators: %(city)s is a city in the nominative, such as "New York".
    return pgettext("local time", "%(city)s time") % {"city": zone_city(zone, language=language)}


def moment_words(at: datetime.datetime, *, zone: str, language: str) -> tuple[str, str]:
    """An instant as the date and the time of a zone: ("mardi 18 mai 2021", "12:00")."""
    moment = clock.local(at=at, zone=zone)
    return long_date(moment.date(), language=language), f"{moment:%H:%M}"


def _elsewhere(
    start: datetime.datetime, end: datetime.datetime, *, zones: Iterable[str], language: str
) -> tuple[Elsewhere, ...]:
    """Cities grouped by what their clocks show; those that show the organisers' own time are left out."""
    own = (start.replace(tzinfo=None), end.replace(tzinfo=None))
    cities: dict[tuple[datetime.datetime, datetime.datetime], list[str]] = {}
    starts: dict[tuple[datetime.datetime, datetime.datetime], str] = {}
    for zone in dict.fromkeys(zone for zone in zones if clock.is_zone(zone)):
        shown = tuple(clock.local(at=each, zone=zone).replace(tzinfo=None) for each in (start, end))
        if shown != own:
            cities.setdefault(shown, []).append(zone_city(zone, language=language))
            starts[shown] = clock.local(at=start, zone=zone).isoformat()
    return tuple(
        Elsewhere(
            times=time_range(local_start.time(), local_end.time()),
            cities=tuple(dict.fromkeys(names)),
            start=starts[local_start, local_end],
            date=long_date(local_start.date(), language=language)
            if local_start.date() != start.date()
            else "",
        )
        for (local_start, local_end), names in sorted(cities.items())
    )


def when_words(session, *, language: str) -> tuple[str, str]:
    """The date of a session, and its wall-clock times with the city whose clocks they are."""
    times = time_range(session.start_time, session.end_time)
    city = zone_city(session.timezone, language=language)
    return long_date(session.date, language=language), f"{times} {city}"
