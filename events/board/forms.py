"""The short form of the way into a meeting: four facts, checked as the session's own form checks them."""

import json
from types import SimpleNamespace

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from events.abstract.session_facts import check_meeting
from events.board.link import ACCESS, access_of
from events.models import SessionPage
from events.proofreading.findings import Meeting, secrets_in
from events.proofreading.reading import public_texts_of
from events.proofreading.words import sentence_of
from events.text import clean_line


class LinkForm(forms.Form):
    """Link, ID, passcode and disclosure of a session; `seen` names, without saying them, the facts that the form showed first."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, session: SessionPage, **kwargs):
        self.session = session
        self.current = _name_of(access_of(session))
        kwargs["initial"] = access_of(session) | {"seen": self.current}
        super().__init__(data, **kwargs)
        self.fields |= fields_for_model(SessionPage, fields=ACCESS, formfield_callback=_field)
        for name in ("link", "meeting_id", "passcode"):
            self.fields[name].widget.attrs |= {"dir": "auto", "autocomplete": "off"}

    def clean(self):
        cleaned = super().clean()
        access = {name: clean_line(cleaned.get(name, "")) for name in ACCESS}
        meeting = SimpleNamespace(**access)
        for field, error in check_meeting(meeting).items():
            self.add_error(field, error)
        if cleaned.get("seen") != self.current:
            self._tell_of_change()
        self._check_words(Meeting(meeting.link, meeting.meeting_id, meeting.passcode, is_public=False))
        return cleaned | vars(meeting)

    def _check_words(self, meeting: Meeting) -> None:
        """What is typed here must not stand in the words of a page already: there it would be public."""
        for page in self.session.group().filter(live=True).select_related("locale"):
            for finding in secrets_in(public_texts_of(page), meeting):
                self.add_error(
                    None, f"{page.title} ({page.language}): {sentence_of(finding, model=SessionPage)}"
                )

    def _tell_of_change(self) -> None:
        """What was typed stays; the next attempt is made knowing it."""
        self.data = self.data.copy()
        self.data["seen"] = self.current
        message = _("Somebody else changed these facts meanwhile. Save again to put yours in their place.")
        self.add_error(None, message)

    @property
    def access(self) -> dict[str, str]:
        """The facts as they are to be stored."""
        return {name: self.cleaned_data[name] for name in ACCESS}


def _field(column: models.Field, **kwargs) -> forms.Field:
    """As the column's own; an address that somebody types without its scheme is a secure one."""
    return column.formfield(
        **kwargs, **({"assume_scheme": "https"} if isinstance(column, models.URLField) else {})
    )


def _name_of(access: dict[str, str]) -> str:
    return salted_hmac("parvis.link", json.dumps(access, sort_keys=True)).hexdigest()
