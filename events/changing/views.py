"""The pages on which an announced session is rescheduled, postponed, cancelled or restored."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.abstract.session import Status
from events.changing.access import may_change
from events.changing.actions import Action, facts_after, offered
from events.changing.forms import ReasonForm, RescheduleForm
from events.changing.publishing import change_stored
from events.changing.words import WORDINGS, effects_of
from events.ledger import reasons_of_the_change_to_come
from events.models import SessionPage
from events.planning.plan import Slot
from events.planning.planner import read_day
from events.presentation_when import when_words


class Change(WagtailAdminTemplateMixin, FormView):
    """One action on one session; whoever opens it from any language changes the facts of all."""

    template_name = "parvis_events/changing/change.html"

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.action = Action(kwargs["action"])
        self.wording = WORDINGS[self.action]
        self.page_title, self.header_icon = self.wording.title, self.wording.icon
        self.session = get_object_or_404(SessionPage, pk=kwargs["pk"]).origin_page()
        if not may_change(self.session, request.user):
            raise PermissionDenied
        if not self.session.live:
            raise Http404("A session that is not published is changed in its form.")

    def get_form_class(self):
        return RescheduleForm if self.action is Action.RESCHEDULE else ReasonForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.session, "languages": self.languages}

    @property
    def languages(self) -> list[str]:
        """Those that have a public page, the origin's first."""
        pages = self.session.group().filter(live=True).order_by("-is_origin", "pk")
        return list(pages.values_list("locale__language_code", flat=True))

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.kwargs["pk"]])

    def get_page_subtitle(self):
        return self.session.get_admin_display_title()

    def get_breadcrumbs_items(self):
        session = {"url": self.get_success_url(), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, session, {"url": "", "label": self.page_title}]

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            self.session.lock_group()
            self.session = SessionPage.objects.get(pk=self.session.pk)
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Publish the facts and the reasons; or ask, where the cycle has another session then."""
        clash = self.clash(form)
        if clash or not self.is_offered:
            form.ask(clash)
            return self.form_invalid(form)
        facts = self.facts(form)
        with reasons_of_the_change_to_come():
            for page in self.session.group().exclude(pk=self.session.pk):
                reason = form.reason_for(page.language)
                draft = page.get_latest_revision_as_object()
                if {page.change_reason, draft.change_reason} != {reason}:
                    change_stored(page, {"change_reason": reason}, user=self.request.user)
            reason = form.reason_for(self.session.language)
            change_stored(self.session, facts | {"change_reason": reason}, user=self.request.user)
        messages.success(self.request, self.wording.done)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        """Sent twice, the second one finds its work done."""
        if self.is_done(form):
            messages.info(self.request, gettext("This is how it is already: nothing was changed."))
            return redirect(self.get_success_url())
        return super().form_invalid(form)

    @property
    def is_offered(self) -> bool:
        return self.action in offered(self.session.status)

    def facts(self, form) -> dict[str, object]:
        return facts_after(self.action, status=self.session.status, slot=form.slot())

    def is_done(self, form) -> bool:
        """Whether all that is wrong is that the session is already as it was asked for."""
        if set(form.errors) - {"__all__", "seen"}:
            return False
        return all(getattr(self.session, name) == value for name, value in self.facts(form).items())

    def clash(self, form) -> str:
        """A sentence about another session of the cycle on that day, "" for none."""
        slot = form.slot()
        if slot is None or form.cleaned_data.get("anyway"):
            return ""
        day = Slot(slot.start_time, slot.end_time, slot.timezone)
        cycle = self.session.get_parent().specific
        other = read_day(self.session, cycle=cycle, day=slot.date, slot=day, language=get_language()).session
        if other is None:
            return ""
        return gettext("The cycle has another session on this day: %(title)s.") % {"title": other.title}

    def get_context_data(self, **kwargs):
        language = get_language()
        return super().get_context_data(
            session=self.session,
            when=", ".join(when_words(self.session, language=language)),
            status=Status(self.session.status).label,
            is_offered=self.is_offered,
            effects=effects_of(self.action, date=self.session.date, language=language),
            wording=self.wording,
            **kwargs,
        )
