"""The doctor's pages about what did not work: messages that could not be delivered, and pages that are in no feed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import BaseListingView

from events.now import now
from feeds.doctor import columns
from feeds.doctor.left_out import LeftOut, explain, keys_left_out
from feeds.doctor.views import ICON, REPORT
from feeds.outbox import Delivery, enqueue

TRY_AGAIN = "parvis_feeds.change_delivery"


class ItemPaginator(WagtailPaginator):
    """Counts "items", in the editor's language: the names of our tables are in no catalogue."""

    model = None


class TroubleReport(BaseListingView):
    """A list below the report on feeds."""

    template_name = "feeds/doctor/trouble.html"
    header_icon = ICON
    breadcrumbs_items = [*BaseListingView.breadcrumbs_items, REPORT]
    paginate_by = 50
    paginator_class = ItemPaginator

    def get_table_kwargs(self):
        return super().get_table_kwargs() | {"caption": self.page_title}


class GivenUpReport(TroubleReport):
    """Dead letters, the newest first; who may, tries one again."""

    page_title = _("Not delivered")
    index_url_name = "feed_doctor:given_up"
    verbose_name_plural = _("messages that were given up")

    def get_queryset(self):
        return Delivery.objects.given_up().order_by("-changed_at", "pk")

    def get_table(self, object_list):
        may = self.request.user.has_perm(TRY_AGAIN)
        shown = [*columns.DELIVERY_COLUMNS, *([columns.TRY_AGAIN] if may else [])]
        return self.table_class(shown, object_list, **self.get_table_kwargs())


class LeftOutReport(TroubleReport):
    """Published pages that some language's feeds lack, and why."""

    page_title = _("Left out of the feeds")
    index_url_name = "feed_doctor:left_out"
    verbose_name_plural = _("pages that are left out")
    columns = columns.LEFT_OUT_COLUMNS

    def get_queryset(self) -> list[LeftOut]:
        """The pages with their reasons."""
        return explain(keys_left_out(now=now()))


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one dead letter another chance, as news of its topic would: the next tick sends it, for a day."""
    if not request.user.has_perm(TRY_AGAIN):
        raise PermissionDenied
    delivery = Delivery.objects.given_up().filter(pk=pk).first()
    if delivery is None:
        raise Http404("No such message.")
    enqueue(kind=delivery.kind, target=delivery.target, topics=[delivery.topic], now=now())
    messages.success(request, gettext("It is tried again within a minute."))
    return redirect("feed_doctor:given_up")
