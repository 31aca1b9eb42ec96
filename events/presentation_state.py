"""What a visitor is told about a session at this moment: status and state in words, and what the join page may do.

Speaks the active language.
"""

import datetime
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, pgettext

from events import clock, states
from events.disclosure import Place, Rule, discloses
from events.meeting import grouped_id
from events.presentation_when import moment_words, span_of, zone_time

CALLED_OFF = frozenset({"cancelled", "postponed"})
NO_CHANGE = 60


@dataclass(frozen=True)
class Moment:
    """The state of a session at `now`, its join window, and the seconds for which what is said stays true (at most 60)."""

    state: states.State
    window: states.Window
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    now: datetime.datetime
    max_age_seconds: int


@dataclass(frozen=True)
class Notice:
    """One line about status or state. `kind` chooses the shape beside the words; `detail` is a second sentence or ""."""

    kind: str
    words: str
    detail: str = ""


@dataclass(frozen=True)
class Flip:
    """What becomes true at a moment (ISO 8601, UTC) while the page is open: a script may say it then; nothing needs it."""

    at: str
    words: str


@dataclass(frozen=True)
class Details:
    """What leads into the meeting. Made only where events.disclosure allows it."""

    link: str
    meeting_id: str
    passcode: str


@dataclass(frozen=True)
class Joining:
    """What the join page offers. `phase`: "off" (called off), "later", "now", or "over".

    `details` only where they may stand on a page; `has_button` where the answer to a POST may hold them; `is_shared` unless
    nobody is ever shown them.
    """

    phase: str
    has_button: bool
    is_shared: bool
    details: Details | None
    opens_date: str
    opens_time: str
    zone: str


def moment_of(session, *, cycle, now: datetime.datetime) -> Moment:
    """The state of a session; `cycle` gives the margins of the join window."""
    starts_at, ends_at = span_of(session)
    margins = {"opens_before": cycle.opens_before, "closes_after": cycle.closes_after}
    span = {"starts_at": starts_at, "ends_at": ends_at}
    asked = span | margins | {"now": now, "has_replay": bool(session.replay)}
    return Moment(
        state=states.state(**asked),
        window=states.window(**span, **margins),
        now=now,
        max_age_seconds=max_age_seconds(states.next_change(**asked), now=now),
        **span,
    )


def max_age_seconds(change: datetime.datetime | None, *, now: datetime.datetime) -> int:
    """For how long a page may be kept: until the next change of state, at most a minute, whole seconds."""
    return min(NO_CHANGE, max(0, int((change - now).total_seconds()))) if change else NO_CHANGE


def notices_of(session, moment: Moment, *, reason: str, language: str) -> list[Notice]:
    """Status first, then a change of date, then the state; a session that was called off has no state."""
    if words := _called_off_words(session):
        return [Notice(session.status, words, reason)]
    notices = []
    if session.status == "tentative":
        notices.append(Notice("tentative", pgettext("status of a session", "To be confirmed")))
    if moved := _moved_from(session, moment, language=language):
        notices.append(Notice("moved", moved, reason))
    state = _state_words(session, moment)
    return [*notices, Notice(str(moment.state), state)] if state else notices


def status_words(session) -> str:
    """In a few words what nobody may miss of a session's status or date, at whatever moment; "" for nothing."""
    if words := _called_off_words(session):
        return words
    if previous_starts(session):
        return pgettext("status of a session", "New date")
    return pgettext("status of a session", "To be confirmed") if session.status == "tentative" else ""


def previous_starts(session) -> tuple[str, ...]:
    """The starts, in UTC and ISO 8601, that a session was announced with before; one that came back is not earlier."""
    present = session.starts_at.isoformat() if session.starts_at else ""
    return tuple(start for start in session.previous_starts if start != present)


def flip_of(session, moment: Moment) -> Flip | None:
    """What will be said next about a session of the next 24 hours: that the doors are open, then that it is live."""
    if session.status in CALLED_OFF or moment.state not in (states.State.SOON, states.State.OPEN):
        return None
    if moment.now < moment.window.opens_at:
        return Flip(moment.window.opens_at.isoformat(), pgettext("state of a session", "The doors are open"))
    if moment.now < moment.starts_at:
        return Flip(moment.starts_at.isoformat(), pgettext("state of a session", "Live now"))
    return None


def joining_of(session, moment: Moment, *, cycle, language: str) -> Joining:
    """What the join page and the session page may offer at this moment."""
    asked = {
        "rule": rule_of(session, cycle=cycle),
        "status": session.status,
        "now": moment.now,
        "opens_at": moment.window.opens_at,
        "closes_at": moment.window.closes_at,
    }
    has_any = bool(session.link or session.meeting_id)
    opens_date, opens_time = moment_words(moment.window.opens_at, zone=session.timezone, language=language)
    return Joining(
        phase=phase_of(session, moment),
        is_shared=asked["rule"] != Rule.NOBODY,
        has_button=has_any and discloses(place=Place.ANSWER, **asked),
        details=details_of(session) if has_any and discloses(place=Place.PAGE, **asked) else None,
        opens_date=opens_date,
        opens_time=opens_time,
        zone=zone_time(session.timezone, language=language),
    )


def rule_of(session, *, cycle) -> Rule:
    """The session's rule, else its cycle's. A value that is no rule discloses nothing."""
    value = session.disclosure or cycle.disclosure
    return Rule(value) if value in set(Rule) else Rule.NOBODY


def phase_of(session, moment: Moment) -> str:
    """ "off", "later", "now" or "over", as Joining says."""
    if session.status in CALLED_OFF:
        return "off"
    if moment.now < moment.window.opens_at:
        return "later"
    return "now" if moment.now < moment.window.closes_at else "over"


def details_of(session) -> Details:
    """Link, grouped ID and passcode. Only for callers that have asked events.disclosure."""
    return Details(link=session.link, meeting_id=grouped_id(session.meeting_id), passcode=session.passcode)


def _called_off_words(session) -> str:
    words = {
        "cancelled": pgettext("status of a session", "Cancelled"),
        "postponed": pgettext("status of a session", "Postponed: the new date is not known yet"),
    }
    return words.get(session.status, "")


def _moved_from(session, moment: Moment, *, language: str) -> str:
    """The start that a session was last published with, when it is not the present one; "" otherwise."""
    earlier = [parse_datetime(text) for text in session.previous_starts]
    others = [at for at in earlier if at and at != moment.starts_at]
    if not others:
        return ""
    date, time = moment_words(others[-1], zone=session.timezone, language=language)
    # Translators: %(date)s is a full date with its weekday, %(time)s a time such as 13:00.
    return gettext("New date: it was planned for %(date)s, %(time)s") % {"date": date, "time": time}


def _state_words(session, moment: Moment) -> str:
    if moment.state == states.State.SOON:
        return _day_words(session, moment)
    if moment.state == states.State.OPEN and moment.now >= moment.ends_at:
        return pgettext("state of a session", "Coming to its end: the room is still open")
    words = {
        states.State.OPEN: pgettext("state of a session", "The doors are open"),
        states.State.LIVE: pgettext("state of a session", "Live now"),
        states.State.ENDED: pgettext("state of a session", "This session is over"),
        states.State.REPLAY: pgettext("state of a session", "Replay available"),
    }
    return words.get(moment.state, "")


def _day_words(session, moment: Moment) -> str:
    """Today or tomorrow, by the calendar of the organisers' zone."""
    today = clock.local(at=moment.now, zone=session.timezone).date()
    if today == session.date:
        return pgettext("state of a session", "Today")
    return pgettext("state of a session", "Tomorrow")
