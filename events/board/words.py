"""The board in the editor's words. Speaks the active language, which `language` names."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.board.cells import State
from events.board.readiness import Item, Level, Name
from events.languages import language_name

STATES = {
    State.MISSING: pgettext_lazy("words of a session", "missing"),
    State.DRAFT: pgettext_lazy("words of a session", "draft"),
    State.LIVE: pgettext_lazy("words of a session", "live"),
    State.STALE: pgettext_lazy("words of a session", "stale"),
}
SENTENCES = {
    (Name.PUBLISHED, Level.OK): _("Published in the language of its origin: %(languages)s."),
    (Name.PUBLISHED, Level.MISSING): _(
        "Nobody sees it yet in the language of its origin (%(languages)s): the page or one above it is not published, or is private."
    ),
    (Name.LINK, Level.OK): _("The meeting link is there."),
    (Name.LINK, Level.MISSING): _("The meeting link is missing: nobody can join."),
    (Name.MODERATOR, Level.OK): _("A moderator is named."),
    (Name.MODERATOR, Level.WARNING): _("No moderator is named."),
    (Name.SPOKEN, Level.OK): _("Spoken languages: %(languages)s."),
    (Name.SPOKEN, Level.WARNING): _("No spoken language is named."),
    (Name.CHANNELS, Level.OK): _("Every language channel has a name."),
    (Name.CHANNELS, Level.WARNING): _("Language channels have no name in: %(languages)s."),
    (Name.POSTER, Level.OK): _("There is a poster."),
    (Name.POSTER, Level.WARNING): _("There is no poster."),
    (Name.CREDIT, Level.OK): _("The poster has a credit."),
    (Name.CREDIT, Level.WARNING): _("The poster has no credit."),
    (Name.ALT, Level.OK): _("The poster has an alternative text."),
    (Name.ALT, Level.WARNING): _("The poster has no alternative text in: %(languages)s."),
    (Name.THEME, Level.OK): _("The theme is known."),
    (Name.THEME, Level.WARNING): _("The theme is still to come."),
    (Name.TRANSLATION, Level.OK): _("Published and up to date in every language."),
}
TRANSLATIONS = {
    State.MISSING: _("%(languages)s: not translated yet."),
    State.DRAFT: _("%(languages)s: a draft, not published."),
    State.STALE: _("%(languages)s: the words of the origin have changed since."),
}


def item_sentence(item: Item, *, language: str) -> str:
    """One line of the checklist."""
    names = language_names(item.languages, language=language)
    if item.state:
        # The name begins the sentence.
        return str(TRANSLATIONS[item.state]) % {"languages": names[:1].upper() + names[1:]}
    return str(SENTENCES[item.name, item.level]) % {"languages": names}


def language_names(codes: Iterable[str], *, language: str) -> str:
    """Names of languages, parted by commas."""
    return ", ".join(language_name(code, language=language) for code in codes)
