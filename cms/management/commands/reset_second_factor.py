"""`manage.py reset_second_factor USERNAME`: for somebody who has lost both the telephone and the recovery codes."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.security.second_factor.accounts import end_logins, remove


class Command(BaseCommand):
    help = "Take the second factor from an account and end its logins; whoever must have one sets up a new one at the next login."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account's name."""
        parser.add_argument("username")

    def handle(self, *args, **options) -> None:
        """Raises CommandError for an unknown account, or one without a second factor."""
        name = options["username"]
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account “{name}”.")
        if not remove(user):
            raise CommandError(f"“{name}” has no second factor.")
        logins = end_logins(user)
        self.stdout.write(f"“{name}” has no second factor any more; logins that ended: {logins}.")
