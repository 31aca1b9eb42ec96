"""When the sessions of the demonstration season take place: dates of a rhythm around a day. Knows no model and no clock."""

import datetime
from collections.abc import Sequence

from events.rhythm import Rhythm, dates, next_date

_MONTH = datetime.timedelta(days=31)


def season_dates(rhythm: Rhythm, *, today: datetime.date, count: int, coming: int) -> list[datetime.date]:
    """Return `count` dates that follow one another in a monthly rhythm; the one at position `coming` is the first after `today`.

    After, not on: whatever the hour, that session has not begun. One skipped date is bridged. Raises RhythmError or OverflowError where
    the calendar ends.
    """
    later = [next_date(rhythm, after=today)]
    while len(later) < count - coming:
        later.append(next_date(rhythm, after=later[-1]))
    earlier = dates(rhythm, first=today - _MONTH * (coming + 2), last=today)
    return earlier[len(earlier) - coming :] + later


def next_of(days: Sequence[datetime.date], *, today: datetime.date) -> datetime.date | None:
    """Return the first of these days that is not over, or None."""
    return min((day for day in days if day >= today), default=None)
