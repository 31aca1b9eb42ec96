"""One migration at a time: hosts that start together must not build the same tables twice."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

# Of PostgreSQL's advisory locks, the one that migrations of Parvis take: any number that nothing else takes in this database.
LOCK = 7_072_761_863
POLL_SECONDS = 0.5


@contextmanager
def alone(connection: BaseDatabaseWrapper, *, tell: Callable[[str], object]) -> Iterator[None]:
    """Nobody else migrates this PostgreSQL database meanwhile; `tell` says that somebody does. Other databases are as they are.

    The lock belongs to the connection: whoever dies in the middle leaves none. It is asked for again and again rather than waited
    for, because a statement that waits would itself be waited for by whatever builds an index CONCURRENTLY.
    """
    if connection.vendor != "postgresql":
        yield
        return
    told = False
    with connection.cursor() as cursor:
        while not _answer(cursor, "SELECT pg_try_advisory_lock(%s)"):
            if not told:
                tell("Another migration of this database is under way: waiting for its end.")
            told = True
            time.sleep(POLL_SECONDS)
    try:
        yield
    finally:
        # A connection that broke holds no lock any more, and what broke it is to be told.
        with suppress(Error), connection.cursor() as cursor:
            _answer(cursor, "SELECT pg_advisory_unlock(%s)")


def _answer(cursor, statement: str) -> bool:
    cursor.execute(statement, [LOCK])
    return cursor.fetchone()[0]
