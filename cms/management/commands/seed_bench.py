"""`manage.py seed_bench`: many sessions in many languages in an empty database, the same for equal arguments."""

import argparse
import time

from django.core.management.base import BaseCommand, CommandError

from cms.bench.programme import MOST
from cms.bench.rows import OtherContentError, seed_bench
from events.conf import languages
from feeds.models import Item


def sizes(text: str) -> list[int]:
    """Numbers with commas between them. Raises ArgumentTypeError, or ValueError, for what is none."""
    found = sorted({int(each) for each in text.split(",")})
    if not 1 <= found[0] <= found[-1] <= MOST:
        raise argparse.ArgumentTypeError(f"a cycle has 1 to {MOST} sessions")
    return found


class Command(BaseCommand):
    help = (
        "Fills an empty database with content for measurements: one cycle for each size (bench-10, ...), the same rows for equal"
        " arguments. Again with further sizes it makes what is missing. Never use it on a site that people read."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sessions", type=sizes, default=[10, 100, 1_000, 10_000], metavar="10,100,...")
        parser.add_argument(
            "--locales", type=int, default=len(languages()), help="the first so many languages of the site"
        )
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args, sessions: list[int], locales: int, seed: int, **options):
        if not 1 <= locales <= len(languages()):
            raise CommandError(
                f"The site offers {len(languages())} languages (LANGUAGES): choose 1 to {len(languages())}."
            )
        began = time.monotonic()
        try:
            made = seed_bench(sizes=sessions, languages=languages()[:locales], seed=seed)
        except OtherContentError as error:
            raise CommandError(
                f"This database holds other content: {error}. Use one of its own (DATABASE_URL=sqlite:///var/bench.sqlite3, then"
                " manage.py migrate), or give the seed and the number of languages that it was filled with."
            ) from error
        self.stdout.write(
            f"{made} sessions made in {time.monotonic() - began:.0f} s; {Item.objects.count()} items stand in the feeds."
        )
