"""What the actions add to Wagtail's admin: their pages, their buttons, and a word before something leaves the public."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils import timezone
from django.utils.translation import get_language

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from events import page_buttons
from events.changing import urls
from events.changing.access import may_change
from events.changing.drafted import holds_other_facts, moves_or_revives
from events.changing.panels import action_links
from events.changing.withdrawal import leaving_with
from events.changing.words import withdrawal_words
from events.kept_forms import posted
from events.models import SessionPage
from events.now import now
from events.programme.publishing import Outcome, Reason
from events.programme.words import why_left

REMOVING = {"delete", "unpublish"}
CHECKS = {
    "delete": lambda powers: powers.can_delete(),
    "move": lambda powers: powers.can_move(),
    "unpublish": lambda powers: powers.can_unpublish(),
}
CONFIRMED = "parvis-confirmed"


@hooks.register("register_admin_urls")
def register_action_urls():
    """Below "sessions"; the view says who may change which session."""
    return [path("sessions/", include(urls))]


@page_buttons.offer
def offer_actions(page, user):
    """On an announced session's origin, for whoever may take them."""
    if isinstance(page, SessionPage) and page.live and page.is_origin and may_change(page, user):
        for priority, (wording, address) in enumerate(action_links(page), start=13):
            yield Button(wording.title, url=address, icon_name=wording.icon, priority=priority)


@hooks.register("before_delete_page")
def ask_before_deleting(request, page):
    """Wagtail's own question comes first, with what subscribers will see above it."""
    if request.method == "GET":
        for line in _told([page]):
            messages.warning(request, line)


@hooks.register("before_unpublish_page")
def ask_before_unpublishing(request, page):
    """Wagtail tells of this only once its own question is answered."""
    return _ask(request, [page])


@hooks.register("before_bulk_action")
def ask_before_removing_many(request, action_type, objects, action_class_instance):
    """As for one page; and what a draft must not bring along is not published in a list either."""
    if action_type == "publish":
        return _refuse_drafts(request, objects, back=action_class_instance.next_url)
    if action_type not in CHECKS or not all(isinstance(each, Page) for each in objects):
        return None
    if not all(CHECKS[action_type](page.specific.permissions_for_user(request.user)) for page in objects):
        # Wagtail asks the pages of a list by its own class, which does not know our roles.
        raise PermissionDenied
    return _ask(request, objects) if action_type in REMOVING else None


def _refuse_drafts(request, pages, *, back: str) -> HttpResponse | None:
    """Where one of the drafts must not be published like this, none is; the message says why."""
    outcome = Outcome()
    for session in SessionPage.objects.filter(pk__in=[page.pk for page in pages], is_origin=True):
        draft = session.get_latest_revision_as_object()
        if moves_or_revives(session, draft):
            outcome.left[Reason.ANNOUNCED].append(session.code)
        elif not session.permissions_for_user(request.user).may_change_facts() and holds_other_facts(
            session, draft
        ):
            outcome.left[Reason.FORBIDDEN].append(session.code)
    if not outcome.left:
        return None
    for line in why_left(outcome):
        messages.warning(request, line)
    return redirect(back)


def _ask(request, pages) -> HttpResponse | None:
    """A page with what subscribers will see; what was posted is posted again with the answer."""
    if CONFIRMED in request.POST:
        return None
    lines = _told(pages)
    context = {"lines": lines, "posted": posted(request), "confirmed": CONFIRMED, "pages": pages}
    return TemplateResponse(request, "parvis_events/changing/ask.html", context) if lines else None


def _told(pages) -> list[str]:
    leaving = leaving_with(pages, today=timezone.localdate(now()))
    return withdrawal_words(
        sessions=leaving.sessions,
        languages=leaving.languages,
        kept_until=leaving.kept_until,
        language=get_language(),
    )
