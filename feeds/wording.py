"""The phrases of feeds in a reader's language: titles, dates, the text of an event. Plain values in, final words out."""

import datetime
from collections.abc import Iterable
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override, pgettext

from events.languages import clock, endonym, language_name, long_date, medium_date, time_range, zone_city
from events.presentation_when import zone_time


class Announced(Protocol):
    """What a title or a sentence says of a session: wall-clock times in an IANA zone."""

    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str
    status: str


def mark(lang: str) -> str:
    """What stands before words that are not in the feed's language: "[FR]"."""
    return f"[{lang.upper()}]"


def status_prefix(status: str, title: str) -> str:
    """The title behind its status, where that must be seen. Speaks the active language."""
    phrases = {
        "cancelled": pgettext("before a session's title", "Cancelled: %(title)s"),
        "postponed": pgettext("before a session's title", "Postponed: %(title)s"),
        "tentative": pgettext("before a session's title", "To be confirmed: %(title)s"),
        "withdrawn": pgettext("before a session's title", "Withdrawn: %(title)s"),
    }
    return phrases.get(status, "%(title)s") % {"title": title}


def status_name(status: str) -> str:
    """A status as a word. Speaks the active language."""
    return {
        "tentative": pgettext("status of a session", "to be confirmed"),
        "confirmed": pgettext("status of a session", "confirmed"),
        "postponed": pgettext("status of a session", "postponed, no new date yet"),
        "cancelled": pgettext("status of a session", "cancelled"),
    }.get(status, status)


def numbered(title: str, number: int | None) -> str:
    """ "Session 7: title". Speaks the active language."""
    return (
        gettext("Session %(number)s: %(title)s") % {"number": number, "title": title}
        if number is not None
        else title
    )


def calendar_title(*, title: str, number: int | None, status: str, lang: str, language: str) -> str:
    """The title of an event in a calendar of `language`; `lang` is the language of the title itself."""
    with override(language):
        words = status_prefix(status, numbered(title, number))
    return words if lang == language else f"{mark(lang)} {words}"


def dated_title(session: Announced, *, title: str, number: int | None, lang: str, language: str) -> str:
    """The title of an entry in a feed: date, time, city, then the title."""
    with override(language):
        words = gettext("%(date)s, %(time)s %(city)s: %(title)s") % {
            "date": medium_date(session.date, language=language),
            "time": clock(session.start_time),
            "city": zone_city(session.timezone, language=language),
            "title": status_prefix(session.status, numbered(title, number)),
        }
    return words if lang == language else f"{mark(lang)} {words}"


def theme_to_come(*, language: str) -> str:
    """What stands for a title that is not known yet."""
    with override(language):
        return gettext("Theme to come")


def when_sentence(session: Announced, *, language: str) -> str:
    """ "mardi 18 mai 2021, 13:00-14:30, heure de Paris"."""
    with override(language):
        return gettext("%(date)s, %(times)s, %(zone)s") % {
            "date": long_date(session.date, language=language),
            "times": time_range(session.start_time, session.end_time),
            "zone": zone_time(session.timezone, language=language),
        }


def languages_sentence(codes: Iterable[str], *, language: str) -> str:
    """ "In French, English and Spanish" as a label and a list; empty without languages."""
    names = ", ".join(language_name(code, language=language) for code in codes)
    with override(language):
        return gettext("Languages: %(names)s") % {"names": names} if names else ""


def fallback_notice(lang: str, *, language: str) -> str:
    """Why the words are in another language than the feed."""
    with override(language):
        return gettext("Not yet translated: the text is in %(language)s.") % {
            "language": language_name(lang, language=language) or endonym(lang)
        }


def labelled(label: str, names: list[str]) -> str:
    """ "With: A, B"; empty without names."""
    return f"{label} {', '.join(names)}" if names else ""


def event_description(*, lines: Iterable[str], join_url: str | None, url: str, language: str) -> str:
    """Paragraphs of plain text; then the join address on a line of its own; then the page."""
    with override(language):
        join, page = gettext("Join:"), gettext("On the site:")
    addresses = (f"{join}\n{join_url}" if join_url else "", f"{page}\n{url}")
    return "\n\n".join(line for line in (*lines, *addresses) if line)


def join_html(join_url: str | None, *, language: str) -> SafeString:
    """The join address as a paragraph; empty where there is nothing to join."""
    if not join_url:
        return SafeString("")
    with override(language):
        return format_html('<p>{} <a href="{}">{}</a></p>', gettext("Join:"), join_url, join_url)


def questions_html(questions: list[str]) -> SafeString:
    """The guiding questions as an ordered list; empty without questions."""
    items = format_html_join("", "<li>{}</li>", ((text,) for text in questions))
    return format_html("<ol>{}</ol>", items) if questions else SafeString("")


def paragraphs_html(lines: Iterable[str]) -> SafeString:
    """Lines of plain text as paragraphs."""
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))
