"""Answers that a process remembers, as feeds/responses.py prepared them. Filled by Django's views, read by feeds/fastpath.py."""

import datetime
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.responses import Prepared

# Under this name a request says how its answer can be remembered.
REMEMBER = "parvis.remember"
# What an answer takes beside its bodies: headers of three codings, with a body and without.
OVERHEAD = 8_000


class Memory:
    """Prepared answers by path, all of one generation; the ones longest unused leave first.

    `max_bytes`: what is kept at most, of all bodies in all codings, headers included.
    """

    def __init__(self, *, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        self._generation = b""
        self._answers: OrderedDict[str, tuple[int, Prepared]] = OrderedDict()
        self._lock = Lock()

    def find(self, path: str, *, generation: bytes) -> "Prepared | None":
        """What is remembered of a path. Where this is another generation than that of the last call, all is forgotten.

        A hit takes no lock: each of its steps is one of the interpreter's, and what a newer generation brought is right too.
        """
        if generation != self._generation:
            self._begin(generation)
            return None
        answers = self._answers
        found = answers.get(path)
        if found is None:
            return None
        try:  # `suppress` would cost more than the rest
            answers.move_to_end(path)
        except KeyError:
            return None  # another thread has just let it leave
        return found[1]

    def _begin(self, generation: bytes) -> None:
        with self._lock:
            if generation != self._generation:
                self._answers = OrderedDict()
                self._generation, self.size = generation, 0

    def remember(self, path: str, prepared: "Prepared", *, generation: bytes) -> None:
        """Keep an answer that was made from what was read under a generation, unless that is over."""
        size = OVERHEAD + sum(len(form.body) for form in prepared.forms.values())
        with self._lock:
            if generation != self._generation:
                return
            self._forget(path)
            self._answers[path] = (size, prepared)
            self.size += size
            while self.size > self.max_bytes:
                self._forget(next(iter(self._answers)))

    def _forget(self, path: str) -> None:
        self.size -= self._answers.pop(path, (0, None))[0]


def remember(meta: Mapping, path: str, prepared: "Prepared", *, now: datetime.datetime) -> None:
    """Let the next reader of `path` be answered from memory. `meta`: of the request, as feeds/fastpath.py passed it on.

    Not before the date that Last-Modified will give is past (it may be a second ahead of the clock).
    """
    if REMEMBER in meta and prepared.changed <= now:
        meta[REMEMBER](path, prepared)
