"""The report behind the matrix: every session, a page at a time, by cycle and year."""

from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import BaseListingView

import django_filters

from events.board.panels import RowView, row_view
from events.board.powers import Powers
from events.board.reading import origins, read_rows
from events.conf import languages
from events.languages import language_name
from events.models import CyclePage, SessionPage

ICON = "table"


class SessionColumn(Column):
    """The session, with its date, as the heading of its row."""

    cell_template_name = "parvis_events/board/session_column.html"


class CellColumn(Column):
    """One language; `position` is its place among the cells of a row."""

    cell_template_name = "parvis_events/board/cell_column.html"

    def __init__(self, language: str, *, position: int, label: str):
        super().__init__(language, label=label)
        self.position = position

    def get_value(self, instance: RowView):
        return instance.cells[self.position]


class SessionFilters(WagtailFilterSet):
    """One cycle, one year; the choices are read with the filters."""

    cycle = django_filters.ChoiceFilter(label=_("Cycle"), empty_label=_("All"), method="of_cycle")
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("All"), field_name="date__year")

    class Meta:
        model = SessionPage
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cycles = CyclePage.objects.filter(is_origin=True).order_by("path")
        years = SessionPage.objects.annotate(year=ExtractYear("date")).order_by("-year")
        self.filters["cycle"].extra["choices"] = list(cycles.values_list("code", "draft_title"))
        self.filters["year"].extra["choices"] = [
            (str(year), str(year)) for year in years.values_list("year", flat=True).distinct()
        ]

    def of_cycle(self, queryset, name, code):
        """Sessions below the cycle's page in any language: an origin may be written in each."""
        keys = CyclePage.objects.filter(code=code).values_list("path", flat=True)
        below = Q(pk=None)
        for path in keys:
            below |= Q(path__startswith=path)
        return queryset.filter(below)


class BoardReport(BaseListingView):
    """All sessions and languages, the latest first."""

    template_name = "parvis_events/board/report.html"
    page_title = _("Sessions and languages")
    header_icon = ICON
    verbose_name_plural = _("sessions")
    index_url_name = "board:report"
    index_results_url_name = "board:report_results"
    filterset_class = SessionFilters
    default_ordering = None
    paginate_by = 25

    def get_base_queryset(self):
        return origins()

    def order_queryset(self, queryset):
        return queryset.order_by("-date", "-start_time", "-pk")

    @property
    def columns(self) -> list[Column]:
        """The session, then a column for each language, in the reader's words."""
        reader = get_language()
        names = [(code, language_name(code, language=reader)) for code in languages()]
        session = SessionColumn("session", label=pgettext_lazy("column of a table", "Session"))
        return [
            session,
            *(CellColumn(code, position=position, label=name) for position, (code, name) in enumerate(names)),
        ]

    def paginate_queryset(self, queryset, page_size):
        paginator, page, sessions, has_others = super().paginate_queryset(queryset, page_size)
        powers, language = Powers(self.request.user), get_language()
        rows = [row_view(row, powers=powers, language=language) for row in read_rows(list(sessions))]
        return paginator, page, rows, has_others

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}
