"""What has changed and waits to be looked at. Written in the transaction of the change, so that it counts with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction

from events.now import now
from feeds.generation import bump
from feeds.models import Mark

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


def mark(*keys: UUID) -> None:
    """Sessions or news pages, by translation key, have changed: their items are made anew when this is committed."""
    Mark.objects.bulk_create(Mark(key=key) for key in keys)
    _follow_up()


def mark_everything() -> None:
    """Something that any item may show has changed: an organisation, a language, a page above others."""
    Mark.objects.create(key=None)
    _follow_up()


@contextmanager
def held_back() -> Iterator[None]:
    """Changes made within are looked at once, behind it, and not after each transaction."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)
    _look()


def _follow_up() -> None:
    # Robust: the change is committed already, and whoever made it must not see an error of ours. The mark stays; the next
    # read, or the next tick, looks again.
    transaction.on_commit(_look, robust=True)


def _look() -> None:
    from feeds.refresh import refresh  # noqa: PLC0415  (it announces what it made, and so imports what marks)

    bump()
    if not _held_back.get():
        refresh(now=now())
