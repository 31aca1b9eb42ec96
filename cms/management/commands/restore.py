"""`manage.py restore FILE`: the site as a backup holds it, and every subscriber goes on from there."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.backup.manifest import BackupError
from cms.backup.restoring import restore
from events.now import now
from feeds.restoring.lifting import LiftError
from feeds.restoring.resuming import compose_restored


class Command(BaseCommand):
    help = (
        "Brings database, media and feed store back from a backup, lifts SEQUENCE, dates and editions above what subscribers may hold, and lists"
        " what calendars of this machine (STORE_DIR) show to be lost. A file that is torn, foreign or newer is refused before"
        " anything is touched. Stop web and tick before, and start them afterwards."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, and whether it may take the place of something."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="take the place of what is there, which is kept aside"
        )

    def handle(self, *args, file: Path, replace: bool, **options) -> None:
        """Raises CommandError, and has changed nothing then, or says what. What operators must know is said before feeds are composed."""
        try:
            restored = restore(file, replace=replace, now=now())
        except (BackupError, LiftError) as error:
            raise CommandError(str(error)) from error
        for line in restored.lines:
            self.stdout.write(line)
        if restored.kept:
            self.stdout.write(
                f"What was there before: {restored.kept}. Remove it when all is well; it holds secrets."
            )
        self.stdout.flush()
        compose_restored(now())
