"""Wall-clock time and instants: what an editor types against what a subscriber's clock needs.

The wall time in its IANA zone is the truth; the instant (UTC) follows from it. Knows no model, no form and no present moment.
"""

import datetime
import re
from zoneinfo import ZoneInfo

# Area/Location, as the tz database names its canonical zones. The bare names (EST, GB, Israel) are kept there for old
# programs only, and "right/..." counts leap seconds: an editor never means one of them.
_ZONE_NAME = re.compile(r"(?!posix/|right/)[A-Za-z]+(/[A-Za-z][A-Za-z0-9_+-]*){1,2}|UTC")

_MESSAGES = {
    "unknown_zone": "{zone!r} is not a known time zone. Choose an IANA name such as Europe/Paris.",
    "nonexistent": "{time} does not exist on {date} in {zone}: the clocks skip it. Choose another time.",
    "ambiguous": "{time} happens twice on {date} in {zone}: the clocks go back. Choose another time.",
    "end_not_after_start": (
        "The end ({end}) must be after the start ({start}) on {date}: a session does not cross midnight."
    ),
}


class ClockError(ValueError):
    """A wall time that names no single instant, or a span that does not go forward.

    `code` is "unknown_zone", "nonexistent", "ambiguous" or "end_not_after_start".
    `details` holds what a localized message needs: zone, and date (YYYY-MM-DD) with time, or with start and end (HH:MM).
    """

    def __init__(self, code: str, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(_MESSAGES[code].format(**details))


def is_zone(name: str) -> bool:
    """Return whether this is an IANA name (Area/Location, or UTC) that the installed tz database knows."""
    if not _ZONE_NAME.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown; a folder such as "America/Argentina"; a broken file
        return False
    return True


def instant(*, date: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Return the UTC instant of a wall time in an IANA zone.

    Raises ClockError: unknown_zone; nonexistent in the gap of spring (and where the instant passes the years 1-9999);
    ambiguous in the fold of autumn. A fold set on `time` is not looked at.
    """
    place = _zone(zone)
    naive = datetime.datetime.combine(date, time.replace(tzinfo=None))
    instants = _instants(naive, place)
    if len(instants) != 1:
        code = "ambiguous" if instants else "nonexistent"
        raise ClockError(code, zone=zone, date=date.isoformat(), time=naive.time().isoformat("minutes"))
    return instants.pop()


def span(
    *, date: datetime.date, start: datetime.time, end: datetime.time, zone: str
) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the two UTC instants of a session that begins and ends on one date of its zone.

    Raises ClockError as `instant` does, and end_not_after_start.
    """
    starts_at = instant(date=date, time=start, zone=zone)
    ends_at = instant(date=date, time=end, zone=zone)
    if ends_at <= starts_at:
        times = {"start": start.isoformat("minutes"), "end": end.isoformat("minutes")}
        raise ClockError("end_not_after_start", zone=zone, date=date.isoformat(), **times)
    return starts_at, ends_at


def local(*, at: datetime.datetime, zone: str) -> datetime.datetime:
    """Return an aware instant as the clocks of an IANA zone show it.

    Raises ClockError unknown_zone; ValueError for a naive datetime, which would be read in the server's own zone.
    """
    if at.utcoffset() is None:
        raise ValueError("A naive datetime names no instant. Pass one with a zone.")
    return at.astimezone(_zone(zone))


def offset_minutes(*, at: datetime.datetime, zone: str) -> int:
    """Return by how many minutes the clocks of a zone are ahead of UTC at an instant, rounded down. Errors as `local`."""
    offset = local(at=at, zone=zone).utcoffset() or datetime.timedelta()
    return offset // datetime.timedelta(minutes=1)


def _zone(name: str) -> ZoneInfo:
    if not is_zone(name):
        raise ClockError("unknown_zone", zone=name)
    return ZoneInfo(name)


def _instants(naive: datetime.datetime, place: ZoneInfo) -> set[datetime.datetime]:
    """Return the instants (none, one or two) at which the clocks of a place show this wall time (PEP 495)."""
    found = set()
    for fold in (0, 1):
        try:
            moment = naive.replace(tzinfo=place, fold=fold).astimezone(datetime.UTC)
            shown = moment.astimezone(place)
        except OverflowError:
            continue
        if shown.replace(tzinfo=None) == naive:
            found.add(moment)
    return found
