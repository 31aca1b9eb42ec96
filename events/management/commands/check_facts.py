"""`manage.py check_facts`: says which translation groups are out of line; with --fix, mends them."""

from django.core.management.base import BaseCommand, CommandError

from events.fact_check import MODELS, mend, problems, translation_keys


class Command(BaseCommand):
    help = "Finds facts that are not equal in all languages, codes that are not reserved, moments that do not fit their clock."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fix", action="store_true", help="mend what is wrong, each group in a transaction of its own"
        )

    def handle(self, *args, fix: bool, **options):
        left = 0
        for model in MODELS:
            for key in translation_keys(model):
                left += self._check_group(model, key, fix=fix)
        if left:
            raise CommandError(f"{left} problems." if fix else f"{left} problems. --fix mends them.")

    def _check_group(self, model, key, *, fix: bool) -> int:
        """Print what is wrong with one group; returns how many problems are left."""
        found = problems(model, key)
        if found and fix:
            mend(model, key)
        left = problems(model, key) if found and fix else found
        for problem in found:
            self.stdout.write(problem if problem in left else f"mended: {problem}")
        return len(left)
