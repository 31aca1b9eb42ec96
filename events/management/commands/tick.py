"""`manage.py tick`: everything that happens by time, once; with --every, until it is asked to end."""

import os
import select
import signal

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from events.ticking import run_jobs


class Command(BaseCommand):
    help = "Runs what is due by time: scheduled publishing and expiry, and the jobs that other apps register."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="repeat, waiting so long in between, until SIGTERM or SIGINT: what is under way is finished",
        )

    def handle(self, *args, every: int | None, **options):
        if every is not None:
            self._repeat(every, asked=_asked_to_end())
            return
        if failed := run_jobs():
            raise CommandError(f"These jobs failed, see the log: {', '.join(failed)}")

    def _repeat(self, every: int, *, asked: int) -> None:
        while True:
            run_jobs()
            if select.select([asked], [], [], every)[0]:
                return
            close_old_connections()


def _asked_to_end() -> int:
    """A file that can be read as soon as SIGTERM or SIGINT came: the first process of a container is ended by neither of itself."""
    asked, tell = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_received: os.write(tell, b"."))
    return asked
