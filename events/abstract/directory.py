"""Organisations and people: snippets that all languages share, with names in their own script and in Latin."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.images import get_image_model_string
from wagtail.search import index

from modelcluster.models import ClusterableModel

from events.cleaning import CleanTextMixin
from events.codes import Kind, code_errors, reserve_code, validate_code
from events.fields import LanguagesField, ZoneField
from events.folding import folded_words
from events.ledger import digest

validate_language = RegexValidator(
    r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Use a language code such as fr, el or he.")
)
validate_country = RegexValidator(r"\A[A-Z]{2}\Z", _("Use a two-letter country code such as FR."))


class AbstractName(CleanTextMixin, models.Model):
    """The name of an organisation or a person in one language."""

    language = models.CharField(_("language"), max_length=15, validators=[validate_language])
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class AbstractNamed(CleanTextMixin, index.Indexed, ClusterableModel):
    """Something with a name in its own script, in Latin, and in any number of languages (child relation `names`).

    `modified_at` (UTC) moves when a stored value or name changes, and only then: feeds take their dates from it.
    """

    modified_at = models.DateTimeField(editable=False, default=timezone.now)
    content_digest = models.CharField(max_length=32, editable=False, default="")

    name_original = models.CharField(
        _("name"), max_length=255, help_text=_("As it is written at home, in its own script.")
    )
    script_language = models.CharField(
        _("language of the name"),
        max_length=15,
        default="fr",
        validators=[validate_language],
        help_text=_("The code of that language, such as el or he."),
    )
    name_latin = models.CharField(
        _("name in Latin script"),
        max_length=255,
        blank=True,
        help_text=_("Only where the name is in another script."),
    )

    search_fields = [
        index.FilterField("id"),
        index.AutocompleteField("folded_words"),
        index.SearchField("name_original"),
        index.AutocompleteField("name_original"),
        index.SearchField("name_latin"),
        index.AutocompleteField("name_latin"),
        index.RelatedFields("names", [index.SearchField("name"), index.AutocompleteField("name")]),
    ]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_latin or self.name_original

    @transaction.atomic
    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        current = digest([self._shown_columns(self), [self._shown_columns(row) for row in self.names.all()]])
        if current != self.content_digest:
            self.content_digest, self.modified_at = current, timezone.now()
            type(self)._base_manager.filter(pk=self.pk).update(
                content_digest=current, modified_at=self.modified_at
            )
            # The signal came before the names were stored.
            index.insert_or_update_object(self)
        return result

    @staticmethod
    def _shown_columns(row: models.Model) -> dict[str, object]:
        hidden = {"id", "modified_at", "content_digest"}
        return {
            f.attname: f.value_from_object(row) for f in row._meta.concrete_fields if f.attname not in hidden
        }

    def folded_words(self) -> str:
        """The names in every language, as the search has them."""
        return folded_words(self.name_original, self.name_latin, *(row.name for row in self.names.all()))

    def name_in(self, language: str) -> tuple[str, str]:
        """The name for a reader of `language`, and the language that the name itself is in."""
        words = self.words_in(language)
        if words is not None:
            return words.name, language
        if self.script_language == language or not self.name_latin:
            return self.name_original, self.script_language
        return self.name_latin, "en"

    def words_in(self, language: str):
        """The child row with the words of `language`, or None. Reads a prefetched relation without a query."""
        return next((row for row in self.names.all() if row.language == language), None)


class AbstractOrganisation(AbstractNamed):
    """A committee, a museum or a funder. The code is immutable and stands in addresses of feeds."""

    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    code = models.CharField(_("code"), max_length=40, unique=True, validators=[validate_code])
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[validate_country])
    timezone = ZoneField(_("time zone"), default="Europe/Paris")
    languages = LanguagesField(_("languages"))
    contact_email = models.EmailField(_("contact address"), blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    search_fields = [
        *AbstractNamed.search_fields,
        index.SearchField("code"),
        index.AutocompleteField("code"),
        index.FilterField("code"),
        index.FilterField("country"),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.code and (errors := code_errors(kind=Kind.ORGANISATION, code=self.code, key=self.key)):
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        reserve_code(kind=Kind.ORGANISATION, code=self.code, key=self.key)
        return super().save(*args, **kwargs)


class AbstractPerson(AbstractNamed):
    """Somebody who speaks, moderates or interprets."""

    website = models.URLField(_("website"), blank=True)

    class Meta:
        abstract = True
        verbose_name_plural = _("people")
