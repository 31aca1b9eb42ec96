"""What changes feeds: more than pages. Each receiver leaves a mark inside the transaction of the change."""

from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_migrate, post_save

from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, ReferenceIndex, Site
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
from events.own_types import with_own_types
from events.signals import content_changed, facts_pushed
from feeds.marks import mark, mark_everything
from feeds.page_sources import page_sources

SIGNALS = (content_changed, facts_pushed, page_unpublished, page_slug_changed, post_page_move)
LEAVES = (SessionPage, NewsPage)
PAGES = (HomePage, CyclePage, *LEAVES)
DIRECTORY = (Organisation, OrganisationName, Person, PersonName)
SURROUNDINGS = (Locale, Site, PageViewRestriction)


def connect(config) -> None:
    """Connect every receiver of this module; called once, when all models are loaded. `config` is the app's."""
    for signal in SIGNALS:
        signal.connect(mark_page)
    page_published.connect(mark_published_above)
    for model in with_own_types(PAGES):
        post_save.connect(mark_page, sender=model)
        post_delete.connect(mark_page, sender=model)
    for model in (*DIRECTORY, *SURROUNDINGS):
        post_save.connect(mark_surroundings, sender=model)
        post_delete.connect(mark_surroundings, sender=model)
    post_save.connect(mark_image, sender=get_image_model())
    post_delete.connect(mark_image, sender=get_image_model())
    post_save.connect(mark_entry, sender=LedgerEntry)
    post_delete.connect(mark_entry, sender=LedgerEntry)
    # A new release may render the same content in other words.
    post_migrate.connect(mark_surroundings, sender=config)


def mark_page(sender, instance=None, update_fields=None, **kwargs) -> None:
    """A session, an article or the page of a source concerns its own items; any other page may concern all. Wagtail's bookkeeping concerns none."""
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    if isinstance(instance, LEAVES) or _is_of_a_source(sender):
        mark(instance.translation_key, *_keys_that_link_to(instance))
    elif instance is None or isinstance(instance, PAGES) or not instance.is_leaf():
        mark_everything()


def _is_of_a_source(sender) -> bool:
    """By the sender: a page that was moved is told of as a plain page."""
    models = tuple(source.model for source in page_sources())
    return isinstance(sender, type) and issubclass(sender, models)


def mark_published_above(sender, instance, **kwargs) -> None:
    """A page of another kind, above ours perhaps. Our own were saved a moment ago, and are marked: once more would be twice the work."""
    if not isinstance(instance, PAGES):
        mark_page(sender, instance)


def mark_entry(sender, instance, **kwargs) -> None:
    """What the ledger knows of a session has changed."""
    mark(instance.translation_key)


def mark_image(sender, created=False, **kwargs) -> None:
    """An image may stand in any item; one that was just uploaded stands in none."""
    if not created:
        mark_everything()


def mark_surroundings(sender, **kwargs) -> None:
    """An organisation, a person, a language, a restriction: whoever shows it is looked at."""
    mark_everything()


def _keys_that_link_to(page) -> set[UUID]:
    """Sessions and news whose text links to any language's page of this group: they show its address. Two queries."""
    group = type(page).objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    references = ReferenceIndex.objects.filter(
        to_object_id__in=[str(key) for key in {*group, page.pk}],
        to_content_type__in=ContentType.objects.get_for_models(Page, type(page)).values(),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    linking = {key for key in references.values_list("object_id", flat=True) if key.isdigit()}
    return (
        set(Page.objects.filter(pk__in=linking).values_list("translation_key", flat=True))
        if linking
        else set()
    )
