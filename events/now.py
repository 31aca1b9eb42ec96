"""The clock. Only views and pages' get_context read it; whatever they call gets the moment as `now`."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_shown: ContextVar[datetime.datetime | None] = ContextVar("shown", default=None)


def now() -> datetime.datetime:
    """The present moment, in UTC."""
    return _shown.get() or timezone.now()


@contextmanager
def as_of(moment: datetime.datetime) -> Iterator[None]:
    """Within the block pages are what they will be at a moment (UTC), as far as the clock decides."""
    token = _shown.set(moment)
    try:
        yield
    finally:
        _shown.reset(token)
