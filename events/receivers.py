"""What follows a change: the ledger, the search index, the front-end cache, the translators' source. Two lines each."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import PageViewRestriction, ReferenceIndex, Revision
from wagtail.search import index
from wagtail.signals import init_new_page, page_published, page_unpublished, post_page_move

from wagtail_localize.models import TranslationSource

from events.facts import FactsMixin, promote_follower
from events.models import CyclePage, HomePage, NewsPage, SessionPage
from events.now import now
from events.own_types import with_own_types
from events.planning.filling import fill_new_session
from events.planning.sessions import today_of
from events.publication import record_session
from events.signals import content_changed, facts_pushed


def connect() -> None:
    """Connect every receiver of this module; called once, when all models are loaded."""
    for model in (CyclePage, SessionPage, NewsPage):
        pre_delete.connect(lock, sender=model)
        post_delete.connect(promote, sender=model)
    init_new_page.connect(fill)
    pre_delete.connect(hand_over_news, sender=CyclePage)
    content_changed.connect(record, sender=SessionPage)
    facts_pushed.connect(refresh_followers)
    page_published.connect(refresh_translation_source)
    for model in with_own_types([SessionPage]):
        page_published.connect(index_with_rows, sender=model)
    page_unpublished.connect(record_unpublished)
    for model in with_own_types([HomePage, CyclePage]):
        pre_save.connect(remember_live, sender=model)
        page_published.connect(record_published_above, sender=model)
        page_unpublished.connect(record_unpublished_above, sender=model)
    post_page_move.connect(record_moved)
    for signal in (post_save, post_delete):
        signal.connect(record_restricted, sender=PageViewRestriction)


def fill(sender, page, parent, **kwargs) -> None:
    """The form for a new session begins with what its cycle knows."""
    if isinstance(page, SessionPage) and isinstance(parent, CyclePage):
        fill_new_session(page, cycle=parent, today=today_of(parent, now=now()))


def lock(sender, instance, **kwargs) -> None:
    """A deletion takes its turn among those who save pages of the group."""
    instance.lock_group()


def hand_over_news(sender, instance, **kwargs) -> None:
    """News point to the origin of their cycle: when it is deleted they, and their drafts, get the page that leads now."""
    heir = instance.group().exclude(pk=instance.pk).order_by("pk").first()
    if heir and instance.is_origin:
        NewsPage.objects.filter(cycle=instance).update(cycle=heir)
        news = ContentType.objects.get_for_model(NewsPage)
        for revision in Revision.objects.filter(content_type=news, content__cycle=instance.pk):
            revision.content["cycle"] = heir.pk
            revision.save(update_fields=["content"])


def promote(sender, instance, **kwargs) -> None:
    """The oldest page left becomes the origin, and subscribers learn what is gone."""
    promote_follower(instance)
    content_changed.send(sender=sender, instance=instance)


def record(sender, instance, **kwargs) -> None:
    """Subscribers learn what the change means for them."""
    record_session(SessionPage, instance.translation_key)


def index_with_rows(sender, instance, **kwargs) -> None:
    """Wagtail indexed the page before its questions and resources were stored."""
    index.insert_or_update_object(instance)


def record_unpublished(sender, instance, **kwargs) -> None:
    """Pages that expire are unpublished without their own model's save, which would have told it."""
    if isinstance(instance, FactsMixin):
        with transaction.atomic():
            content_changed.send(sender=instance.family, instance=instance)


def remember_live(sender, instance, **kwargs) -> None:
    """Whether a page that others stand below was public before it was saved."""
    instance._was_live = sender.objects.filter(pk=instance.pk, live=True).exists()


def record_published_above(sender, instance, **kwargs) -> None:
    """The page above came back to the public, and with it the sessions below."""
    if not instance._was_live:
        _record_below(instance)


def record_unpublished_above(sender, instance, **kwargs) -> None:
    """The page above left the public, and with it the sessions below."""
    _record_below(instance)


def record_restricted(sender, instance, **kwargs) -> None:
    """A page was made private or public: its sessions leave the public, or come back."""
    _record_below(instance.page)


def record_moved(sender, instance, **kwargs) -> None:
    """A page was moved: its sessions have other addresses, and perhaps left the public, or came back."""
    _record_below(instance)


def _record_below(page) -> None:
    with transaction.atomic():
        for session in SessionPage.objects.descendant_of(page, inclusive=True):
            session.lock_group()
            content_changed.send(sender=SessionPage, instance=session)


def refresh_followers(sender, instance, followers, **kwargs) -> None:
    """Pages changed by a push were not saved one by one: what follows a publication follows here as well."""
    transaction.on_commit(lambda: _refresh(sender, followers))


def _refresh(model, primary_keys) -> None:
    batch = PurgeBatch()
    for page in model.objects.filter(pk__in=primary_keys):
        index.insert_or_update_object(page)
        ReferenceIndex.create_or_update_for_object(page)
        if page.live and apps.is_installed("wagtail.contrib.frontend_cache"):
            batch.add_page(page)
    batch.purge()


def refresh_translation_source(sender, instance, **kwargs) -> None:
    """After the origin is published, translators see its new words; no translation changes by it."""
    if isinstance(instance, FactsMixin) and instance.is_origin:
        source = TranslationSource.objects.get_for_instance_or_none(instance)
        if source is not None:
            source.update_from_db()
