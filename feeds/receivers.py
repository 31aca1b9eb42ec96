"""What changes feeds: more than pages. Each receiver raises the generation inside the transaction of the change."""

from django.db.models.signals import post_delete, post_save

from wagtail.images import get_image_model
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from events.models import CyclePage, HomePage, NewsPage, Organisation, Person, SessionPage
from events.signals import content_changed, facts_pushed
from feeds.store import bump


def connect() -> None:
    """Connect every receiver of this module; called once, when all models are loaded."""
    for signal in (content_changed, facts_pushed, page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(raise_generation)
    saved_or_deleted = (HomePage, CyclePage, SessionPage, NewsPage, Organisation, Person, Locale, Site, PageViewRestriction)
    for model in (*saved_or_deleted, get_image_model()):
        post_save.connect(raise_generation, sender=model)
        post_delete.connect(raise_generation, sender=model)


def raise_generation(sender, **kwargs) -> None:
    """Every stored feed is built anew at its next read; its bytes differ only where its content does."""
    bump()
