"""The page of the guide."""

from django.utils.translation import get_language
from django.views.generic import TemplateView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.guide.tasks import read_guide

ICON = "help"


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """For everybody in the admin; French for those who read the admin in French, English for all others."""

    template_name = "parvis_events/guide/guide.html"
    header_icon = ICON

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.guide = read_guide(get_language() or "en")
        self.page_title = self.guide.title

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guide=self.guide, **kwargs)
