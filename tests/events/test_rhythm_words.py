"""The rhythm in words: a message for each ordinal and weekday, intervals, exceptions to come."""

import datetime

from django.utils import translation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rhythm import Rhythm
from events.rhythm_words import MONTHLY, rhythm_words

TODAY = datetime.date(2021, 5, 17)


def words(rhythm: Rhythm, *, language: str = "en"):
    with translation.override(language):
        return rhythm_words(rhythm, since=TODAY, language=language)


def test_rhythm_of_the_announcement():
    assert words(Rhythm(weekday=1, ordinal=3)).sentence == "every third Tuesday of the month"


def test_every_ordinal_and_weekday_has_a_message_of_its_own():
    with translation.override("en"):
        sentences = {str(sentence) for ordinals in MONTHLY for sentence in ordinals.values()}

    assert (len(sentences), {frozenset(ordinals) for ordinals in MONTHLY}) == (
        35,
        {frozenset({1, 2, 3, 4, -1})},
    )


@given(st.integers(0, 6), st.sampled_from([1, 2, 3, 4, -1]))
def test_message_names_its_own_weekday_and_ordinal(weekday, ordinal):
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    ordinals = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}

    sentence = words(Rhythm(weekday=weekday, ordinal=ordinal)).sentence

    assert sentence == f"every {ordinals[ordinal]} {names[weekday]} of the month"


def test_rhythm_of_several_months_says_so():
    rhythm = Rhythm(weekday=1, ordinal=3, interval_months=2, anchor=TODAY)

    assert words(rhythm).sentence == "every third Tuesday of the month, one month in 2"


@pytest.mark.parametrize(
    ("language", "skipped"),
    [
        ("en", "May 18, 2021; June 15, 2021"),
        ("fr", "18 mai 2021; 15 juin 2021"),
        ("he", "18 במאי 2021; 15 ביוני 2021"),
    ],
)
def test_exceptions_to_come_are_listed_in_the_readers_language(language, skipped):
    past, first, second = datetime.date(2021, 5, 16), datetime.date(2021, 5, 18), datetime.date(2021, 6, 15)
    rhythm = Rhythm(weekday=1, ordinal=3, skipped=frozenset({second, past, first}))

    found = words(rhythm, language=language)

    assert (found.skipped, found.added) == (skipped, "")


def test_date_that_is_skipped_and_added_takes_place():
    both = frozenset({datetime.date(2021, 6, 15)})

    found = words(Rhythm(weekday=1, ordinal=3, skipped=both, added=both))

    assert (found.skipped, found.added) == ("", "June 15, 2021")
