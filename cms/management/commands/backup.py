"""`manage.py backup FOLDER`: database, media and feed store as one file."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.backup.folders import media_folder
from cms.backup.manifest import BackupError
from cms.backup.taking import forget_old, take_backup
from events.now import now


def at_least_one(text: str) -> int:
    """A number of backups. Raises ArgumentTypeError, or ValueError, for what is none."""
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("keep at least one")
    return number


class Command(BaseCommand):
    help = (
        "Saves database, media and feed store as one file, for its owner alone, under the name of the moment where a folder is given. It holds"
        " meeting links, passcodes and password hashes: keep it encrypted, and on another machine. docker/BACKUP.md says more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many are kept there."""
        parser.add_argument(
            "place",
            type=Path,
            help="a folder, or the name of a file in *.parvis-backup that is not there yet",
        )
        parser.add_argument(
            "--keep",
            type=at_least_one,
            metavar="N",
            help="in that folder only the newest N stay; without it all do",
        )

    def handle(self, *args, place: Path, keep: int | None, **options) -> None:
        """Raises CommandError where there is no backup in the end, and nothing of one is left."""
        if place.is_file() or (keep and not place.is_dir()):
            raise CommandError(
                f"{place} is there already."
                if place.is_file()
                else f"--keep is for a folder, and {place} is none."
            )
        try:
            made = take_backup(place, now=now())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")
        if media_folder() is None:
            self.stdout.write(
                "Media are kept by another service, and are not in it: have that keep old versions."
            )
        for old in forget_old(place, keep=keep) if keep else []:
            self.stdout.write(f"Removed: {old}")
