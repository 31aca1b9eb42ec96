"""A look at the database once a second, in a thread of each process that answers from memory: has another host changed something?

On one host the change itself raises the generation. This is for the other hosts, and for a process that died between its commit and
that. While the database does not answer, what is remembered stays: old bytes are better than none.
"""

import logging
import threading
import time
from contextlib import suppress
from functools import cache

from django.db import Error, connection

from events.now import now
from feeds.figures import note_absence
from feeds.files import renew_stale_files
from feeds.generation import Generation
from feeds.models import Edition, Mark

logger = logging.getLogger(__name__)

SECONDS = 1.0
# How long one look may write files; what is left is for the next.
RENEWING_SECONDS = 0.5


class Watcher:
    """What one process has seen of the edition."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._seen: int | None = None
        self._has_stale_files = False

    def look(self) -> None:
        """Begin another generation where the edition is another one, or something waits to be looked at; at most two queries.

        Behind another edition the files of this host are renewed too: were the database to fail, they would be served.
        """
        number = Edition.objects.filter(pk=1).values_list("number", flat=True).first()
        if number != self._seen:
            self.generation.bump()
            self._seen, self._has_stale_files = number, True
        elif Mark.objects.exists():
            self.generation.bump()
        if self._has_stale_files:
            self._has_stale_files = not renew_stale_files(now(), seconds=RENEWING_SECONDS)

    def run(self) -> None:
        """Look for ever, whatever happens."""
        while True:
            began = time.time()
            time.sleep(SECONDS)
            try:
                self.generation.follow()
                self.look()
            except Error as error:
                logger.warning("Whether feeds have changed cannot be seen: %s", error)
                note_absence(began, time.time())
                self._begin_again()
            except Exception:  # without this thread nobody would ever look again
                logger.exception("Whether feeds have changed cannot be seen")
                self._begin_again()

    def _begin_again(self) -> None:
        # Who read meanwhile may have been given older bytes than were committed.
        self._seen = None
        with suppress(Exception):
            connection.close()


@cache
def watch(generation: Generation) -> None:
    """Start watching, once in each process."""
    threading.Thread(target=Watcher(generation).run, name="parvis-feeds", daemon=True).start()
