"""Child rows of pages: who takes part, in which role; exceptions of a rhythm; photos; and the lists of words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin

from events.cleaning import CleanTextMixin
from events.fields import SPOKEN


class OrganisationRole(models.TextChoices):
    """What an organisation does in a cycle, session or article."""

    ORGANISER = "organiser", _("organiser")
    PARTNER = "partner", _("partner")
    PARTICIPANT = "participant", _("participant")
    MODERATOR = "moderator", _("moderator")
    FUNDER = "funder", _("funder")


class PersonRole(models.TextChoices):
    """What a person does in a session."""

    SPEAKER = "speaker", _("speaker")
    MODERATOR = "moderator", _("moderator")
    INTERPRETER = "interpreter", _("interpreter")


class AbstractOrganisationRow(Orderable):
    """An organisation in a role. A fact: the rows of the origin hold in every language."""

    organisation = models.ForeignKey(
        "parvis_events.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(
        _("role"), max_length=12, choices=OrganisationRole, default=OrganisationRole.PARTICIPANT
    )

    panels = [FieldPanel("organisation"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        abstract = True


class AbstractPersonRow(Orderable):
    """A person in a role. A fact."""

    person = models.ForeignKey(
        "parvis_events.Person", verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=12, choices=PersonRole, default=PersonRole.SPEAKER)

    panels = [FieldPanel("person"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        abstract = True


class AbstractRhythmException(models.Model):
    """A date that the rhythm would make but that does not take place, or the other way round. A fact."""

    class Change(models.TextChoices):
        SKIPPED = "skipped", _("no session on this date")
        ADDED = "added", _("a session on this date as well")

    date = models.DateField(_("date"))
    change = models.CharField(_("exception"), max_length=8, choices=Change, default=Change.SKIPPED)

    panels = [FieldPanel("date"), FieldPanel("change")]

    class Meta:
        abstract = True
        ordering = ["date"]


class AbstractPhotoRow(CleanTextMixin, TranslatableMixin, Orderable):
    """A photo of a session: identity, order, image and credit are facts; caption and alt are words."""

    fact_columns = ("image", "credit")

    image = models.ForeignKey(
        get_image_model_string(), verbose_name=_("image"), on_delete=models.PROTECT, related_name="+"
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who took the photo."))
    caption = models.CharField(_("caption"), max_length=255, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the photo shows, for those who do not see it."),
    )

    panels = [FieldPanel("image"), FieldPanel("credit"), FieldPanel("caption"), FieldPanel("alt")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


class AbstractQuestionRow(CleanTextMixin, TranslatableMixin, Orderable):
    """One guiding question. Words."""

    text = models.CharField(_("question"), max_length=500)

    panels = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


class AbstractChannelRow(CleanTextMixin, TranslatableMixin, Orderable):
    """How the meeting platform names the channel of one interpreted language. Words."""

    language = models.CharField(_("language"), max_length=15, choices=[(code, code) for code in SPOKEN])
    name = models.CharField(_("name of the channel"), max_length=80)

    panels = [FieldPanel("language"), FieldPanel("name")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


class AbstractResourceRow(CleanTextMixin, TranslatableMixin, Orderable):
    """A link that a session leaves behind: slides, a report. Words."""

    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"))

    panels = [FieldPanel("title"), FieldPanel("url")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
