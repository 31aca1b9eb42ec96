"""What Parvis adds to Wagtail's admin."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from wagtail_localize.views.edit_translation import restart_translation

from events.localize import stopped_translation
from events.snippets import DirectoryViewSet
from events.translation_memory import remember_words

register_snippet(DirectoryViewSet)

START_SYNC, CONVERT_TO_ALIAS = "localize-restart-translation", "localize-convert-to-alias"


@hooks.register("before_edit_page", order=-1)
def start_sync_with_hand_written_words(request, page):
    """Runs before wagtail-localize starts a stopped translation again: it starts from what was written by hand."""
    if request.method != "POST" or START_SYNC not in request.POST:
        return None
    translation = stopped_translation(page)
    if translation is None:
        messages.error(request, _("The page that this one was translated from is gone. Go on writing here."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    lost = remember_words(translation)
    if lost:
        message = _(
            "Not started: syncing would lose words that only this page has (%(fields)s). Write them on the source too."
        )
        messages.error(request, message % {"fields": ", ".join(lost)})
        return redirect("wagtailadmin_pages:edit", page.pk)
    return restart_translation(request, translation, page)


@hooks.register("construct_page_action_menu")
def offer_only_what_works(menu_items, request, context):
    """No item that would make an alias, or sync with a page that is gone."""
    page = context.get("page")
    refused = {CONVERT_TO_ALIAS}
    if page is None or page.pk is None or stopped_translation(page) is None:
        refused.add(START_SYNC)
    menu_items[:] = [item for item in menu_items if item.name not in refused]


@hooks.register("before_copy_page")
def refuse_alias_copy(request, page):
    """Refuse a copy as an alias, with a message in place of a page that could not be stored."""
    if request.method == "POST" and request.POST.get("alias"):
        messages.error(request, _("These pages have no aliases. Copy the page, or translate it, instead."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None
