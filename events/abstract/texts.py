"""A text of the site itself: about, accessibility, legal. Linked at the foot of every page."""

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from events import presentation
from events.abstract.home import LONG_TEXT_FEATURES
from events.abstract.pages import TEXT_SLUGS, WordsPage
from events.abstract.public import PublicPageMixin
from events.facts import NoAliasMixin


class AbstractTextPage(PublicPageMixin, NoAliasMixin, WordsPage):
    """Words only. Where a language lacks it, the foot of its pages leads to a fallback, marked."""

    own_slugs = TEXT_SLUGS

    body = RichTextField(_("body"), blank=True, features=LONG_TEXT_FEATURES)

    content_panels = [*WordsPage.content_panels, FieldPanel("body")]
    search_fields = [*WordsPage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def texts_to_find(self):
        return [*super().texts_to_find(), self.body]

    def present(self, *, tree, **serving):
        return presentation.text_context(self, tree=tree)
