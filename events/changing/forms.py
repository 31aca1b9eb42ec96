"""What an editor fills in to change an announced session: the new moment, and the reason in each language."""

import copy

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from events.abstract.session_facts import check_when
from events.changing.actions import MOMENT, Slot
from events.changing.reasons import PRESETS, reasons_in
from events.conf import meeting_hosts
from events.fields import ZoneField
from events.languages import endonym
from events.meeting import hosts_linked_in
from events.models import SessionPage
from events.proofreading.findings import Kind, passcodes_in, secrets_in
from events.proofreading.reading import meeting_of
from events.proofreading.words import MESSAGES

LONGEST_REASON = SessionPage._meta.get_field("change_reason").max_length


def seen_of(session: SessionPage) -> str:
    """What the editor decides by, as one line: another one means that somebody else was faster."""
    return " ".join(str(getattr(session, name)) for name in (*MOMENT, "status"))


class ReasonForm(forms.Form):
    """The reason. `languages`: those with a public page, the origin's first; each has a line of its own."""

    preset = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("none, or written below")), *PRESETS.items()],
        help_text=_("Public, in every language."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, session: SessionPage, languages: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.session, self.languages = session, languages
        self.initial["seen"] = seen_of(session)
        for language in languages:
            self.fields[f"reason_{language}"] = forms.CharField(
                label=_("In your own words (%(language)s)") % {"language": endonym(language)},
                required=False,
                max_length=LONGEST_REASON,
                widget=forms.TextInput(attrs={"dir": "auto", "lang": language}),
            )

    def lines(self):
        """The lines for one's own words, the origin's first."""
        return [self[f"reason_{language}"] for language in self.languages]

    def reason_for(self, language: str) -> str:
        """The reason for a page in a language, "" for none, once the form is valid. A draft's language has the preset at most."""
        typed = {language: self.cleaned_data.get(f"reason_{language}", "")}
        return reasons_in([language], preset=self.cleaned_data["preset"], typed=typed)[language]

    def clean(self):
        """A reason is public at once, everywhere: no way into the meeting may stand in it."""
        cleaned = super().clean()
        meeting = meeting_of(self.session, rule=self.session.disclosure)
        texts = {name: text for name, text in cleaned.items() if name.startswith("reason_") and text}
        for finding in (*secrets_in(texts, meeting), *passcodes_in(texts, meeting)):
            self.add_error(finding.where, str(MESSAGES[finding.kind]))
        for name, text in texts.items():
            if hosts_linked_in(text, hosts=meeting_hosts()):
                self.add_error(name, str(MESSAGES[Kind.WAY_IN]))
        return cleaned

    def clean_seen(self):
        """Refuse to change what the editor has not seen; what was typed stays, and can be sent again."""
        if self.cleaned_data["seen"] != seen_of(self.session):
            self.data = self.data.copy()
            self.data["seen"] = seen_of(self.session)
            self.add_error(
                None,
                gettext(
                    "Somebody else has changed this session meanwhile. Look at what holds now, then send again."
                ),
            )
        return self.cleaned_data["seen"]

    def slot(self) -> Slot | None:
        """The new moment; None where the action has none."""
        return None

    def ask(self, question: str) -> None:
        """Nothing to ask here."""


def _column(name: str, **options) -> forms.Field:
    """A field as the session's own form has it, empty."""
    return SessionPage._meta.get_field(name).formfield(initial=None, **options)


class RescheduleForm(ReasonForm):
    """The new moment too. `anyway`: although the cycle has another session then."""

    date = _column("date", widget=AdminDateInput)
    start_time = _column("start_time", widget=AdminTimeInput)
    end_time = _column("end_time", widget=AdminTimeInput)
    timezone = _column("timezone")
    anyway = forms.BooleanField(label=_("Move it there all the same"), required=False)

    field_order = (*MOMENT, "anyway", "preset")

    def __init__(self, *args, session: SessionPage, **kwargs):
        super().__init__(*args, session=session, **kwargs)
        self.initial |= {name: getattr(session, name) for name in MOMENT}
        self.asks_anyway = False

    def slot(self) -> Slot:
        return Slot(**{name: self.cleaned_data[name] for name in MOMENT})

    def clean_timezone(self):
        """A zone that exists."""
        return ZoneField().clean(self.cleaned_data["timezone"], None)

    def clean(self):
        """The new moment must be one, as in the session's form."""
        cleaned = super().clean()
        if all(cleaned.get(name) for name in MOMENT):
            moved = copy.copy(self.session)
            for name in MOMENT:
                setattr(moved, name, cleaned[name])
            for name, error in check_when(moved).items():
                self.add_error(name, error)
        return cleaned

    def ask(self, question: str) -> None:
        """Come back with a box to tick."""
        self.asks_anyway = bool(question)
        if question:
            self.add_error("date", question)
