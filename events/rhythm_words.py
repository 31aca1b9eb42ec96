"""The rhythm of a cycle in the reader's language: "every third Tuesday of the month".

One message for each weekday and ordinal: languages bend both, and no pattern with two holes survives six of them. Speaks the
active language.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import ngettext, pgettext_lazy

from events.languages import medium_date
from events.rhythm import Rhythm

# By weekday (0 is Monday), then by ordinal.
MONTHLY = [
    {
        1: pgettext_lazy("rhythm", "every first Monday of the month"),
        2: pgettext_lazy("rhythm", "every second Monday of the month"),
        3: pgettext_lazy("rhythm", "every third Monday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Monday of the month"),
        -1: pgettext_lazy("rhythm", "every last Monday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Tuesday of the month"),
        2: pgettext_lazy("rhythm", "every second Tuesday of the month"),
        3: pgettext_lazy("rhythm", "every third Tuesday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Tuesday of the month"),
        -1: pgettext_lazy("rhythm", "every last Tuesday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Wednesday of the month"),
        2: pgettext_lazy("rhythm", "every second Wednesday of the month"),
        3: pgettext_lazy("rhythm", "every third Wednesday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Wednesday of the month"),
        -1: pgettext_lazy("rhythm", "every last Wednesday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Thursday of the month"),
        2: pgettext_lazy("rhythm", "every second Thursday of the month"),
        3: pgettext_lazy("rhythm", "every third Thursday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Thursday of the month"),
        -1: pgettext_lazy("rhythm", "every last Thursday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Friday of the month"),
        2: pgettext_lazy("rhythm", "every second Friday of the month"),
        3: pgettext_lazy("rhythm", "every third Friday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Friday of the month"),
        -1: pgettext_lazy("rhythm", "every last Friday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Saturday of the month"),
        2: pgettext_lazy("rhythm", "every second Saturday of the month"),
        3: pgettext_lazy("rhythm", "every third Saturday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Saturday of the month"),
        -1: pgettext_lazy("rhythm", "every last Saturday of the month"),
    },
    {
        1: pgettext_lazy("rhythm", "every first Sunday of the month"),
        2: pgettext_lazy("rhythm", "every second Sunday of the month"),
        3: pgettext_lazy("rhythm", "every third Sunday of the month"),
        4: pgettext_lazy("rhythm", "every fourth Sunday of the month"),
        -1: pgettext_lazy("rhythm", "every last Sunday of the month"),
    },
]


@dataclass(frozen=True)
class RhythmWords:
    """`sentence` begins in lower case; `skipped` and `added` are lists of dates in words, "" for none."""

    sentence: str
    skipped: str
    added: str


def rhythm_words(rhythm: Rhythm, *, since: datetime.date, language: str) -> RhythmWords:
    """The rhythm in words, with its exceptions from the day `since` on. `language` must be the active one."""
    sentence = str(MONTHLY[rhythm.weekday][rhythm.ordinal])
    if rhythm.interval_months > 1:
        sentence = _with_interval(sentence, rhythm.interval_months)
    return RhythmWords(
        sentence=sentence,
        skipped=_dates(rhythm.skipped - rhythm.added, since=since, language=language),
        added=_dates(rhythm.added, since=since, language=language),
    )


def _with_interval(sentence: str, months: int) -> str:
    # Translators: %(rhythm)s is "every third Tuesday of the month"; sessions take place in one month out of %(count)s.
    pattern = ngettext("%(rhythm)s, one month in %(count)s", "%(rhythm)s, one month in %(count)s", months)
    return pattern % {"rhythm": sentence, "count": months}


def _dates(dates: frozenset[datetime.date], *, since: datetime.date, language: str) -> str:
    # A semicolon, because dates hold commas (English), and "and" joins a number in another way than a word (Hebrew).
    return "; ".join(medium_date(date, language=language) for date in sorted(dates) if date >= since)
