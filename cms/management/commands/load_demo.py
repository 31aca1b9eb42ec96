"""`manage.py load_demo`: the demonstration's content and users, in the demo's and the tests' settings only."""

import argparse
import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo.loader import load

FIRST_YEAR, LAST_YEAR = 1970, 2100


def day(text: str) -> datetime.date:
    """YYYY-MM-DD as a day. Raises ArgumentTypeError, or ValueError, for one that no season should lie around."""
    value = datetime.date.fromisoformat(text)
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise argparse.ArgumentTypeError(f"choose a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return value


class Command(BaseCommand):
    help = (
        "Loads the demonstration: six languages, the real session of 18 May 2021, a season around today. Makes only what was never"
        " made: what an editor changed stays as it is, and what an editor deleted stays deleted."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=day,
            metavar="YYYY-MM-DD",
            help="the day around which the season lies (default: today in Paris); only the first run chooses it",
        )

    def handle(self, *args, today: datetime.date | None, **options):
        if not getattr(settings, "DEMO", False):
            raise CommandError(
                "These are not the demo's settings. A production site never loads demonstration content and users with a known"
                " password; use DJANGO_SETTINGS_MODULE=cms.settings.demo."
            )
        record = load(today=today or datetime.datetime.now(ZoneInfo("Europe/Paris")).date())
        self.stdout.write(f"Demo: {record.made} things made; the season lies around {record.day}.")
