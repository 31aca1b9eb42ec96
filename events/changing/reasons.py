"""Why a session changes: presets that are known in every language, or the editor's own line."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# Neutral: none says more than the public has to know.
PRESETS = {
    "organisation": _("For reasons of organisation"),
    "speaker": _("A speaker is unable to attend"),
    "holiday": _("Public holiday in a partner country"),
    "technical": _("For technical reasons"),
    "circumstances": _("Because of current events"),
}


def reasons_in(languages: Iterable[str], *, preset: str, typed: Mapping[str, str]) -> dict[str, str]:
    """The reason by language: what was typed for it, else the preset in that language, else "".

    `preset` is a key of PRESETS, or "". A line of one's own that has no translation is shown with the mark of its language.
    """
    own = {language: text.strip() for language, text in typed.items() if text.strip()}
    return {language: own.get(language) or _preset_in(language, preset) for language in languages}


def _preset_in(language: str, preset: str) -> str:
    if preset not in PRESETS:
        return ""
    with override(language):
        return str(PRESETS[preset])
