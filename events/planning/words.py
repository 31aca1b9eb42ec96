"""A plan in the editor's words: rows of its table, and why there is none. Speaks the active language, which `language` names."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from events.abstract.session_facts import CLOCK_MESSAGES
from events.languages import country_name, long_date, time_range, zone_city
from events.models import CyclePage
from events.phrases import Phrase
from events.planning.clocks import LocalTime
from events.planning.plan import MOST_DATES, Existing, PlanError, PlannedDate
from events.rhythm import RhythmError
from events.rhythm_words import rhythm_words


@dataclass(frozen=True)
class Remark:
    """What an editor should know of a date; `name` in its own language behind it, with the address of a session's form."""

    text: str
    name: Phrase | None = None
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One date. `places`: what clocks show, with the cities. `is_offered`: it can be chosen; `is_chosen`: it is from the start."""

    value: str
    date: str
    places: tuple[str, ...]
    remarks: tuple[Remark, ...]
    session: Remark | None
    is_offered: bool
    is_chosen: bool


def plan_rows(
    plan: list[PlannedDate], *, rhythm: str, language: str, makes: bool, publishes: bool
) -> list[Row]:
    """The table. `makes`, `publishes`: what the editor may do; a date with which nothing can be done cannot be chosen.

    `rhythm`: the cycle's, in words.
    """
    return [_row(each, rhythm=rhythm, language=language, makes=makes, publishes=publishes) for each in plan]


def _row(planned: PlannedDate, *, rhythm: str, language: str, makes: bool, publishes: bool) -> Row:
    offered = (makes and planned.can_be_made) or (publishes and planned.can_be_published)
    return Row(
        value=planned.date.isoformat(),
        date=long_date(planned.date, language=language),
        places=tuple(places_of(planned.times, language=language)),
        remarks=(*_rhythm_remark(planned, rhythm), *remarks_of(planned, language=language)),
        session=_standing(planned.session) if planned.session else None,
        is_offered=offered,
        # A session that was moved away is most likely not missing on the date that it left.
        is_chosen=offered and not (planned.moved and planned.can_be_made),
    )


def _rhythm_remark(planned: PlannedDate, rhythm: str) -> Iterator[Remark]:
    if planned.off_rhythm:
        yield Remark(gettext("Not on a date of the rhythm: %(rhythm)s") % {"rhythm": rhythm})


def places_of(times: tuple[LocalTime, ...], *, language: str) -> Iterator[str]:
    """One line for all cities whose clocks show the same, the cycle's own first."""
    lines: dict[str, list[str]] = {}
    for each in times:
        shown = time_range(each.start.time(), each.end.time())
        if each.start.date() != times[0].start.date():
            shown = f"{long_date(each.start.date(), language=language)}, {shown}"
        lines.setdefault(shown, []).append(zone_city(each.zone, language=language))
    for shown, cities in lines.items():
        yield f"{shown} {', '.join(dict.fromkeys(cities))}"


def remarks_of(planned: PlannedDate, *, language: str) -> Iterator[Remark]:
    """What speaks against a date, or should be known of it."""
    if planned.problem:
        message = CLOCK_MESSAGES.get(planned.problem.code)
        yield Remark(
            str(message) % planned.problem.details if message else gettext("The time zone is unknown.")
        )
    for session in planned.clashes:
        yield named(gettext("At the same time:"), session)
    for holiday in planned.holidays:
        country = country_name(holiday.country, language=language)
        text = gettext("Public holiday (%(country)s):") % {"country": country}
        yield Remark(text, Phrase(holiday.name, holiday.language))
    for change in planned.changes:
        cities = ", ".join(zone_city(zone, language=language) for zone in change.zones)
        day = long_date(change.date, language=language)
        yield Remark(gettext("Clocks change on %(date)s: %(cities)s") % {"date": day, "cities": cities})
    for local in (each for each in planned.times if each.shift_minutes):
        yield Remark(_unusual(local, language=language))
    if planned.moved:
        day = long_date(planned.moved.date, language=language)
        yield named(gettext("Moved from here to %(date)s:") % {"date": day}, planned.moved)


def _unusual(local: LocalTime, *, language: str) -> str:
    return gettext("%(city)s: %(times)s instead of the usual %(usual)s") % {
        "city": zone_city(local.zone, language=language),
        "times": time_range(local.start.time(), local.end.time()),
        "usual": time_range(*local.usual),
    }


def _standing(session: Existing) -> Remark:
    if session.is_live:
        return named(gettext("published:"), session)
    return named(gettext("draft:"), session)


def named(text: str, session: Existing) -> Remark:
    """A remark on another session, with its title and the way to its form."""
    url = reverse("wagtailadmin_pages:edit", args=[session.pk])
    return Remark(text, Phrase(session.title, session.language), url)


def why_no_plan(problem: PlanError | RhythmError, *, language: str) -> str:
    """What to do about a span or a rhythm that makes no plan."""
    if isinstance(problem, RhythmError):
        return gettext("The rhythm is not complete. Mend it among the facts of the cycle.")
    ends = {
        name: long_date(day, language=language)
        for name, day in (("first", problem.first), ("last", problem.last), ("enough", problem.enough))
        if day
    }
    if problem.code == "too_many":
        message = gettext(
            "That is too much at once: more than %(most)s dates between %(first)s and %(last)s. "
            "Plan at most %(most)s; %(enough)s is the last date that is possible."
        )
        return message % (ends | {"most": MOST_DATES})
    message = gettext(
        "The rhythm makes no date between %(first)s and %(last)s. Choose a longer span, or look at the rhythm and its exceptions."
    )
    return message % ends


def rhythm_of(facts: CyclePage, *, language: str) -> str:
    """The rhythm of a cycle as a sentence without a capital, "" for one that cannot be."""
    try:
        return rhythm_words(facts.rhythm, since=datetime.date.max, language=language).sentence
    except RhythmError:
        return ""
