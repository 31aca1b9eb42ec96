"""`manage.py tick`: everything that happens by time, once; with --every, for ever."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from events.ticking import run_jobs


class Command(BaseCommand):
    help = "Runs what is due by time: scheduled publishing and expiry, and the jobs that other apps register."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="repeat, waiting so long in between")

    def handle(self, *args, every: int | None, **options):
        failed = run_jobs()
        if every is None and failed:
            raise CommandError(f"These jobs failed, see the log: {', '.join(failed)}")
        while every is not None:
            time.sleep(every)
            close_old_connections()
            run_jobs()
