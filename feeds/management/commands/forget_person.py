"""`manage.py forget_person NAME`: removes a person from everything that the site keeps and publishes."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.models import Q

from events.forgetting.person import forget_person
from events.models import Person
from events.now import now
from feeds.files import renew_stale_files
from feeds.rebuilding import compose_anew

INDEX = "wagtailsearch_indexentry_fts"


class Command(BaseCommand):
    help = (
        "Takes a person's entry from all pages and drafts, and the name from every text: words, translations, reasons, histories,"
        " feeds, archives, the API and the search. Nothing brings it back but a backup: whoever restores one runs this again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The person, and other ways of writing the name."""
        parser.add_argument("name", help="as the person's entry has it, in any script")
        parser.add_argument(
            "--also", action="append", default=[], help="another way in which texts write the name"
        )

    def handle(self, *args, **options) -> None:
        """Raises CommandError for a name that nobody has, that several have, or that is too short."""
        person = _person(options["name"])
        try:
            done = forget_person(person, also=options["also"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        compose_anew(now=now())
        renew_stale_files(now())
        _index_anew()
        for table, count in sorted(done.rows.items()):
            self.stdout.write(f"{table}: {count}")
        for address in done.addresses:
            self.stdout.write(f"Look at this address, it may hold the name: {address}")
        self.stdout.write(
            "Forgotten. Copies that others have made, and backups, are theirs to change, and yours."
        )


def _person(name: str) -> Person:
    is_named = Q(name_original=name) | Q(name_latin=name) | Q(names__name=name)
    found = list(Person.objects.filter(is_named).distinct())
    if len(found) != 1:
        there = "Several people have" if found else "Nobody has"
        raise CommandError(f"{there} the name “{name}”.")
    return found[0]


def _index_anew() -> None:
    call_command("update_index", verbosity=0)
    if connection.vendor == "sqlite":
        # Its index keeps words that nothing has any more until it is put in order (SQLite, FTS5 6.8).
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')")  # noqa: S608  (a name of ours)
