"""What changes feeds: more than pages. Each receiver raises the generation inside the transaction of the change."""

from django.db.models.signals import post_delete, post_migrate, post_save

from wagtail.images import get_image_model
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from events.facts import BOOKKEEPING
from events.ledger import LedgerEntry
from events.models import (
    CyclePage,
    HomePage,
    NewsPage,
    Organisation,
    OrganisationName,
    Person,
    PersonName,
    SessionPage,
)
from events.signals import content_changed, facts_pushed
from feeds.store import bump

SIGNALS = (content_changed, facts_pushed, page_published, page_unpublished, page_slug_changed, post_page_move)
PAGES = (HomePage, CyclePage, SessionPage, NewsPage)
DIRECTORY = (Organisation, OrganisationName, Person, PersonName)
SURROUNDINGS = (LedgerEntry, Locale, Site, PageViewRestriction)


def connect(config) -> None:
    """Connect every receiver of this module; called once, when all models are loaded. `config` is the app's."""
    for signal in SIGNALS:
        signal.connect(raise_generation)
    for model in (*PAGES, *DIRECTORY, *SURROUNDINGS, get_image_model()):
        post_save.connect(raise_generation, sender=model)
        post_delete.connect(raise_generation, sender=model)
    # A new release may render the same content in other words.
    post_migrate.connect(raise_generation, sender=config)


def raise_generation(sender, update_fields=None, **kwargs) -> None:
    """Every stored feed is built anew at its next read; its bytes differ only where its content does."""
    if update_fields is None or not BOOKKEEPING.issuperset(update_fields):
        bump()
