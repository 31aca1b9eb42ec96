"""The doctor's pages about feeds: all of them, and one."""

from django.http import Http404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.now import now
from feeds.doctor import columns
from feeds.doctor.examination import all_files, body_of, examine, look_at
from feeds.doctor.filters import FeedFilters
from feeds.doctor.rendering import FeedFile
from feeds.doctor.signs import read_signs
from feeds.doctor.verdicts import FeedRow, Verdict, checked_rules, shown_findings

ICON = "clipboard-list"
# Around an address where a title is plain text, so that it reads the same between Hebrew words.
LEFT_TO_RIGHT, END_OF_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
REPORT = {"url": reverse_lazy("feed_doctor:report"), "label": _("Feeds")}


class FeedsReport(BaseListingView):
    """Every feed of every language, a page at a time; those of the page are examined where nobody did before."""

    template_name = "feeds/doctor/report.html"
    results_template_name = "feeds/doctor/report_results.html"
    page_title = _("Feeds")
    header_icon = ICON
    verbose_name_plural = _("feeds")
    index_url_name = "feed_doctor:report"
    index_results_url_name = "feed_doctor:report_results"
    filterset_class = FeedFilters
    columns = columns.FEED_COLUMNS
    paginate_by = 20

    @cached_property
    def files(self) -> list[FeedFile]:
        """Every file that there is."""
        return all_files()

    def get_filterset_kwargs(self):
        scopes = dict.fromkeys(file.address.scope for file in self.files)
        return super().get_filterset_kwargs() | {"scopes": scopes}

    def get_queryset(self) -> list[FeedFile]:
        """The files that are asked for; which have findings is known only of those that were examined."""
        files = [file for file in self.files if self.filters.matches(file.address)]
        if not self.filters.is_for_findings:
            return files
        verdicts = self.examine(files)
        return [file for file in files if file.path in verdicts and not verdicts[file.path].is_good]

    def paginate_queryset(self, queryset, page_size):
        paginator, page, files, has_others = super().paginate_queryset(queryset, page_size)
        verdicts = self.verdicts if self.filters.is_for_findings else self.examine(files)
        return paginator, page, [_row(file, verdicts.get(file.path)) for file in files], has_others

    def examine(self, files: list[FeedFile]) -> dict[str, Verdict]:
        """Verdicts by path, as far as one request gets; the page says how many files are left."""
        self.verdicts = look_at(files)
        self.unexamined = len(files) - len(self.verdicts)
        return self.verdicts

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}

    def get_context_data(self, *args, **kwargs):
        signs = None if self.results_only else read_signs(now=now())
        return super().get_context_data(*args, signs=signs, **kwargs) | {"unexamined": self.unexamined}


class FeedReport(WagtailAdminTemplateMixin, TemplateView):
    """One feed, examined anew: every rule, and each finding with its place and what to do."""

    template_name = "feeds/doctor/feed.html"
    header_icon = ICON

    @cached_property
    def file(self) -> FeedFile:
        """The file that the address names; Http404 where there is none."""
        place = (self.kwargs["language"], self.kwargs["scope"], self.kwargs["file"])
        for file in all_files():
            if place == (file.address.language, file.address.scope, file.address.file):
                return file
        raise Http404("No such feed.")

    def get_page_title(self):
        return f"{LEFT_TO_RIGHT}{self.file.path}{END_OF_ISOLATE}"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, REPORT, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        verdict = examine([self.file]).get(self.file.path)
        findings = verdict.findings if verdict else ()
        return super().get_context_data(
            row=_row(self.file, verdict),
            facts=columns.feed_facts(verdict),
            findings=shown_findings(findings, body=body_of(self.file)) if findings else [],
            rules=checked_rules(self.file.address.extension, findings),
            **kwargs,
        )


def _row(file: FeedFile, verdict: Verdict | None) -> FeedRow:
    address = file.address
    return FeedRow(
        path=file.path,
        place=(address.language, address.scope, address.file),
        changed=file.shelf.changed,
        verdict=verdict,
    )
