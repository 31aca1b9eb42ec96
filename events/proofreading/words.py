"""Findings in the editor's words, with the field and what to do. Speaks the active language."""

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.proofreading.findings import LONGEST_TITLE, Finding, Kind

MESSAGES = {
    Kind.WAY_IN: _(
        "The meeting link or ID stands in the text. Remove it: readers get there through the join address."
    ),
    Kind.PASSCODE: _(
        "The passcode stands in the text. Remove it: it is shown where and when the session discloses it."
    ),
    Kind.OTHER_DATE: _("“%(detail)s” is not a date of this session. Is it another one that you mean?"),
    Kind.OTHER_TIME: _("“%(detail)s” is not a time of this session. Is it another one that you mean?"),
    Kind.LONG_TITLE: _("%(detail)s characters: calendars and phones cut titles over %(longest)s."),
    Kind.SCRIPT: _("This text is not in the script of the page's language."),
    Kind.NO_CREDIT: _("The credit is missing: say who made the picture."),
    Kind.NO_ALT: _("The alternative text is missing: say what the picture shows."),
    Kind.CLASH: _("“%(detail)s” is at the same time. Can people come to both?"),
    Kind.NO_LINK: _("The session begins within 24 hours and has no meeting link."),
    Kind.OPEN_DOOR: _(
        "Link and passcode are public together: anybody can come in. Turn on the waiting room in Zoom, and have somebody at the door."
    ),
}
ROW_LABELS = {
    "question_rows": _("Guiding questions"),
    "channel_rows": _("Names of the language channels"),
    "photo_rows": _("Photos"),
    "resource_rows": _("Resources"),
}


def sentence_of(finding: Finding, *, model) -> str:
    """The finding behind the name of its field, as the form of `model` calls it."""
    words = str(MESSAGES[finding.kind]) % {"detail": finding.detail, "longest": LONGEST_TITLE}
    label = _label("title" if finding.kind is Kind.LONG_TITLE else finding.where, model)
    # Translators: %(field)s is the name of a field, %(words)s a sentence about it.
    return gettext("%(field)s: %(words)s") % {"field": label, "words": words} if label else words


def secret_errors(findings: list[Finding], *, model) -> dict[str, str]:
    """What cannot be published, by field; rows have none, so their sentence stands for the page."""
    errors: dict[str, str] = {}
    for finding in findings:
        if finding.where in ROW_LABELS:
            errors["__all__"] = sentence_of(finding, model=model)
        else:
            errors[finding.where] = str(MESSAGES[finding.kind])
    return errors


def _label(name: str, model) -> str:
    if not name:
        return ""
    return str(ROW_LABELS.get(name) or capfirst(model._meta.get_field(name).verbose_name))
