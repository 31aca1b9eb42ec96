"""Into which spans of time the edges of sessions cut the time that lies ahead. Pure."""

import datetime
from collections.abc import Iterable

Span = tuple[datetime.datetime, datetime.datetime]


def spans_inside(spans: Iterable[Span], outer: Span | None) -> list[Span]:
    """Those that lie in a longer span; all of them without one."""
    return [span for span in spans if outer is None or (outer[0] <= span[0] and span[1] <= outer[1])]


def spans_between(
    edges: Iterable[datetime.datetime], *, now: datetime.datetime, end: datetime.datetime
) -> list[Span]:
    """The spans from `now` to `end` between which something changes, each from its first moment to before the next one's.

    Empty where `end` is not after `now`.
    """
    ahead = sorted({edge for edge in edges if now < edge < end})
    if end <= now:
        return []
    return list(zip([now, *ahead], [*ahead, end], strict=True))
