"""Model fields of our own: secrets that no reader of the API gets, lists of languages, names of time zones."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.clock import is_zone
from events.languages import SPOKEN, language_name


class SecretMixin:
    """Marks a column that grants entry to a meeting: exports, indexes and APIs leave out fields of this kind."""


class SecretCharField(SecretMixin, models.CharField):
    """A short secret text: a meeting ID, a passcode."""


class SecretURLField(SecretMixin, models.URLField):
    """A secret address: the meeting link."""


class ZoneField(models.CharField):
    """An IANA time zone name, checked against the system's or the tzdata package's database."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 63)
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if value and not is_zone(value):
            raise ValidationError(
                _("“%(zone)s” is not a time zone. Use a name such as Europe/Paris."), params={"zone": value}
            )


def _language_choices():
    return [(code, language_name(code, language=get_language() or "en")) for code in SPOKEN]


class LanguagesWidget(forms.CheckboxSelectMultiple):
    """Check boxes in as many columns as there is room for."""

    class Media:
        css = {"all": ["events/languages.css"]}


class LanguagesField(models.JSONField):
    """An ordered list of language codes, offered as check boxes."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=_language_choices,
            required=False,
            widget=LanguagesWidget(attrs={"class": "parvis-languages"}),
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )

    def clean(self, value, model_instance):
        is_list = isinstance(value, list | tuple)
        unknown = [code for code in value if code not in SPOKEN] if is_list else []
        if unknown or not is_list:
            raise ValidationError(
                _("Unknown language: %(codes)s."), params={"codes": ", ".join(map(str, unknown)) or "?"}
            )
        return list(dict.fromkeys(value))
