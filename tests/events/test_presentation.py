"""In whose words, at which slug, in which languages."""

from types import SimpleNamespace

from django.utils import translation

import pytest

from events.groups import Group, group_at, grouped
from events.phrases import Name, Phrase, name_of
from events.presentation_session import language_rows


def rows_of(**offered) -> list[tuple[str, list[str]]]:
    session = SimpleNamespace(**{"spoken": [], "interpreted": [], "captioned": [], "slides": []} | offered)
    with translation.override("en"):
        return [(row.label, [phrase.text for phrase in row.languages]) for row in language_rows(session)]


def test_languages_spoken_and_interpreted_alike_are_simultaneous():
    rows = rows_of(spoken=["fr", "en"], interpreted=["en", "fr"], captioned=["he"])

    assert rows == [("Simultaneous languages", ["Français", "English"]), ("Captions in", ["עברית"])]


def test_one_language_needs_no_interpretation():
    assert rows_of(spoken=["fr"], interpreted=["fr"]) == [("Spoken languages", ["Français"])]


def test_languages_are_told_apart_where_they_differ():
    rows = rows_of(spoken=["fr"], interpreted=["en"], slides=["el"])

    assert rows == [
        ("Spoken languages", ["Français"]),
        ("Interpretation into", ["English"]),
        ("Slides in", ["Ελληνικά"]),
    ]


def version(
    language: str, slug: str = "seance-7", *, is_origin: bool = False, key: str = "k"
) -> SimpleNamespace:
    return SimpleNamespace(language=language, slug=slug, is_origin=is_origin, translation_key=key)


def group(*versions) -> Group:
    return Group({each.language: each for each in versions})


@pytest.mark.parametrize(
    ("versions", "language", "chosen"),
    [
        (["fr", "en", "he"], "he", "he"),
        (["fr", "en"], "he", "en"),
        (["fr", "el"], "he", "fr"),
        (["el", "fi"], "he", "el"),
    ],
)
def test_words_are_the_readers_else_english_else_the_origins(versions, language, chosen):
    found = group(*(version(each, is_origin=each == "fr") for each in versions))

    assert found.words_for(language).language == chosen


def test_fallback_stands_at_the_origins_slug():
    found = group(version("en", "session-7"), version("fr", "seance-7", is_origin=True))

    assert (found.words_for("he").slug, found.fallback_slug("he")) == ("session-7", "seance-7")


def test_fallback_stands_at_the_slug_of_its_words_while_the_origin_is_not_public():
    assert group(version("en", "session-7")).fallback_slug("he") == "session-7"


def test_page_of_the_language_comes_before_a_fallback_at_the_same_slug():
    fallback = group(version("fr", "same", is_origin=True))
    own = group(version("he", "same", is_origin=True))

    assert group_at([fallback, own], language="he", slug="same") is own
    assert group_at([fallback], language="he", slug="same") is fallback
    assert group_at([fallback], language="he", slug="other") is None


def test_groups_keep_the_order_in_which_sessions_come():
    pages = [version("fr", key="b"), version("en", key="a"), version("he", key="b")]

    assert [(each.key, list(each.versions)) for each in grouped(pages)] == [
        ("b", ["fr", "he"]),
        ("a", ["en"]),
    ]


def organisation(**fields) -> SimpleNamespace:
    names = {"name_original": "ICOM ישראל", "script_language": "he", "website": ""} | fields
    return SimpleNamespace(**names, name_in=lambda language: ("ICOM Israël", "fr"))


def test_name_in_its_own_script_stands_behind_the_readers():
    assert name_of(organisation(), language="fr") == Name(
        shown=Phrase("ICOM Israël", "fr"), original=Phrase("ICOM ישראל", "he")
    )


def test_name_that_is_the_same_is_not_said_twice():
    assert name_of(organisation(name_original="ICOM Israël"), language="fr").original is None
