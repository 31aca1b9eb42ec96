"""`manage.py make_roles`: the groups of the roles, with their permissions."""

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from events.roles import make_roles


class Command(BaseCommand):
    help = (
        "Makes the groups Editors, Publishers, Translators XX and Contributors CODE, or gives existing ones what they lack. Takes"
        " no permission away. Run it again after a language or an organisation was added."
    )

    def handle(self, *args, **options):
        make_roles()
        self.stdout.write(
            f"Groups: {', '.join(Group.objects.order_by('name').values_list('name', flat=True))}."
        )
