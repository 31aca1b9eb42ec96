"""`manage.py after_restore MOMENT`: once after the database went back by other means than `manage.py restore`."""

import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_datetime

from events.conf import parvis_setting
from events.now import now
from feeds.restoring.lifting import LiftError
from feeds.restoring.resuming import compose_restored, last_resumed, resume
from feeds.restoring.survivors import read_survivors
from feeds.restoring.telling import lines_for_operators


class Command(BaseCommand):
    help = (
        "Once after the database went back to an earlier state (recovery to a moment, a snapshot, Litestream): lifts SEQUENCE, dates and"
        " editions above what subscribers may hold, has everything composed anew, and lists what calendars show to be lost. A second"
        " time for the same moment it does nothing, unless calendars or --again say that the database went back again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The moment, and folders with calendars that outlived the database."""
        parser.add_argument(
            "moment", help="that to which the database went back, with its zone: 2026-11-27T10:00:00Z"
        )
        parser.add_argument(
            "--surviving",
            action="append",
            type=Path,
            default=[],
            metavar="FOLDER",
            help="a feed store (STORE_DIR) that outlived the database, beside this machine's own; several times for several",
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="lift also where this was done for the same moment: the database went back a second time, to a state that knows of it",
        )

    def handle(self, *args, moment: str, surviving: list[Path], again: bool, **options) -> None:
        """Raises CommandError for what is no moment, and for a folder that is not there."""
        back_to = _moment(moment)
        if missing := [folder for folder in surviving if not folder.is_dir()]:
            raise CommandError(f"There is no folder {missing[0]}.")
        own = str(parvis_setting("STORE_DIR"))
        survivors = read_survivors([*surviving, *([Path(own)] if own else [])])
        if not again and (at := last_resumed(back_to, survivors=survivors)):
            self.stdout.write(
                f"This was done at {at:%Y-%m-%d %H:%M:%S} UTC; nothing more is to do. If the database went back once more since then: --again"
            )
            compose_restored(now())
            return
        try:
            resumed = resume(back_to=back_to, survivors=survivors, now=now())
        except LiftError as error:
            raise CommandError(str(error)) from error
        for line in lines_for_operators(resumed, back_to=back_to, is_blind=not survivors):
            self.stdout.write(line)
        compose_restored(now())


def _moment(text: str) -> datetime.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CommandError(f"“{text}” is no moment with a zone, such as 2026-11-27T10:00:00Z.")
    return moment.astimezone(datetime.UTC)
