"""`manage.py migrate`: Django's, one at a time, and never of a database that a later release has migrated, nor while readers wait."""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from cms.migrating import alone
from cms.newer import refusal
from cms.short_locks import short_locks, until_unlocked


class Command(migrate.Command):
    def handle(self, *args, **options):
        """Raises CommandError, and changes nothing, where the database is newer than this release."""
        handle = super().handle
        with alone(connections[options["database"]], tell=self.stderr.write):
            if words := refusal(options["database"]):
                raise CommandError(words)
            with short_locks(connections[options["database"]]):
                until_unlocked(lambda: handle(*args, **options), tell=self.stderr.write)
