"""The phrases of announcements that pages do not have. Speaks the active language."""

from collections.abc import Collection

from django.utils.translation import gettext, pgettext

from events.languages import language_name
from events.presentation_state import Joining

TITLE = "%(title)s"


def headline(*, number: int | None, kinds: Collection[str]) -> str:
    """The pattern around a title: its number, behind what readers must see first. `kinds`: those of the notices."""
    first = {
        "cancelled": pgettext("before a session's title", "Cancelled: %(title)s"),
        "postponed": pgettext("before a session's title", "Postponed: %(title)s"),
        "tentative": pgettext("before a session's title", "To be confirmed: %(title)s"),
        "moved": gettext("New date: %(title)s"),
    }
    pattern = next((pattern for kind, pattern in first.items() if kind in kinds), TITLE)
    return pattern % {"title": numbered(number)}


def numbered(number: int | None) -> str:
    """The pattern around a title, with its number."""
    if number is None:
        return TITLE
    return gettext("Session %(number)s: %(title)s") % {"number": number, "title": TITLE}


def label_pattern() -> str:
    """The pattern of "Platform: Zoom", in the punctuation of the language."""
    return pgettext("a label and its value", "%(label)s: %(value)s")


def fallback(words: str, *, language: str) -> str:
    """That the text is in another language than the reader's."""
    name = language_name(words, language=language)
    return gettext("Not yet translated: the text is in %(language)s.") % {"language": name}


def way_in(platform: str) -> str:
    """What one does at the join address."""
    return gettext("Join on %(platform)s") % {"platform": platform} if platform else gettext("Join online")


def opening(joining: Joining) -> str:
    """When the join address leads into the meeting; who gives the way in, where it never does."""
    if not joining.is_shared:
        return gettext("The organisers send the way into this meeting to participants directly.")
    return gettext("The way in opens on %(date)s at %(time)s, %(zone)s.") % {
        "date": joining.opens_date,
        "time": joining.opens_time,
        "zone": joining.zone,
    }
