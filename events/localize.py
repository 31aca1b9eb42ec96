"""wagtail-localize, made safe: being submitted changes no existing page, and hand-written words are kept.

Six of its paths would break a promise. Each is closed here, once:

- submitting a page again (with its subtree) enables stopped translations and saves over them: `CarefulCreator`;
- "Start synced translation" on a page edited by hand would later publish the old memory: `remember_words`;
- saving a translation without publishing it writes unpublished words into a live page: `save_target`;
- "Convert to alias page" throws the words of a page away: `refuse_alias`;
- a copy of the whole page waits in each source of translations, the way into the meeting too: `leave_secrets_out`;
- a title that is too long breaks the translation editor on PostgreSQL, where it is said in its place: `note_draft_title`.
"""

import json

from django.db.models.signals import post_save, pre_save
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail.admin import messages
from wagtail.models import Page

from wagtail_localize import models, operations
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.views import convert

from events.fields import SecretMixin

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
    if (
        not publish
        and Page.objects.filter(
            translation_key=translation.source.object_id, locale=translation.target_locale, live=True
        ).exists()
    ):
        return None
    return _stock_save_target(translation, user=user, publish=publish)


def refuse_alias(request, page_id: int):
    """In place of "Convert to alias page": nothing is converted, and the editor is told why."""
    messages.error(
        request,
        _("These pages have no aliases: an alias would show one language's words under another's address."),
    )
    return redirect("wagtailadmin_pages:edit", page_id)


def note_draft_title(instance: StringTranslation, **kwargs) -> None:
    """As wagtail-localize's: the admin lists a page by its newest title, as much of it as the column holds."""
    if instance.context.path == "title":
        longest = Page._meta.get_field("draft_title").max_length
        pages = Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id)
        pages.update(draft_title=instance.data[:longest])


def leave_secrets_out(instance: TranslationSource, **kwargs) -> None:
    """A copy that nobody needs: facts come from the origin, whatever a source says."""
    model = instance.specific_content_type.model_class()
    secrets = {each.name for each in model._meta.concrete_fields if isinstance(each, SecretMixin)}
    if secrets:
        content = json.loads(instance.content_json)
        instance.content_json = json.dumps(content | dict.fromkeys(secrets & content.keys(), ""))


def stopped_translation(page: Page) -> Translation | None:
    """The translation of `page` that can be synced again: stopped, and its source page still exists. The last one made."""
    stopped = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=False
    )
    sources = set(
        Page.objects.filter(translation_key=page.translation_key).values_list("locale_id", flat=True)
    )
    return next((one for one in stopped.order_by("-pk") if one.source.locale_id in sources), None)


def install() -> None:
    """Put the careful versions in place of the stock ones; called once, when all apps are ready."""
    operations.TranslationCreator = CarefulCreator
    Translation.save_target = save_target
    convert.convert_to_alias = refuse_alias
    pre_save.connect(leave_secrets_out, sender=TranslationSource)
    post_save.disconnect(models.post_save_string_translation, sender=StringTranslation)
    post_save.connect(note_draft_title, sender=StringTranslation)
