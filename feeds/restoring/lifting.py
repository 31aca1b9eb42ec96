"""How far SEQUENCE and editions must rise after a restore, so that nobody ever sees them fall. Plain values only."""

import datetime
import math
from collections.abc import Iterable, Mapping

# What subscribers may have seen beyond what any file shows: through the API, in calendars sent by mail, on another host.
MARGIN = 1_000
# More than one database ever commits.
EDITIONS_PER_SECOND = 100
# RFC 5545 3.3.8
HIGHEST = 2_147_483_647


class LiftError(Exception):
    """What was asked for cannot be true."""


def lifted(
    saved: Mapping[str, int], *, survived: Mapping[str, int], lost_for: datetime.timedelta
) -> dict[str, int]:
    """The new SEQUENCE of every session that was restored, by UID: one number for all.

    `saved`: SEQUENCE by UID in the restored database; `survived`: the highest known by UID in calendars that outlived it, empty where
    they are lost. `lost_for`: from the moment of the restored state until now. The number is above everything in both by 1,000 and
    one for each second lost: so it holds without survivors, and again when the same state is restored a second time. Raises
    LiftError for a moment to come, and beyond what SEQUENCE may be.
    """
    new = max([*saved.values(), *survived.values()], default=0) + MARGIN + _seconds(lost_for)
    if new > HIGHEST:
        raise LiftError(f"SEQUENCE would pass {HIGHEST}, the highest that calendars can hold.")
    return dict.fromkeys(saved, new)


def edition_after(edition: int, *, lost_for: datetime.timedelta) -> int:
    """An edition that the site cannot have come to in the time that was lost. Raises LiftError as `lifted`."""
    return edition + MARGIN + EDITIONS_PER_SECOND * _seconds(lost_for)


def moment_after(now: datetime.datetime, told: Iterable[datetime.datetime]) -> datetime.datetime:
    """The moment (UTC) that everything restored is dated with: now, or where clocks were wrong, behind all that was told."""
    return max([now, *(each + datetime.timedelta(seconds=1) for each in told)])


def _seconds(lost_for: datetime.timedelta) -> int:
    if lost_for < datetime.timedelta(0):
        raise LiftError("The moment to which the database went back is still to come.")
    return math.ceil(lost_for.total_seconds())
