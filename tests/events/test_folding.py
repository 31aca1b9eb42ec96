"""Folding: who leaves accents, points and capitals out finds what has them, and the other way round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.folding import LONGEST_WORD, MOST_WORDS, begins_all, fold, folded_words, words_asked


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Solidarités", "solidarites"),
        ("Μουσείο", "μουσειο"),
        ("ΑΛΛΗΛΕΓΓΎΗΣ", "αλληλεγγυης"),
        ("מִלְּמַטָּה", "מלמטה"),
        ("Hyvää yötä", "hyvaa yota"),
        ("Œuvre", "oeuvre"),
        ("STRASSE", "straße"),
        ("Ｍｕｓｅｕｍ", "museum"),
    ],
)
def test_words_without_their_marks_are_the_same_words(written, asked):
    assert fold(written) == fold(asked)


def test_words_are_parted_by_whatever_is_no_letter():
    assert folded_words("L’atelier, c’est (là)_bas", "איקו״ם") == "l atelier c est la bas איקו ם"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=6000))
def test_query_is_a_few_short_words_whatever_was_typed(query):
    words = words_asked(query)

    assert len(words) <= MOST_WORDS
    assert [word for word in words if not word or len(word) > LONGEST_WORD or not word.isalnum()] == []


@pytest.mark.parametrize(("query", "expected"), [("sol mu", True), ("sol x", False), ("musee", True)])
def test_beginnings_of_words_are_enough(query, expected):
    assert begins_all(words_asked(query), folded=folded_words("Solidarités, musées")) is expected
