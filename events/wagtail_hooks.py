"""What Parvis adds to Wagtail's admin."""

from django.db import transaction
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from wagtail_localize.views.edit_translation import restart_translation

from events import fact_log, page_buttons
from events.announcing import hooks as announcing_hooks  # noqa: F401  (registers them)
from events.board import hooks as board_hooks  # noqa: F401  (registers what it has)
from events.changing import hooks as changing_hooks  # noqa: F401  (registers its own)
from events.codes import Kind, lock_code
from events.facts import FactsMixin
from events.guide import hooks as guide_hooks  # noqa: F401  (registers its own)
from events.localize import stopped_translation
from events.machine_translation import translate_or_say_why_not
from events.models import CyclePage
from events.planning import urls as planning_urls
from events.planning.access import may_plan
from events.planning.views import ICON as PLANNER_ICON
from events.po_files import upload_or_say_why_not
from events.programme import hooks as programme_hooks  # noqa: F401  (registers its own)
from events.proofreading import hooks as proofreading_hooks  # noqa: F401  (registers its own)
from events.snippets import DirectoryViewSet
from events.translation_memory import remember_words

register_snippet(DirectoryViewSet)

IN_TURN = "parvis_in_turn"
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


@hooks.register("before_create_page")
def make_one_session_at_a_time(request, parent_page, page_class):
    """A form that is sent twice at once waits for itself and finds its session; one that fails leaves nothing half done."""
    if request.method != "POST" or not isinstance(parent_page, CyclePage) or hasattr(request, IN_TURN):
        return None
    setattr(request, IN_TURN, True)
    view = request.resolver_match
    with transaction.atomic():
        lock_code(kind=Kind.CYCLE, key=parent_page.translation_key)
        return view.func(request, *view.args, **view.kwargs)


@hooks.register("insert_global_admin_css")
def write_in_own_direction():
    """wagtail-localize's editor says no direction of a text."""
    return format_html('<link rel="stylesheet" href="{}">', static("events/translating.css"))


@hooks.register("register_admin_urls", order=-1)
def translate_by_machine_with_care():
    """In front of wagtail-localize's own view at the same address."""
    address = "localize/translate/<int:translation_id>/machine_translate/"
    return [path(address, translate_or_say_why_not)]


@hooks.register("register_admin_urls", order=-1)
def take_po_files_with_care():
    """In front of wagtail-localize's own view, as above."""
    return [path("localize/translate/<int:translation_id>/pofile/upload/", upload_or_say_why_not)]


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


@hooks.register("register_admin_urls")
def register_planner_urls():
    """Below "planning"; the views say who may plan which cycle."""
    return [path("planning/", include(planning_urls))]


@hooks.register("register_log_actions")
def register_fact_changes(actions):
    """Who changed which fact, in the history of a page and in the report of the site's history."""

    @actions.register_action(fact_log.ACTION)
    class FactsFormatter(LogFormatter):
        label = gettext_lazy("Facts changed")

        def format_message(self, log_entry):
            model = log_entry.content_type.model_class() if log_entry.content_type else None
            if model is None or not issubclass(model, FactsMixin):
                return self.label
            sentences = [fact_log.sentence_of(model, change) for change in log_entry.data["facts"]]
            return f"{self.label}: {'; '.join(sentences)}"


@page_buttons.offer
def lead_to_planner(page, user):
    """From a cycle, for whoever may plan it."""
    if isinstance(page, CyclePage) and may_plan(page, user):
        address = reverse("planning:planner", args=[page.pk])
        yield Button(_("Plan the sessions"), url=address, icon_name=PLANNER_ICON, priority=12)
