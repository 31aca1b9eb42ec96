"""The concrete models: thin, so that another project can build its own on the bases in events/abstract."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from modelcluster.fields import ParentalKey
from wagtail_localize.fields import SynchronizedField

from events.abstract import rows
from events.abstract.cycle import AbstractCyclePage
from events.abstract.directory import AbstractName, AbstractOrganisation, AbstractPerson
from events.abstract.home import AbstractHomePage
from events.abstract.news import AbstractNewsIndexPage, AbstractNewsPage
from events.abstract.session import AbstractSessionPage
from events.abstract.texts import AbstractTextPage
from events.announcing.panels import AnnouncementPanel
from events.board.models import BoardMail, WordsRecord
from events.changing.panels import ActionsPanel
from events.changing.session_form import SessionPageForm
from events.codes import ReservedCode
from events.fact_panels import FactRowsPanel, OriginPanel
from events.ledger import LedgerChange, LedgerEntry
from events.planning.panels import MeaningPanel
from events.proofreading.panels import FindingsPanel
from events.querysets import SessionManager
from events.second_reader import SecondReaderTask
from events.ticking import JobRun

__all__ = [
    "BoardMail", "ChannelName", "CycleOrganisation", "CyclePage", "HomePage", "JobRun", "LedgerChange", "LedgerEntry",
    "NewsIndexPage", "NewsOrganisation", "NewsPage", "Organisation", "OrganisationName", "Person", "PersonName",
    "ReservedCode", "RhythmException", "SecondReaderTask", "SessionOrganisation", "SessionPage", "SessionPerson", "SessionPhoto",
    "SessionQuestion", "SessionResource", "TextPage", "WordsRecord",
]  # fmt: skip


class Organisation(AbstractOrganisation):
    """A snippet; see events/wagtail_hooks.py for its screens."""

    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("name_original"), FieldPanel("script_language"), FieldPanel("name_latin")]),
        InlinePanel("names", heading=_("Names in other languages"), label=_("name")),
        FieldRowPanel([FieldPanel("website"), FieldPanel("contact_email")]),
        FieldRowPanel([FieldPanel("country"), FieldPanel("timezone")]),
        FieldPanel("languages"),
        FieldPanel("logo"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["code"]


class OrganisationName(AbstractName):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "language"], name="organisation_name_once")
        ]


class Person(AbstractPerson):
    """A snippet."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )

    panels = [
        FieldRowPanel([FieldPanel("name_original"), FieldPanel("script_language"), FieldPanel("name_latin")]),
        InlinePanel("names", heading=_("Names and role titles in other languages"), label=_("name")),
        FieldPanel("organisation"),
        FieldPanel("website"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_latin", "name_original"]


class PersonName(AbstractName):
    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="names")
    role_title = models.CharField(_("role title"), max_length=255, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="person_name_once")]


class HomePage(AbstractHomePage):
    subpage_types = ["parvis_events.CyclePage", "parvis_events.NewsIndexPage", "parvis_events.TextPage"]


class CyclePage(AbstractCyclePage):
    parent_page_types = ["parvis_events.HomePage"]
    subpage_types = ["parvis_events.SessionPage"]


class CycleOrganisation(rows.AbstractOrganisationRow):
    page = ParentalKey(CyclePage, on_delete=models.CASCADE, related_name="organisation_rows")


class RhythmException(rows.AbstractRhythmException):
    page = ParentalKey(CyclePage, on_delete=models.CASCADE, related_name="rhythm_exceptions")


def session_tabs(*, facts: list[Panel], words: list[Panel], after: list[Panel]) -> TabbedInterface:
    """The tabs of a session's form; another project's type gives its own panels beside ours (SessionPage.facts_panels ...)."""
    return TabbedInterface(
        [
            ObjectList(facts, heading=_("Facts")),
            ObjectList(words, heading=_("Words")),
            ObjectList(after, heading=_("After the session")),
            ObjectList(AbstractSessionPage.promote_panels, heading=_("Promote")),
            ObjectList(AbstractSessionPage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=SessionPageForm,
    )


class SessionPage(AbstractSessionPage):
    """Its panels name the child rows that are defined below."""

    objects = SessionManager()

    facts_panels = [
        OriginPanel(),
        ActionsPanel(),
        AnnouncementPanel(),
        FieldRowPanel([FieldPanel("date"), FieldPanel("timezone")]),
        FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
        MeaningPanel(heading=_("What this means")),
        FieldRowPanel(
            [FieldPanel("status"), FieldPanel("theme_pending"), FieldPanel("number"), FieldPanel("code")]
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("platform"), FieldPanel("link")]),
                FieldRowPanel([FieldPanel("meeting_id"), FieldPanel("passcode")]),
                FieldPanel("disclosure"),
            ],
            heading=_("Meeting"),
        ),
        FactRowsPanel("organisation_rows", heading=_("Organisations"), label=_("organisation")),
        FactRowsPanel("person_rows", heading=_("People"), label=_("person")),
        FieldPanel("more_to_come"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("spoken", "interpreted", "captioned", "slides")],
            heading=_("Languages"),
        ),
        FieldRowPanel([FieldPanel("poster"), FieldPanel("poster_credit")]),
    ]
    words_panels = [
        FindingsPanel(),
        *AbstractSessionPage.content_panels,
        FieldPanel("introduction"),
        InlinePanel("question_rows", heading=_("Guiding questions"), label=_("question")),
        FieldPanel("body"),
        FieldPanel("poster_alt"),
        InlinePanel("channel_rows", heading=_("Names of the language channels"), label=_("channel")),
        FieldPanel("change_reason"),
        InlinePanel("photo_rows", heading=_("Photos"), label=_("photo")),
    ]
    after_panels = [
        FieldPanel("replay"),
        FieldPanel("captions"),
        FieldPanel("transcript"),
        FieldPanel("minutes"),
        InlinePanel("resource_rows", heading=_("Resources"), label=_("resource")),
    ]
    edit_handler = session_tabs(facts=facts_panels, words=words_panels, after=after_panels)
    parent_page_types = ["parvis_events.CyclePage"]
    subpage_types = []


class SessionOrganisation(rows.AbstractOrganisationRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="organisation_rows")


class SessionPerson(rows.AbstractPersonRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="person_rows")


class SessionPhoto(rows.AbstractPhotoRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="photo_rows")

    override_translatable_fields = [
        SynchronizedField("image", overridable=False),
        SynchronizedField("credit", overridable=False),
    ]


class SessionQuestion(rows.AbstractQuestionRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="question_rows")


class ChannelName(rows.AbstractChannelRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="channel_rows")

    override_translatable_fields = [SynchronizedField("language", overridable=False)]


class SessionResource(rows.AbstractResourceRow):
    page = ParentalKey(SessionPage, on_delete=models.CASCADE, related_name="resource_rows")


class NewsIndexPage(AbstractNewsIndexPage):
    parent_page_types = ["parvis_events.HomePage"]
    subpage_types = ["parvis_events.NewsPage"]


class NewsPage(AbstractNewsPage):
    parent_page_types = ["parvis_events.NewsIndexPage"]
    subpage_types = []


class NewsOrganisation(rows.AbstractOrganisationRow):
    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="organisation_rows")


class TextPage(AbstractTextPage):
    parent_page_types = ["parvis_events.HomePage"]
    subpage_types = []
