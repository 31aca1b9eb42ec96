"""`manage.py rebuild_feeds`: feeds and API composed anew from pages and ledger, as after a restore or a doubt."""

from django.core.management.base import BaseCommand

from events.now import now
from feeds.models import Item
from feeds.rebuilding import compose_anew


class Command(BaseCommand):
    help = (
        "Composes every item of every feed anew, and everything that the API says. Subscribers notice nothing: equal content gives"
        " equal bytes, UIDs and SEQUENCE come from the ledger. Those who mirror the API are told everything once more."
    )

    def handle(self, *args, **options):
        compose_anew(now=now())
        self.stdout.write(f"{Item.objects.count()} items stand in the feeds.")
