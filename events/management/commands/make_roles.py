"""`manage.py make_roles`: the groups of the roles, with their permissions."""

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from events.roles import make_roles, make_second_reader


class Command(BaseCommand):
    help = (
        "Makes the groups Editors, Publishers, Translators XX and Contributors CODE, or gives existing ones what they lack. Takes"
        " no permission away. Run it again after a language or an organisation was added."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--second-reader",
            action="store_true",
            help="also have everything that is submitted approved by somebody who did not write it",
        )

    def handle(self, *args, second_reader: bool, **options):
        make_roles()
        if second_reader:
            make_second_reader()
        self.stdout.write(
            f"Groups: {', '.join(Group.objects.order_by('name').values_list('name', flat=True))}."
        )
