"""What a process remembers of answers, all of one generation. Of feeds: filled by Django's views, read by feeds/fastpath.py.

Pages (cms/page_cache.py) and what is known of the API's answers (feeds/api/responses.py) are in memories of their own.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from feeds.responses import Prepared

# Under this name a request says how its answer can be remembered.
REMEMBER = "parvis.remember"
# What an answer takes beside its bodies: headers of three codings, with a body and without.
OVERHEAD = 8_000

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key, all of one generation; the ones longest unused leave first.

    `max_bytes`: what is kept at most, by the sizes that were said of the values; where each is said to be 1, their number.
    """

    def __init__(self, *, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.size = 0
        # One attribute, so that nobody takes the values of one generation for those of another.
        self._known: tuple[bytes, OrderedDict[Key, tuple[int, Value]]] = (b"", OrderedDict())
        self._lock = Lock()

    def find(self, key: Key, *, generation: bytes) -> Value | None:
        """What is remembered under a key. Where this is another generation than that of the last call, all is forgotten.

        A hit takes no lock: each of its steps is one of the interpreter's.
        """
        known, values = self._known
        if generation != known:
            self._begin(generation)
            return None
        found = values.get(key)
        if found is None:
            return None
        try:  # `suppress` would cost more than the rest
            values.move_to_end(key)
        except KeyError:  # another thread has just let it leave
            return None
        return found[1]

    def _begin(self, generation: bytes) -> None:
        with self._lock:
            if generation != self._known[0]:
                self._known, self.size = (generation, OrderedDict()), 0

    def remember(self, key: Key, value: Value, *, size: int, generation: bytes) -> None:
        """Keep what was made from what was read under a generation, unless that is over. `size`: all that it takes (bytes)."""
        with self._lock:
            known, values = self._known
            if generation != known:
                return
            self.size += size - values.pop(key, (0, None))[0]
            values[key] = (size, value)
            while self.size > self.max_bytes:
                self.size -= values.popitem(last=False)[1][0]


def remember(meta: Mapping, path: str, prepared: "Prepared") -> None:
    """Let the next reader of `path` be answered from memory. `meta`: of the request, as feeds/fastpath.py passed it on."""
    if REMEMBER in meta:
        size = OVERHEAD + sum(len(form.body) for form in prepared.forms.values())
        meta[REMEMBER](path, prepared, size=size)
