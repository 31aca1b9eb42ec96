"""What this process has done so far, as numbers in memory. Whoever wants them reads `counts`; nobody here knows who does.

A number only ever grows. `counts[key] += 1` loses nothing between threads: CPython gives no other thread a turn within it
(tests/feeds/test_figures.py would notice one that does), and it costs a poll next to nothing.
"""

from collections import defaultdict
from math import inf

# Keys: a name, then the values of its labels, which are few and known.
Key = tuple[str | int | float, ...]
counts: defaultdict[Key, float] = defaultdict(int)

# (format, status of an answer from memory, or MISS where Django was asked), (format), (): old bytes while the database is away.
FEED_ANSWERS, FEED_RENDERS, FEED_LAST_KNOWN = "feed_answers", "feed_renders", "feed_last_known"
MISS = "miss"
# By kind, and how it went.
DELIVERIES = "deliveries"
SENT, FAILED, GIVEN_UP = "sent", "failed", "given_up"
# From a change to the files that show it. (upper bound in seconds), and the sum of all under SUM.
FRESH, SUM = "fresh_seconds", "sum"
FRESH_BOUNDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, inf)
# When the database was found away, as pairs of seconds since 1970; each process sees the same absence.
absences: list[tuple[float, float]] = []
ABSENCES_KEPT = 100


def count(*key: str | int | float, by: float = 1) -> None:
    """One more of something."""
    counts[key] += by


def observe_freshness(seconds: float) -> None:
    """A change is in the stored files, so many seconds after it was made. Not less than none: clocks of two hosts differ."""
    seconds = max(seconds, 0.0)
    counts[FRESH, next(bound for bound in FRESH_BOUNDS if seconds <= bound)] += 1
    counts[FRESH, SUM] += seconds


def note_absence(began: float, ended: float) -> None:
    """The database did not answer between these moments (seconds since 1970). The oldest is forgotten where nobody reads them."""
    absences.append((began, ended))
    del absences[:-ABSENCES_KEPT]


def format_of(path: str) -> str:
    """The format of a feed's address, as a label."""
    return path.rpartition(".")[2]
