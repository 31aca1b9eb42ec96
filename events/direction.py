"""Text inputs write in the direction of what is typed, whatever the language of the admin."""

from django import forms
from django.db import models

from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from events.cleaning import CleanTextMixin

AUTO = {"dir": "auto"}
# Words, and nothing that is always written from left to right.
_WORDS = (forms.TextInput, forms.Textarea)
_LEFT_TO_RIGHT = (
    forms.URLInput, forms.EmailInput, forms.NumberInput, forms.HiddenInput,
    forms.DateInput, forms.TimeInput, forms.DateTimeInput,
)  # fmt: skip


def install() -> None:
    """For every model of ours, its rows too; called once, when all apps are ready."""
    register_form_field_override(models.CharField, override=_line)
    register_form_field_override(models.TextField, override=_lines, exact_class=True)
    register_form_field_override(models.URLField, override=_address)


def follow_typing(form: forms.BaseForm) -> None:
    """For the fields of a form that Wagtail's own model brings: title, search description."""
    for field in form.fields.values():
        if isinstance(field.widget, _WORDS) and not isinstance(field.widget, _LEFT_TO_RIGHT):
            field.widget.attrs.setdefault("dir", "auto")


def _line(db_field: models.CharField) -> dict[str, object]:
    is_word = _is_ours(db_field) and not db_field.choices and not isinstance(db_field, models.EmailField)
    return {"widget": forms.TextInput(attrs=AUTO)} if is_word else {}


def _lines(db_field: models.TextField) -> dict[str, object]:
    return {"widget": AdminAutoHeightTextInput(attrs=AUTO if _is_ours(db_field) else None)}


def _address(db_field: models.URLField) -> dict[str, object]:
    """From left to right in every language: otherwise a long one would show its end. The scheme is Wagtail's own rule."""
    widget = {"widget": forms.URLInput(attrs={"dir": "ltr"})} if _is_ours(db_field) else {}
    return {"assume_scheme": "https"} | widget


def _is_ours(db_field: models.Field) -> bool:
    return issubclass(db_field.model, CleanTextMixin)
