"""wagtail-localize, made safe: being submitted changes no existing page, and hand-written words are kept.

Three of its paths would overwrite what an editor wrote. Each is closed here, once:

- submitting a page again (with its subtree) enables stopped translations and saves over them: `CarefulCreator`;
- "Start synced translation" on a page edited by hand would later publish the old memory: `remember_words`;
- saving a translation without publishing it writes unpublished words into a live page: `save_target`.
"""

from wagtail.models import Page

from wagtail_localize import operations
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

_stock_save_target = Translation.save_target


class CarefulCreator(operations.TranslationCreator):
    """Creates translations that do not exist, and touches none that does."""

    def create_translations(self, instance, include_related_objects=True):
        wanted = self.target_locales
        self.target_locales = [locale for locale in wanted if not instance.has_translation(locale)]
        try:
            if self.target_locales:
                super().create_translations(instance, include_related_objects=include_related_objects)
        finally:
            self.target_locales = wanted


def save_target(translation: Translation, user=None, publish=True):
    """As wagtail-localize's, except that a live page is only ever changed by publishing."""
    if not publish and Page.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale, live=True
    ).exists():
        return None
    return _stock_save_target(translation, user=user, publish=publish)


def remember_words(translation: Translation) -> int:
    """Store the words of the page as it is now in the translation memory; returns how many strings were stored.

    Called before a stopped translation is synced again, so that what was written by hand is what it starts from.
    """
    page = translation.get_target_instance().get_latest_revision_as_object()
    written = {
        (segment.path, segment.order): segment.string.data
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
    }
    segments = StringSegment.objects.filter(source=translation.source).select_related("context")
    known = [segment for segment in segments if (segment.context.path, segment.order) in written]
    for segment in known:
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            locale=translation.target_locale,
            context_id=segment.context_id,
            defaults={
                "data": written[segment.context.path, segment.order],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": "",
                "has_error": False,
                "field_error": "",
            },
        )
    return len(known)


def install() -> None:
    """Put the careful versions in place of the stock ones; called once, when all apps are ready."""
    operations.TranslationCreator = CarefulCreator
    Translation.save_target = save_target
