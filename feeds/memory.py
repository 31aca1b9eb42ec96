"""Answers that a process remembers, as feeds/responses.py prepared them. Filled by Django's views, read by feeds/fastpath.py."""

import datetime
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.responses import Prepared

# What one process keeps at most, of all bodies in all codings.
MAX_BYTES = 64_000_000
GENERATION = "parvis.generation"


class Memory:
    """Prepared answers by path, each with the generation it is of; the ones longest unused leave first."""

    def __init__(self, *, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        self._answers: OrderedDict[str, tuple[int, int, Prepared]] = OrderedDict()
        self._lock = Lock()

    def find(self, path: str, *, generation: int) -> "Prepared | None":
        """What is remembered of a path, if it is of this generation. Without the lock: each step is one of the interpreter's."""
        found = self._answers.get(path)
        if found is None:
            return None
        if found[0] != generation:
            self._forget_if(path, found)
            return None
        try:  # `suppress` would cost more than the rest
            self._answers.move_to_end(path)
        except KeyError:
            return None  # another thread has just let it leave
        return found[2]

    def remember(self, path: str, prepared: "Prepared", *, generation: int) -> None:
        """Keep an answer that was made from what was read under a generation."""
        size = sum(len(form.body) for form in prepared.forms.values())
        with self._lock:
            self._forget(path)
            self._answers[path] = (generation, size, prepared)
            self.size += size
            while self.size > self.max_bytes:
                self._forget(next(iter(self._answers)))

    def _forget_if(self, path: str, found: tuple) -> None:
        """Unless another thread has put a newer one in its place."""
        with self._lock:
            if self._answers.get(path) is found:
                self._forget(path)

    def _forget(self, path: str) -> None:
        self.size -= self._answers.pop(path, (0, 0, None))[1]


memory = Memory(max_bytes=MAX_BYTES)


def remember(meta: Mapping, path: str, prepared: "Prepared", *, now: datetime.datetime) -> None:
    """Let the next reader of `path` be answered from memory. `meta`: of the request, as feeds/fastpath.py passed it on.

    Not before the date that Last-Modified will give is past (it may be a second ahead of the clock).
    """
    if GENERATION in meta and prepared.changed <= now:
        memory.remember(path, prepared, generation=meta[GENERATION])
