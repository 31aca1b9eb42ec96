"""News: dated articles under an index page; they may belong to a cycle and to organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.search import index

from events import presentation
from events.abstract.home import LONG_TEXT_FEATURES, TEXT_FEATURES
from events.abstract.pages import WordsPage
from events.abstract.public import PublicPageMixin
from events.fact_panels import FactRowsPanel, OriginPanel
from events.facts import FactsMixin, NoAliasMixin
from events.forms import FactsApiForm, FactsPageForm


class AbstractNewsIndexPage(PublicPageMixin, NoAliasMixin, WordsPage):
    """The list of a language's news."""

    query_names = ("page",)

    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)

    content_panels = [*WordsPage.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def texts_to_find(self):
        return [*super().texts_to_find(), self.introduction]

    def present(self, *, tree, request, **serving):
        return presentation.news_index_context(self, tree=tree, number=request.GET.get("page", ""))


class AbstractNewsPage(PublicPageMixin, FactsMixin, WordsPage):
    """One article. News never falls back to another language."""

    fact_fields = ("date", "cycle", "image", "image_credit")
    fact_rows = ("organisation_rows",)
    preview_kind = "news"
    api_base_form_class = FactsApiForm

    date = models.DateField(_("date"))
    cycle = models.ForeignKey(
        "parvis_events.CyclePage",
        verbose_name=_("cycle"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_credit = models.CharField(_("credit of the image"), max_length=255, blank=True)

    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    body = RichTextField(_("body"), blank=True, features=LONG_TEXT_FEATURES)
    image_alt = models.CharField(_("alternative text of the image"), max_length=255, blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *WordsPage.content_panels,
                    *(FieldPanel(name) for name in ("summary", "body", "image_alt")),
                ],
                heading=_("Words"),
            ),
            ObjectList(
                [
                    OriginPanel(),
                    FieldPanel("date"),
                    FieldPanel("cycle"),
                    FactRowsPanel("organisation_rows", heading=_("Organisations"), label=_("organisation")),
                    FieldRowPanel([FieldPanel("image"), FieldPanel("image_credit")]),
                ],
                heading=_("Facts"),
            ),
            ObjectList(WordsPage.promote_panels, heading=_("Promote")),
            ObjectList(WordsPage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=FactsPageForm,
    )
    search_fields = [*WordsPage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def derive_facts(self) -> None:
        """The cycle is stored as its origin, whichever language's page was chosen."""
        if self.is_origin and self.cycle_id:
            origin = self.cycle.group().filter(is_origin=True).first()
            self.cycle = origin or self.cycle

    def texts_to_find(self):
        return [*super().texts_to_find(), self.summary, self.body]

    def present(self, *, tree, **serving):
        return presentation.news_context(self, tree=tree)
