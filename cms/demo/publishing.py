"""Publishes pages as editors do, and translates them through wagtail-localize, so that its editor works on them afterwards."""

from collections.abc import Callable

from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from cms.demo.contents import translations
from cms.demo.record import Record
from events.translation_memory import remember_words

# Sets the words of one language on a page in memory: title, texts, and those of its child rows.
Write = Callable[[Page], None]


def publish_below(parent: Page, page: Page, *, author) -> Page:
    """Add a page that is not stored yet, with its child rows, and publish its first revision."""
    page.live = False
    page.owner = author
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
        page.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    return _stored(page)


def translate(record: Record, key: str, *, words_in: Callable[[str], Write | None]) -> None:
    """Translate what `key` names, once, into every language in which its place exists and `words_in` gives words."""
    page = record.find(key)
    if page is None:
        return
    for language in translations():
        write, locale = words_in(language), Locale.objects.get(language_code=language)
        known = f"{key}:{language}" in record or page.has_translation(locale)
        if write and not known and _has_place(page, locale):
            record.once(f"{key}:{language}", _translated, page, locale, write, author=record.author)


def _has_place(page: Page, locale: Locale) -> bool:
    parent = page.get_parent()
    return parent.is_root() or parent.has_translation(locale)


def _translated(page: Page, locale: Locale, write: Write, *, author) -> Page:
    """Submitted, written by hand, remembered and published: what the translation editor shows is what readers see."""
    with disable_reference_index_auto_update():
        translate_object(page, [locale], user=author)
        target = type(page).objects.get(translation_key=page.translation_key, locale=locale)
        draft = target.get_latest_revision_as_object()
        write(draft)
        revision = draft.save_revision(user=author)
        remember_words(Translation.objects.get(source__object_id=page.translation_key, target_locale=locale))
        revision.publish(user=author, skip_permission_checks=True)
    return _stored(target)


def _stored(page: Page) -> Page:
    """The page as it is in the database. References are noted here, once: each save and child row would do it again."""
    stored = type(page).objects.get(pk=page.pk)
    ReferenceIndex.create_or_update_for_object(stored)
    return stored
