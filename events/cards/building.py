"""From a session or a cycle to its card. Speaks the active language, which `language` must name."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from events.cards.card import Card
from events.phrases import Phrase
from events.presentation_cycle import RhythmView
from events.presentation_programme import endonyms, spoken_of, title_of
from events.presentation_state import status_words
from events.presentation_when import build_when


def session_card(page: Any, *, cycle: Phrase, language: str) -> Card:
    """The card of a session for readers of `language`; `page` has its facts, and the words that those readers get."""
    when = build_when(page, language=language)
    number = gettext("Session %(number)s") % {"number": page.number} if page.number is not None else ""
    return Card(
        language=language,
        weekday=when.weekday,
        day=when.day,
        month=when.month,
        above=cycle,
        number=number,
        title=title_of(page, language=language),
        notice=status_words(page),
        times=when.times,
        zone=when.zone,
        languages=endonyms(spoken_of(page)),
        site=_site(),
    )


def cycle_card(cycle: Any, *, rhythm: RhythmView | None, language: str) -> Card:
    """The card of a cycle: its rhythm in place of a date."""
    sentence = rhythm.words.sentence if rhythm else ""
    return Card(
        language=language,
        weekday="",
        day="",
        month="",
        above=Phrase(cycle.kind, cycle.language),
        number=sentence[:1].upper() + sentence[1:],
        title=Phrase(cycle.title, cycle.language),
        notice="",
        times=rhythm.times if rhythm else "",
        zone=rhythm.zone if rhythm else "",
        languages=endonyms(spoken_of(cycle)),
        site=_site(),
    )


def _site() -> str:
    return getattr(settings, "WAGTAIL_SITE_NAME", "")
