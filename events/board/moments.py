"""When mails about a session are due. Pure."""

import datetime

# Hours before the start.
MOMENTS = (24, 2)
FIRST = datetime.timedelta(hours=max(MOMENTS))


def due_moment(*, starts_at: datetime.datetime, now: datetime.datetime) -> int | None:
    """The moment, in hours before the start, whose mail may go out at `now`: the nearest that has come; None for none.

    A tick that comes late still finds it, up to the next moment or the start. Both datetimes are aware.
    """
    left = starts_at - now
    if left <= datetime.timedelta():
        return None
    return min((hours for hours in MOMENTS if left <= datetime.timedelta(hours=hours)), default=None)
