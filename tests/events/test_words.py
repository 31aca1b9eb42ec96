"""Which words a reader gets, over every set of languages that exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.words import choose_words, fallback_chain

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
subsets = st.lists(st.sampled_from(LANGUAGES), unique=True)


def chosen(versions, *, language, fallbacks=("en",), origin="fr"):
    return choose_words(
        {code: f"words in {code}" for code in versions},
        language=language,
        fallbacks=fallbacks,
        origin=origin,
        languages=LANGUAGES,
    )


@pytest.mark.parametrize(
    ("versions", "language", "shown"),
    [
        (["fr", "en", "el"], "el", "el"),
        (["fr", "en"], "el", "en"),
        (["fr", "es"], "el", "fr"),
        (["es", "fi"], "el", "es"),
        (["fi"], "el", "fi"),
    ],
)
def test_words_are_the_readers_then_english_then_the_origins_then_any(versions, language, shown):
    assert chosen(versions, language=language) == (shown, f"words in {shown}")


def test_words_of_nothing_are_none():
    assert chosen([], language="fr") is None


def test_fallbacks_are_tried_in_their_order():
    assert chosen(["fr", "en", "es"], language="el", fallbacks=("es", "en")) == ("es", "words in es")


def test_chain_names_each_language_once():
    chain = fallback_chain(language="he", fallbacks=["en"], origin="fr", languages=LANGUAGES)

    assert chain == ["he", "en", "fr", "es", "el", "fi"]


def test_chain_without_origin_leaves_it_out():
    assert fallback_chain(language="he", fallbacks=[], origin=None, languages=["fr"]) == ["he", "fr"]


@given(
    versions=subsets,
    language=st.sampled_from(LANGUAGES),
    fallbacks=subsets,
    origin=st.sampled_from((None, *LANGUAGES)),
)
def test_whoever_reads_gets_words_when_there_are_any(versions, language, fallbacks, origin):
    found = chosen(versions, language=language, fallbacks=fallbacks, origin=origin)

    assert (found is None) == (not versions)
    if language in versions:
        assert found == (language, f"words in {language}")


@given(versions=subsets, fallbacks=subsets, origin=st.sampled_from(LANGUAGES))
def test_words_for_other_readers_do_not_change_what_the_reader_of_an_own_page_gets(
    versions, fallbacks, origin
):
    for language in versions:
        assert chosen(versions, language=language, fallbacks=fallbacks, origin=origin)[0] == language
