"""Answers that this process has given: whoever has one already is told so without its being made again."""

import datetime
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

# How many are known at most, by addresses of this length at most.
MOST, LONGEST = 2_000, 500


@dataclass(frozen=True)
class Known:
    """An answer by its ETag: of an edition, from `made` until `until` (UTC), when some session in it has another state."""

    etag: str
    edition: int
    made: datetime.datetime
    until: datetime.datetime


class KnownAnswers:
    """By address with its query; those longest unused leave first."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def find(self, address: str, *, edition: int, now: datetime.datetime) -> Known | None:
        """The last answer, if it is what would be answered now. Not after the clock was set back: until when, nobody can tell then."""
        known = self._known.get(address)
        return known if known and known.edition == edition and known.made <= now < known.until else None

    def keep(self, address: str, known: Known) -> None:
        """Remember an answer that was made."""
        if len(address) > LONGEST:
            return
        with self._lock:
            self._known[address] = known
            self._known.move_to_end(address)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
