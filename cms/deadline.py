"""How long whoever waits for the database waits: a deadline for a block of code, and a pause after it has passed."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import psycopg

Result = TypeVar("Result")

# Whoever comes within these seconds after the server was silent is told so at once; then one asks it again.
PAUSE = 2.0

_seconds: ContextVar[float | None] = ContextVar("seconds")
_default: float | None = None


def wait_at_most(seconds: float | None) -> None:
    """For the whole process, its threads included: outside every block, each wait ends after so many seconds; with None, never."""
    global _default
    _default = seconds


class OverdueError(psycopg.OperationalError):
    """The server did not answer in time, or did not a moment ago."""


@contextmanager
def waiting_at_most(seconds: float | None) -> Iterator[None]:
    """Within the block, each wait for the database ends after so many seconds with OverdueError; with None, never."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def deadline_seconds() -> float | None:
    """The seconds of the innermost block, or of the process; None for ever."""
    return _seconds.get(_default)


class Silence:
    """Whether the server was silent a moment ago. Shared by the threads of a process.

    `clock`: seconds that never go back.
    """

    def __init__(self, *, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause, self._clock = pause, clock
        self._until = 0.0
        self._lock = threading.Lock()

    def note(self) -> None:
        """The server did not answer."""
        self._until = self._clock() + self._pause

    def end(self) -> None:
        """The server answers."""
        self._until = 0.0

    def check(self) -> None:
        """Raise OverdueError while the pause lasts. The first who comes after it may ask; the others wait one pause more."""
        if not self._until:
            return
        with self._lock:
            now = self._clock()
            if now < self._until:
                raise OverdueError("The database did not answer a moment ago.")
            self._until = now + self._pause


def within(
    steps: Generator[int, int, Result], *, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Generator[int, int, Result]:
    """The same steps, until the time is over: then OverdueError.

    psycopg resumes the steps of what it waits for at least ten times a second, ready or not.
    """
    end = clock() + seconds
    try:
        wish = next(steps)
        while True:
            ready = yield wish
            if not ready and clock() >= end:
                raise OverdueError(f"The database did not answer within {seconds:g} s.")
            wish = steps.send(ready)
    except StopIteration as done:
        return done.value
