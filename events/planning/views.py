"""The planner's page, and its two buttons."""

import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.models import CyclePage
from events.now import now
from events.planning.access import may_make, may_publish
from events.planning.forms import SpanForm
from events.planning.making import make_sessions, publish_sessions
from events.planning.plan import PlanError
from events.planning.planner import days_of, read_plan
from events.planning.sessions import facts_of, today_of
from events.planning.words import plan_rows, rhythm_of, why_no_plan
from events.programme.telling import tell_published
from events.rhythm import RhythmError

ICON = "calendar-alt"


class Planner(WagtailAdminTemplateMixin, TemplateView):
    """The dates of a span, each with what speaks against it; whoever opens it in any language plans the origin."""

    template_name = "parvis_events/planning/planner.html"
    page_title = _("Plan the sessions")
    header_icon = ICON

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.cycle = _cycle(kwargs["pk"])
        self.powers = {
            "makes": may_make(self.cycle, request.user),
            "publishes": may_publish(self.cycle, request.user),
        }
        if not any(self.powers.values()):
            raise PermissionDenied

    def get_page_subtitle(self):
        return self.cycle.get_admin_display_title()

    def get_breadcrumbs_items(self):
        cycle = {
            "url": reverse("wagtailadmin_explore", args=[self.cycle.pk]),
            "label": self.get_page_subtitle(),
        }
        return [*self.breadcrumbs_items, cycle, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        form = SpanForm(self.request.GET, today=today_of(self.cycle, now=now()))
        rows, problem = self.rows(form.span())
        return super().get_context_data(
            cycle=self.cycle,
            form=form,
            rows=rows,
            problem=problem,
            rhythm=self.rhythm,
            makes=self.powers["makes"] and any(row.is_offered and not row.session for row in rows),
            publishes=self.powers["publishes"] and any(row.is_offered and row.session for row in rows),
            **kwargs,
        )

    def rows(self, span: dict) -> tuple[list, str]:
        """The table, or why there is none."""
        language = get_language()
        if not span:
            return [], ""
        try:
            plan = read_plan(self.cycle, span=span, language=language)
        except (PlanError, RhythmError) as problem:
            return [], why_no_plan(problem, language=language)
        return plan_rows(plan, rhythm=self.rhythm, language=language, **self.powers), ""

    @cached_property
    def rhythm(self) -> str:
        """In the editor's words."""
        return rhythm_of(facts_of(self.cycle), language=get_language())


@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft session on each chosen date that has none."""
    cycle = _cycle(pk)
    if not may_make(cycle, request.user):
        raise PermissionDenied
    try:
        made = make_sessions(cycle, days=_chosen(request, cycle), user=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _tell_made(request, len(made))
    return _back(request, cycle)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the drafts that the planner made on the chosen dates."""
    cycle = _cycle(pk)
    if not may_publish(cycle, request.user):
        raise PermissionDenied
    outcome = publish_sessions(cycle, days=_chosen(request, cycle), user=request.user)
    no_drafts = gettext("No session was published: no chosen date has a draft of the plan.")
    tell_published(request, outcome, nothing=no_drafts)
    return _back(request, cycle)


def _cycle(pk: int) -> CyclePage:
    return get_object_or_404(CyclePage, pk=pk).origin_page()


def _chosen(request: HttpRequest, cycle: CyclePage) -> set[datetime.date]:
    """The dates that were chosen, as far as the cycle's rhythm still makes them in that span."""
    span = SpanForm(request.POST, today=today_of(cycle, now=now())).span()
    posted = set(request.POST.getlist("date"))
    try:
        days = days_of(cycle, span=span) if span else []
    except (PlanError, RhythmError):
        return set()
    return {day for day in days if day.isoformat() in posted}


def _tell_made(request: HttpRequest, count: int) -> None:
    if count:
        text = ngettext("%(count)s draft session was made.", "%(count)s draft sessions were made.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, gettext("No session was made: every chosen date has one."))


def _back(request: HttpRequest, cycle: CyclePage) -> HttpResponse:
    """To the planner, with the span that was shown."""
    span = {name: request.POST[name] for name in SpanForm.base_fields if request.POST.get(name)}
    address = reverse("planning:planner", args=[cycle.pk])
    return redirect(f"{address}?{urlencode(span)}" if span else address)
