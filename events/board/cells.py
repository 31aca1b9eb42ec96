"""One cell of the matrix of sessions and languages: whether the words are there, public, and of today. Pure."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

Row = TypeVar("Row")


class State(StrEnum):
    """What one language has of a session."""

    MISSING = "missing"
    DRAFT = "draft"
    LIVE = "live"
    STALE = "stale"


# What "next missing" leads to: a draft is in somebody's hands already.
WORK = frozenset({State.MISSING, State.STALE})


def cell_state(
    *,
    exists: bool,
    is_live: bool,
    is_origin: bool,
    origin_is_live: bool,
    read_words: str | None,
    origin_words: str | None,
) -> State:
    """The state of a page beside its origin.

    `origin_words` names the origin's words as they were published last; `read_words` those that stood on the origin when
    this page was published last. None is not known, and then nothing is stale. Nor is it while the origin is not public.
    """
    if not exists:
        return State.MISSING
    if not is_live:
        return State.DRAFT
    is_known = origin_is_live and read_words is not None and origin_words is not None
    if is_origin or not is_known or read_words == origin_words:
        return State.LIVE
    return State.STALE


def next_work(
    rows: Iterable[tuple[Row, Mapping[str, State]]], *, may: Callable[[Row, str, State], bool]
) -> tuple[Row, str] | None:
    """The first cell, row by row and language by language, that lacks words and that `may(row, language, state)` allows."""
    cells = ((row, language, state) for row, states in rows for language, state in states.items())
    return next(((row, code) for row, code, state in cells if state in WORK and may(row, code, state)), None)
