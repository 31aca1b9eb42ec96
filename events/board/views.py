"""What the board's buttons do: make a translation and open it, lead to the next one, change the way into a meeting."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from wagtail_localize import operations
from wagtail_localize.models import TranslationSource

from events.board.forms import LinkForm
from events.board.link import change_access
from events.board.panels import Board
from events.board.powers import Powers
from events.changing.access import may_change
from events.conf import languages
from events.models import SessionPage

HOME = reverse_lazy("wagtailadmin_home")


@require_POST
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Make the page of a session in a language, where there is none, and open it."""
    if language not in languages():
        raise Http404("The site has no such language.")
    if not Powers(request.user).may_translate(language):
        raise PermissionDenied
    return _open_translation(request, _origin(pk), language)


@require_POST
def next_missing(request: HttpRequest) -> HttpResponse:
    """Open the words that are missing or stale next."""
    work = Board(request.user).next_work
    if work is None:
        messages.info(request, gettext("Nothing is missing in the sessions to come."))
        return redirect(HOME)
    row, language = work
    return _open_translation(request, row.origin, language)


def _open_translation(request: HttpRequest, origin: SessionPage, language: str) -> HttpResponse:
    locale = get_object_or_404(Locale, language_code=language)
    with transaction.atomic():
        # Whoever presses twice, or at the same moment as somebody else, finds the page that the first one made.
        origin.lock_group()
        page = origin.get_translation_or_none(locale)
        if page is None:
            _refresh_source(origin)
            operations.translate_object(origin, [locale], user=request.user)
            page = origin.get_translation_or_none(locale)
    if page is None:
        message = gettext("The page could not be made. Open the session and translate it from there.")
        messages.error(request, message)
        return redirect("wagtailadmin_pages:edit", origin.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _refresh_source(origin: SessionPage) -> None:
    """Translators of an origin that was never published begin with the words that it has now."""
    source = None if origin.live else TranslationSource.objects.get_for_instance_or_none(origin)
    if source is not None:
        source.update_from_db()


@method_decorator(never_cache, name="dispatch")
class ChangeLink(WagtailAdminTemplateMixin, FormView):
    """The way into a meeting in four fields. Saving publishes them at once, and nothing else."""

    template_name = "parvis_events/board/link.html"
    page_title = _("Change the link")
    header_icon = "link"
    form_class = LinkForm
    success_url = HOME

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.session = _origin(kwargs["pk"])
        if not may_change(self.session, request.user):
            raise PermissionDenied

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.session.lock_group()
            self.session = _origin(self.session.pk)
            return super().post(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.session.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.session}

    def get_context_data(self, **kwargs):
        return super().get_context_data(session=self.session, **kwargs)

    def form_valid(self, form):
        changed = change_access(self.session, access=form.access, user=self.request.user)
        if not changed:
            messages.info(self.request, gettext("Nothing was changed."))
        elif self.session.live:
            messages.success(self.request, gettext("The new way into the meeting holds from now on."))
        else:
            text = gettext("The new way into the meeting is kept: the session is not published yet.")
            messages.success(self.request, text)
        return super().form_valid(form)


def _origin(pk: int) -> SessionPage:
    return get_object_or_404(SessionPage, pk=pk, is_origin=True)
