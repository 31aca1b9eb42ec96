"""Forms of the second factor: django-allauth checks the codes, and how often somebody may guess."""

from django import forms
from django.utils.translation import gettext_lazy as _

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm


class _InWords(forms.Form):
    """One field, said in this site's words."""

    label = _("Code")
    help_text = ""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = self.label, self.help_text
        field.max_length = 20
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}


class CodeForm(_InWords, AuthenticateForm):
    """A code of the authenticator app, or one of the recovery codes."""

    help_text = _("Six digits from your authenticator app, or one of your recovery codes.")


class SetUpForm(_InWords, ActivateTOTPForm):
    """The first code of an app that was just connected."""

    help_text = _("The six digits that the app shows now.")
