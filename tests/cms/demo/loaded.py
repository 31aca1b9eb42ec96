"""What the tests of the loaded demonstration look at."""

import datetime

from django.contrib.auth import get_user_model
from django.core.management import call_command

from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from wagtail_localize.models import StringTranslation, Translation

from events.models import LedgerEntry, Organisation, Person, ReservedCode, SessionPage
from feeds.models import Edition
from feeds.refresh import refresh

TODAY = "2021-05-17"
NOW = datetime.datetime(2021, 5, 17, 10, tzinfo=datetime.UTC)
SECRETS = ["zoom.example", "pwd=", "811 7485 4920", "81174854920", "314159"]
COUNTED = [
    get_user_model(), get_image_model(), Page, Revision, Organisation, Person, ReservedCode, LedgerEntry, Translation,
    StringTranslation, PageLogEntry, ModelLogEntry,
]  # fmt: skip


def load_again(*, today: str = TODAY) -> None:
    call_command("load_demo", f"--today={today}")


def session(code: str, language: str = "fr") -> SessionPage:
    return SessionPage.objects.get(code=code, locale__language_code=language)


def languages_of(code: str) -> set[str]:
    return {page.language for page in SessionPage.objects.filter(code=code, live=True)}


def state() -> tuple:
    """All that loading could make or change, and how often feeds were looked at for a change."""
    refresh(now=NOW)
    counts = [model._default_manager.count() for model in COUNTED]
    pages = list(
        Page.objects.order_by("pk").values_list("pk", "title", "live", "latest_revision", "last_published_at")
    )
    return counts, pages, Edition.objects.values_list("number", flat=True).get()
