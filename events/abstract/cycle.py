"""A cycle: a series of sessions under one title, with a rhythm."""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail.url_routing import RouteResult

from events import presentation, reading
from events.abstract.home import TEXT_FEATURES
from events.abstract.pages import WordsPage
from events.abstract.public import PublicPageMixin
from events.codes import Kind, code_errors, free_code, reserve_code, reserved_code, validate_code
from events.disclosure import Rule
from events.fact_panels import FactRowsPanel, OriginPanel
from events.facts import FactsMixin
from events.fields import LanguagesField, ZoneField
from events.forms import FactsApiForm, FactsPageForm
from events.groups import group_at
from events.planning.panels import PlannerPanel
from events.rhythm import Rhythm
from events.site_tree import tree_for

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
ORDINALS = [(1, _("first")), (2, _("second")), (3, _("third")), (4, _("fourth")), (-1, _("last"))]
RULES = [
    (Rule.PUBLIC.value, _("public: on the pages until the window closes")),
    (Rule.WINDOW.value, _("window: only behind the button, while the join window is open")),
    (Rule.NOBODY.value, _("nobody: never shown")),
]


class AbstractCyclePage(PublicPageMixin, FactsMixin, WordsPage):
    """Rhythm, defaults of its sessions, who carries it; title and sentences per language."""

    fact_fields = (
        "code",
        "rhythm_weekday",
        "rhythm_ordinal",
        "rhythm_interval",
        "rhythm_from",
        "default_start_time",
        "default_end_time",
        "default_timezone",
        "join_opens_minutes",
        "join_closes_minutes",
        "disclosure",
        "logo",
        "spoken",
        "interpreted",
        "captioned",
        "slides",
    )
    fact_rows = ("organisation_rows", "rhythm_exceptions")
    api_base_form_class = FactsApiForm
    exclude_fields_in_copy = [*FactsMixin.exclude_fields_in_copy, "code"]

    code = models.CharField(
        _("code"),
        max_length=40,
        blank=True,
        validators=[validate_code],
        help_text=_("Stands in addresses of feeds, for ever. Left empty, it is made from the slug."),
    )
    rhythm_weekday = models.SmallIntegerField(_("weekday"), choices=WEEKDAYS, default=1)
    rhythm_ordinal = models.SmallIntegerField(_("which one of the month"), choices=ORDINALS, default=3)
    rhythm_interval = models.PositiveSmallIntegerField(
        _("every … months"), default=1, validators=[MaxValueValidator(12)]
    )
    rhythm_from = models.DateField(
        _("counted from"), null=True, blank=True, help_text=_("Only needed for a rhythm of several months.")
    )
    default_start_time = models.TimeField(_("usual start"), default=datetime.time(13, 0))
    default_end_time = models.TimeField(_("usual end"), default=datetime.time(14, 30))
    default_timezone = ZoneField(_("time zone"), default="Europe/Paris")
    join_opens_minutes = models.PositiveSmallIntegerField(
        _("join window opens"),
        default=60,
        validators=[MaxValueValidator(1440)],
        help_text=_("Minutes before the start."),
    )
    join_closes_minutes = models.PositiveSmallIntegerField(
        _("join window closes"),
        default=30,
        validators=[MaxValueValidator(1440)],
        help_text=_("Minutes after the end."),
    )
    disclosure = models.CharField(_("join details"), max_length=8, choices=RULES, default=Rule.WINDOW.value)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    spoken = LanguagesField(_("spoken languages"))
    interpreted = LanguagesField(_("interpreted languages"))
    captioned = LanguagesField(_("captioned languages"))
    slides = LanguagesField(_("languages of the slides"))

    kind = models.CharField(_("kind of cycle"), max_length=255, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    initiative = models.CharField(_("an initiative of …"), max_length=500, blank=True)
    funding = models.CharField(_("with the support of …"), max_length=500, blank=True)

    facts_panels = [
        OriginPanel(),
        FieldPanel("code"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("rhythm_ordinal"),
                        FieldPanel("rhythm_weekday"),
                        FieldPanel("rhythm_interval"),
                    ]
                ),
                FieldPanel("rhythm_from"),
                FactRowsPanel("rhythm_exceptions", heading=_("Exceptions"), label=_("exception")),
                PlannerPanel(),
            ],
            heading=_("Rhythm"),
        ),
        FieldRowPanel(
            [FieldPanel("default_start_time"), FieldPanel("default_end_time"), FieldPanel("default_timezone")]
        ),
        FieldRowPanel(
            [FieldPanel("disclosure"), FieldPanel("join_opens_minutes"), FieldPanel("join_closes_minutes")]
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("spoken", "interpreted", "captioned", "slides")],
            heading=_("Languages"),
        ),
        FactRowsPanel("organisation_rows", heading=_("Organisations"), label=_("organisation")),
        FieldPanel("logo"),
    ]
    words_panels = [
        *WordsPage.content_panels,
        *(FieldPanel(name) for name in ("kind", "introduction", "initiative", "funding")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(words_panels, heading=_("Words")),
            ObjectList(facts_panels, heading=_("Facts")),
            ObjectList(WordsPage.promote_panels, heading=_("Promote")),
            ObjectList(WordsPage.settings_panels, heading=_("Settings")),
        ],
        base_form_class=FactsPageForm,
    )
    search_fields = [
        *WordsPage.search_fields,
        index.SearchField("kind"),
        index.SearchField("introduction"),
        index.FilterField("code"),
    ]

    class Meta:
        abstract = True
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")

    def texts_to_find(self):
        return [*super().texts_to_find(), self.kind, self.introduction, self.initiative, self.funding]

    @property
    def rhythm(self) -> Rhythm:
        """The rule with its exceptions, for events.rhythm."""
        exceptions = list(self.rhythm_exceptions.all())
        return Rhythm(
            weekday=self.rhythm_weekday,
            ordinal=self.rhythm_ordinal,
            interval_months=self.rhythm_interval,
            anchor=self.rhythm_from,
            skipped=frozenset(row.date for row in exceptions if row.change == row.Change.SKIPPED),
            added=frozenset(row.date for row in exceptions if row.change == row.Change.ADDED),
        )

    @property
    def opens_before(self) -> datetime.timedelta:
        """How long before a session's start its join window opens."""
        return datetime.timedelta(minutes=self.join_opens_minutes)

    @property
    def closes_after(self) -> datetime.timedelta:
        """How long after a session's end its join window closes."""
        return datetime.timedelta(minutes=self.join_closes_minutes)

    def clean(self):
        """Check the facts where they can be changed: on the origin."""
        super().clean()
        if self.pk and not self.is_origin:
            return
        self.code = self.code or reserved_code(kind=Kind.CYCLE, key=self.translation_key)
        errors = {**self._rhythm_errors(), **self._times_errors()}
        if self.code:
            errors |= code_errors(kind=Kind.CYCLE, code=self.code, key=self.translation_key)
        if errors:
            raise ValidationError(errors)

    def _rhythm_errors(self) -> dict[str, str]:
        if self.rhythm_interval is not None and self.rhythm_interval < 1:
            return {"rhythm_interval": _("At least one month.")}
        if self.rhythm_interval and self.rhythm_interval > 1 and not self.rhythm_from:
            return {"rhythm_from": _("Say from which date the months are counted.")}
        return {}

    def _times_errors(self) -> dict[str, str]:
        start, end = self.default_start_time, self.default_end_time
        if start and end and end <= start:
            return {"default_end_time": _("The end must be after the start, on the same day.")}
        return {}

    def derive_facts(self) -> None:
        if self.is_origin and not self.code:
            reserved = reserved_code(kind=Kind.CYCLE, key=self.translation_key)
            self.code = reserved or free_code(kind=Kind.CYCLE, wish=self.slug or self.title)

    def facts_saved(self) -> None:
        if self.is_origin:
            reserve_code(kind=Kind.CYCLE, code=self.code, key=self.translation_key)

    def route(self, request, path_components):
        """Also serves sessions that have no page in this language, at the address that their translation will have."""
        try:
            return super().route(request, path_components)
        except Http404:
            if not self.live or len(path_components) != 1:
                raise
            group = self._fallback(request, path_components[0])
            if group is None:
                raise
            return RouteResult(self, kwargs={"group": group})

    def serve(self, request, *args, group=None, **kwargs):
        """The cycle; or a session in fallback words; or the way to a translation whose slug an editor chose."""
        own = group.versions.get(self.language) if group else None
        if own:
            return HttpResponseRedirect(tree_for(request).address(own))
        return super().serve(request, *args, **kwargs, **({"group": group} if group else {}))

    def get_template(self, request, *args, group=None, **kwargs):
        """The session's template where a session is shown."""
        if group:
            return group.facts.get_template(request)
        return super().get_template(request, *args, **kwargs)

    def present(self, *, tree, now, group=None, **serving):
        if group is None:
            return presentation.cycle_context(self, tree=tree, now=now)
        words = group.words_for(self.language)
        return presentation.session_context(
            words, cycle=self, group=group, language=self.language, tree=tree, now=now
        )

    def _fallback(self, request, slug: str):
        groups = reading.sessions_named(tree_for(request), key=self.translation_key, slug=slug)
        return group_at(groups, language=self.language, slug=slug)
