"""Checks and derivations of a session's facts: the pure cores, with their errors turned into messages by the field."""

import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from events import clock, meeting
from events.conf import meeting_hosts

CLOCK_MESSAGES = {
    "nonexistent": _(
        "%(time)s does not exist on %(date)s in %(zone)s: the clocks go forward. Choose another time."
    ),
    "ambiguous": _(
        "%(time)s happens twice on %(date)s in %(zone)s: the clocks go back. Choose another time."
    ),
    "end_not_after_start": _("The end must be after the start, on the same day."),
}
MEETING_MESSAGES = {
    "not_https": _("The link must start with https://."),
    "host_not_allowed": _("%(host)s is not a meeting host of this site. Allowed: %(allowed)s."),
    "malformed": _("This is not a link that a browser can open. Copy it again from the meeting platform."),
    "credentials_in_link": _("A link must not hold a user name or password before the host."),
    "id_mismatch": _(
        "The link belongs to another meeting than this ID. Copy both again from the same invitation."
    ),
    "id_malformed": _("A meeting ID has 9 to 12 digits, such as 811 7485 4920."),
}


def check_when(session) -> dict[str, ValidationError]:
    """Errors of date, times and zone, by field; empty when the session has a well-defined moment."""
    if not (session.date and session.start_time and session.end_time and session.timezone):
        return {}
    for field in ("start_time", "end_time"):
        try:
            clock.instant(date=session.date, time=getattr(session, field), zone=session.timezone)
        except clock.ClockError as error:
            # An unknown zone is refused by the field itself.
            known = error.code != "unknown_zone"
            return {field: _as_validation_error(error, CLOCK_MESSAGES)} if known else {}
    try:
        clock.span(date=session.date, start=session.start_time, end=session.end_time, zone=session.timezone)
    except clock.ClockError as error:
        return {"end_time": _as_validation_error(error, CLOCK_MESSAGES)}
    return {}


def check_meeting(session) -> dict[str, ValidationError]:
    """Errors of link and meeting ID, by field; stores the ID as digits."""
    errors = {}
    try:
        if session.link:
            session.link = meeting.check_link(session.link, hosts=meeting_hosts())
    except meeting.MeetingError as error:
        errors["link"] = _as_validation_error(error, MEETING_MESSAGES)
    try:
        session.meeting_id = meeting.check_id(meeting_id=session.meeting_id, link=session.link)
    except meeting.MeetingError as error:
        errors["meeting_id"] = _as_validation_error(error, MEETING_MESSAGES)
    return errors


def _as_validation_error(error, messages) -> ValidationError:
    params = {"zone": "", "time": "", "date": "", "host": ""} | error.details
    params["allowed"] = ", ".join(meeting_hosts())
    return ValidationError(messages[error.code], code=error.code, params=params)


class Stored(NamedTuple):
    """What the database has of a session's moment before it is saved."""

    live: bool
    starts_at: datetime.datetime | None
    previous_starts: list[str]
    wall_clock: tuple


def stored_when(session) -> Stored | None:
    """The stored row's moment; None for a session that is not stored yet."""
    row = session.group().filter(pk=session.pk).first() if session.pk else None
    return row and Stored(row.live, row.starts_at, row.previous_starts, _wall_clock(row))


def _wall_clock(session) -> tuple:
    return session.date, session.start_time, session.timezone


def derive_when(session, *, stored: Stored | None) -> None:
    """Set starts_at and ends_at (UTC); keep the starts (ISO 8601, UTC) that a published session had before it moved.

    A start moves when an editor changes date, time or zone, not when a zone's rules change. A moment that cannot be
    computed is stored as none: only a draft gets so far.
    """
    try:
        session.starts_at, session.ends_at = clock.span(
            date=session.date, start=session.start_time, end=session.end_time, zone=session.timezone
        )
    except (clock.ClockError, TypeError, AttributeError):
        session.starts_at = session.ends_at = None
    if stored:
        session.previous_starts = _previous_starts(session, stored)


def _previous_starts(session, stored: Stored) -> list[str]:
    """In the order of the moves; a start that holds again is not a previous one."""
    starts = list(stored.previous_starts)
    if stored.live and session.live and stored.starts_at and _wall_clock(session) != stored.wall_clock:
        starts.append(stored.starts_at.isoformat())
    current = session.starts_at.isoformat() if session.starts_at else None
    return [start for start in dict.fromkeys(starts) if start != current]


def next_number(model, cycle) -> int:
    """One more than the highest number of the cycle's sessions, in every language and state."""
    below = Q()
    for path in cycle.group().values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return (model.objects.filter(below).aggregate(highest=Max("number"))["highest"] or 0) + 1
