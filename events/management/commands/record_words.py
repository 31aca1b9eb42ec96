"""`manage.py record_words`: once after an upgrade, so that the board knows from then on which translations are stale."""

from django.core.management.base import BaseCommand

from events.board.records import record_missing
from events.now import now


class Command(BaseCommand):
    help = (
        "Notes the words of public session pages that have no record yet, taken to be up to date. Repeatable."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{record_missing(now=now())} pages were recorded.")
