"""One session for a reader's own calendar: what the links on its pages fill in.

Speaks the active language, which `language` must name.
"""

from django.utils.translation import gettext, pgettext

from events.addresses import absolute, join_path
from events.calendar_links import CalendarLinks, calendar_links
from events.phrases import Phrase
from events.presentation_state import CALLED_OFF, Moment
from events.text import plain_from_html


def add_links(page, moment: Moment, *, title: Phrase, address: str, language: str) -> CalendarLinks | None:
    """The links for a session that is still to come or on; None once it is over, and when it was called off.

    `address` is the path of its page. Of the way into the meeting they hold the join address only.
    """
    if page.status in CALLED_OFF or moment.now >= moment.ends_at:
        return None
    return calendar_links(
        title=_title(page, title, language=language),
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        text=plain_from_html(page.introduction),
        page_url=absolute(address),
        location=absolute(join_path(page.code, language=language)),
    )


def _title(page, title: Phrase, *, language: str) -> str:
    """As the session is called in the calendar that one subscribes to."""
    words = title.text
    if page.number is not None:
        words = gettext("Session %(number)s: %(title)s") % {"number": page.number, "title": words}
    if page.status == "tentative":
        words = pgettext("before a session's title", "To be confirmed: %(title)s") % {"title": words}
    return words if title.language == language else f"[{title.language.upper()}] {words}"
