"""The programme's page, its spreadsheets, and its button."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from events.models import Organisation, SessionPage
from events.now import now
from events.programme.columns import CHOICE, COLUMNS
from events.programme.export import headings, line_of
from events.programme.filters import ProgrammeFilters
from events.programme.listing import PAST, UPCOMING, Session, select
from events.programme.publishing import publish_drafts
from events.programme.sessions import read_organisations, read_powers, read_sessions
from events.programme.telling import tell_published
from events.programme.words import Row, Way, build_row, ways_to

ICON = "calendar-alt"
# No primary key is longer.
MOST_DIGITS = 19


class SessionPaginator(WagtailPaginator):
    """Counts sessions, which come as a list."""

    model = SessionPage


class Programme(SpreadsheetExportMixin, BaseListingView):
    """Every session that the user may find among the pages, a page of the list at a time; or all of them as a spreadsheet."""

    template_name = "parvis_events/programme/programme.html"
    results_template_name = "parvis_events/programme/programme_results.html"
    page_title = _("Programme")
    header_icon = ICON
    verbose_name_plural = _("sessions")
    index_url_name = "programme:list"
    index_results_url_name = "programme:list_results"
    filterset_class = ProgrammeFilters
    is_searchable = True
    columns = COLUMNS
    paginate_by = 50
    paginator_class = SessionPaginator
    export_filename = "programme"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not user_has_any_page_permission(request.user):
            raise PermissionDenied
        self.now, self.language = now(), get_language()

    @cached_property
    def sessions(self) -> list[Session]:
        """All that there are for this user."""
        return read_sessions(self.request.user)

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        """Those of all sessions, by primary key."""
        return read_organisations(self.sessions)

    def get_filterset_kwargs(self):
        choices = {"sessions": self.sessions, "organisations": self.organisations, "language": self.language}
        return super().get_filterset_kwargs() | choices

    @cached_property
    def criteria(self):
        """What is asked for."""
        return self.filters.criteria(query=self.search_query)

    def get_queryset(self) -> list[Session]:
        """The sessions that are asked for, in their order."""
        return select(self.sessions, self.criteria, now=self.now)

    def get(self, request, *args, **kwargs):
        if self.is_export:
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        return super().get(request, *args, **kwargs)

    # The table

    def get_table(self, object_list):
        rows = self.rows(object_list)
        self.can_publish = any(row.choice for row in rows)
        columns = [CHOICE, *self.columns] if self.can_publish else self.columns
        return self.table_class(columns, rows, **self.get_table_kwargs())

    def rows(self, sessions: list[Session]) -> list[Row]:
        """The lines of the table."""
        shown = [version.pk for session in sessions for version in session.versions]
        given = {
            "powers": read_powers(self.request.user, shown),
            "organisations": self.organisations,
            "language": self.language,
            "now": self.now,
        }
        return [build_row(session, **given) for session in sessions]

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        here = self.address(**({"p": page} if (page := self.request.GET.get("p")) else {}))
        return context | {"ways": self.ways(), "can_publish": self.can_publish, "here": here}

    def ways(self) -> list[Way]:
        """To all sessions, those to come and those that are over, as far as the other filters let them through."""
        found = select(self.sessions, replace(self.criteria, when=""), now=self.now)
        past = sum(session.is_past(now=self.now) for session in found)
        counts = {"": len(found), UPCOMING: len(found) - past, PAST: past}
        addresses = {when: self.address(when=when) for when in counts}
        return ways_to(chosen=self.criteria.when, counts=counts, addresses=addresses)

    def address(self, **changes: str) -> str:
        """The address of the list with its filters; `changes` to the query string, "" takes a filter away."""
        query = self.request.GET.copy()
        for name in ("_w_filter_fragment", "p", *changes):
            query.pop(name, None)
        query.update({name: value for name, value in changes.items() if value})
        return f"{self.index_url}?{query.urlencode()}" if query else self.index_url

    # The spreadsheets. All cells are made while the editor's language is active, which it is not once the answer is sent.

    @cached_property
    def export_headings(self) -> dict[str, str]:
        """Names of the columns and what stands above them."""
        return headings()

    @property
    def list_export(self) -> list[str]:
        """The columns in their order."""
        return list(self.export_headings)

    def to_row_dict(self, item: Session) -> dict[str, object]:
        """The cells of a session."""
        return line_of(item, organisations=self.organisations, language=self.language)

    def stream_csv(self, queryset: list[Session]) -> list[bytes]:
        """The lines of the file."""
        return list(super().stream_csv(queryset))


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the drafts of the chosen sessions."""
    if not policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"):
        raise PermissionDenied
    chosen = {
        int(value) for value in request.POST.getlist("page") if value.isdecimal() and len(value) < MOST_DIGITS
    }
    outcome = publish_drafts(chosen, user=request.user)
    tell_published(request, outcome, nothing=gettext("No session was published."))
    return redirect(get_valid_next_url_from_request(request) or reverse("programme:list"))
