"""`manage.py prepare`: what must be true before web may start; after an installation and after every upgrade."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cms.migrating import alone
from cms.preparing import make_homes, set_address


class Command(BaseCommand):
    help = (
        "Migrates the database; in an empty one, makes a home page for each language; lets the site's host follow SITE_URL; makes the"
        " groups of the roles. Safe to run again, and on several hosts at once."
    )
    # The database is checked by migrate, which comes first.
    requires_system_checks = []

    def handle(self, *args, **options):
        """Raises CommandError where the database is newer than this release."""
        call_command(
            "migrate",
            interactive=False,
            verbosity=options["verbosity"],
            stdout=self.stdout,
            stderr=self.stderr,
        )
        with alone(connection, tell=self.stderr.write):
            made = make_homes()
            set_address()
            call_command("make_roles", stdout=self.stdout)
        if made:
            self.stdout.write(f"Home pages: {', '.join(f'/{language}/' for language in made)}")
        self.stdout.write(self.style.SUCCESS("The database is ready."))
