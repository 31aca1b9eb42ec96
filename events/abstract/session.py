"""A session: one dated meeting of a cycle. The facts and words of design.md 4, each exactly there."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.search import index

from events import presentation, reading
from events.abstract.cycle import RULES
from events.abstract.home import LONG_TEXT_FEATURES, TEXT_FEATURES
from events.abstract.pages import WordsPage
from events.abstract.public import PublicPageMixin
from events.abstract.session_facts import check_meeting, check_when, derive_when, next_number, stored_when
from events.codes import Kind, code_errors, free_code, lock_code, reserve_code, reserved_code, validate_code
from events.facts import FactsMixin
from events.fields import LanguagesField, SecretCharField, SecretURLField, ZoneField
from events.forms import FactsApiForm
from events.proofreading.findings import secrets_in
from events.proofreading.reading import meeting_of, public_texts_of
from events.proofreading.words import secret_errors


class Status(models.TextChoices):
    """What is known of a session; a date is required in every one of them."""

    TENTATIVE = "tentative", _("tentative")
    CONFIRMED = "confirmed", _("confirmed")
    POSTPONED = "postponed", _("postponed, no new date yet")
    CANCELLED = "cancelled", _("cancelled")


class AbstractSessionPage(PublicPageMixin, FactsMixin, WordsPage):
    """One dated meeting. Wall-clock date, times and zone are the facts; `starts_at` and `ends_at` (UTC) follow from them."""

    fact_fields = (
        "code",
        "number",
        "date",
        "start_time",
        "end_time",
        "timezone",
        "starts_at",
        "ends_at",
        "previous_starts",
        "status",
        "theme_pending",
        "platform",
        "link",
        "meeting_id",
        "passcode",
        "disclosure",
        "more_to_come",
        "spoken",
        "interpreted",
        "captioned",
        "slides",
        "poster",
        "poster_credit",
        "replay",
    )
    fact_rows = ("organisation_rows", "person_rows")
    word_rows = ("photo_rows",)
    # A reason goes with its change (events/changing): no publication of words may bring another one back.
    # A file of captions belongs to one language, and is no text to translate.
    own_words = ("change_reason", "captions")
    preview_kind = "session"
    api_base_form_class = FactsApiForm
    exclude_fields_in_copy = [
        *FactsMixin.exclude_fields_in_copy,
        "code",
        "number",
        "previous_starts",
        "link",
        "meeting_id",
        "passcode",
        "replay",
    ]

    code = models.CharField(
        _("code"),
        max_length=40,
        blank=True,
        validators=[validate_code],
        help_text=_("Stands in addresses, for ever. Left empty, it is made from the cycle and the number."),
    )
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, validators=[MaxValueValidator(9999)]
    )
    date = models.DateField(_("date"))
    start_time = models.TimeField(_("start"), default=datetime.time(13, 0))
    end_time = models.TimeField(_("end"), default=datetime.time(14, 30))
    timezone = ZoneField(_("time zone"), default="Europe/Paris")
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False)
    previous_starts = models.JSONField(default=list, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.CONFIRMED)
    theme_pending = models.BooleanField(
        _("theme to come"), default=False, help_text=_("The title is not known yet: every language says so.")
    )
    platform = models.CharField(_("platform"), max_length=40, blank=True, default="Zoom")
    link = SecretURLField(
        _("meeting link"),
        max_length=500,
        blank=True,
        help_text=_("Typed once. Everybody is led to it through the join address, in every language."),
    )
    meeting_id = SecretCharField(_("meeting ID"), max_length=20, blank=True)
    passcode = SecretCharField(_("passcode"), max_length=40, blank=True)
    disclosure = models.CharField(
        _("join details"),
        max_length=8,
        choices=RULES,
        blank=True,
        help_text=_("Left empty, the cycle's rule holds."),
    )
    more_to_come = models.BooleanField(_("more participants to come"), default=False)
    spoken = LanguagesField(_("spoken languages"))
    interpreted = LanguagesField(_("interpreted languages"))
    captioned = LanguagesField(_("captioned languages"))
    slides = LanguagesField(_("languages of the slides"))
    poster = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    poster_credit = models.CharField(_("credit of the poster"), max_length=255, blank=True)
    replay = models.URLField(_("address of the replay"), blank=True)

    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    body = RichTextField(_("body"), blank=True, features=LONG_TEXT_FEATURES)
    poster_alt = models.CharField(_("alternative text of the poster"), max_length=255, blank=True)
    change_reason = models.CharField(
        _("reason of a change"),
        max_length=255,
        blank=True,
        help_text=_("One public line, shown with the next change of date or status."),
    )
    minutes = RichTextField(_("minutes"), blank=True, features=LONG_TEXT_FEATURES)
    transcript = RichTextField(
        _("transcript"),
        blank=True,
        features=LONG_TEXT_FEATURES,
        help_text=_("What is said in the replay, for those who do not hear it."),
    )
    captions = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("captions"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A WebVTT file (.vtt) of the replay, in this language."),
    )

    search_fields = [
        *WordsPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("minutes"),
        index.SearchField("transcript"),
        index.FilterField("code"),
        index.FilterField("starts_at"),
    ]

    class Meta:
        abstract = True
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def clean(self):
        super().clean()
        if self.pk and not self.is_origin:
            # The facts were checked on the origin, where they can be changed.
            errors = self._secret_errors()
        else:
            errors = {**check_when(self), **check_meeting(self)} | self._secret_errors() | self._code_errors()
        if errors:
            raise ValidationError(errors)

    def _secret_errors(self) -> dict[str, str]:
        """Words that would let the way into the meeting escape disclosure."""
        found = secrets_in(public_texts_of(self), meeting_of(self, rule=self.disclosure))
        return secret_errors(found, model=type(self))

    def _code_errors(self) -> dict[str, ValidationError]:
        self.code = self.code or reserved_code(kind=Kind.SESSION, key=self.translation_key)
        return code_errors(kind=Kind.SESSION, code=self.code, key=self.translation_key) if self.code else {}

    def derive_facts(self) -> None:
        """Number, code, instants and previous starts, on the origin; a follower takes them."""
        if not self.is_origin:
            return
        self.code = self.code or reserved_code(kind=Kind.SESSION, key=self.translation_key)
        if not self.code:
            self._take_next_number()
        derive_when(self, stored=stored_when(self))

    def _take_next_number(self) -> None:
        """Number and code of a new session; two that are made at the same time wait for each other."""
        cycle = self.get_parent().specific
        lock_code(kind=Kind.CYCLE, key=cycle.translation_key)
        self.number = self.number or next_number(self.family, cycle)
        self.code = free_code(kind=Kind.SESSION, wish=f"{cycle.code[:30]}-{self.number}")

    def facts_saved(self) -> None:
        if self.is_origin:
            reserve_code(kind=Kind.SESSION, code=self.code, key=self.translation_key)

    def texts_to_find(self):
        """Without the title while it is not told."""
        rows = [row.text for row in self.question_rows.all()] + [
            row.title for row in self.resource_rows.all()
        ]
        title = [] if self.theme_pending else super().texts_to_find()
        return [*title, self.introduction, *rows, self.body, self.minutes, self.transcript]

    def feed_sentences(self) -> list[str]:
        """For another project's own type: what feeds say of its facts and words, in the active language. Plain text; nothing secret."""
        return []

    @property
    def cycle(self):
        """The cycle page above, in this page's language."""
        return self.get_parent().specific

    def present(self, *, tree, now, **serving):
        cycle = reading.cycle_at(self.path[: -self.steplen])
        return presentation.session_context(
            self, cycle=cycle, group=self.group_read, language=self.language, tree=tree, now=now
        )
