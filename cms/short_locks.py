"""No migration makes readers wait: what would wait for a table that somebody uses gives up soon, and tries again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.core.management.base import CommandError
from django.db import Error, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from psycopg.errors import LockNotAvailable

# Whoever waits for a table has everybody who comes after wait behind it (reliability.md 6).
SECONDS = 2
TRIES, PAUSE_SECONDS = 10, 3
GAVE_UP = (
    "A table was in use at each of {tries} tries, and nothing of the migration that needs it was done. Look for what holds it"
    " (SELECT * FROM pg_stat_activity WHERE state <> 'idle'), end that, and run this again: it goes on where it stopped."
)


@contextmanager
def short_locks(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On PostgreSQL, no statement of this connection waits longer for a lock than SECONDS: then OperationalError. Other databases are as they are."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{SECONDS}s'")
    try:
        yield
    finally:
        # A connection that broke has no such setting any more, and what broke it is to be told.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def until_unlocked(
    work: Callable[[], None], *, tell: Callable[[str], object], pause: float = PAUSE_SECONDS
) -> None:
    """Do the work, again and again while a lock is in its way. Raises CommandError after TRIES; whatever else fails, at once."""
    for number in range(1, TRIES + 1):
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
        tell(f"A table is in use: try {number} of {TRIES} gave up after {SECONDS} s.")
        time.sleep(pause)
    raise CommandError(GAVE_UP.format(tries=TRIES))
