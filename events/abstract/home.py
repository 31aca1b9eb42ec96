"""The home page of a language."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from events import presentation
from events.abstract.pages import WordsPage
from events.abstract.public import PublicPageMixin
from events.facts import NoAliasMixin

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
LONG_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote"]


class AbstractHomePage(PublicPageMixin, NoAliasMixin, WordsPage):
    """Words only: which session comes next is found when the page is read."""

    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)

    content_panels = [*WordsPage.content_panels, FieldPanel("introduction")]
    search_fields = [*WordsPage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        abstract = True
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def texts_to_find(self):
        return [*super().texts_to_find(), self.introduction]

    def present(self, *, tree, now, **serving):
        return presentation.home_context(self, tree=tree, now=now)
