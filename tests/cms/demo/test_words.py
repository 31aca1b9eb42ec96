"""The demonstration's words: the same keys in every language, its script, its typography, honest captions."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.cms.demo.content import LANGUAGES, PHOTOS, SESSIONS, SITE, WORDS, everything, read

TRANSLATIONS = LANGUAGES[1:]
UNTRANSLATED = "season.sessions.cartels-sans-jargon."
THEME_PENDING = "season.sessions.theme-a-venir."
SPOKEN = "season.sessions.reserves-ouvertes.said."
NO_BREAK_SPACE = "\u00a0"


def letters_of(text: str, script: str) -> int:
    return sum(unicodedata.name(character, "").startswith(f"{script} LETTER") for character in text)


def keys_everywhere(language: str) -> set[str]:
    return {key for key in WORDS[language] if not key.startswith((UNTRANSLATED, THEME_PENDING, SPOKEN))}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_words_have_the_keys_of_the_french_file(language):
    assert keys_everywhere(language) == keys_everywhere("fr")


def test_untranslated_session_has_french_words_only():
    having = {
        language for language in LANGUAGES if any(key.startswith(UNTRANSLATED) for key in WORDS[language])
    }

    assert having == {"fr"}


def test_pending_theme_has_no_title_and_an_introduction_in_two_languages():
    keys = [
        (language, key) for language in LANGUAGES for key in WORDS[language] if key.startswith(THEME_PENDING)
    ]

    assert keys == [("fr", f"{THEME_PENDING}introduction"), ("en", f"{THEME_PENDING}introduction")]


def test_replay_is_written_down_in_the_languages_of_its_captions_and_says_that_it_is_invented():
    said = {
        language: [text for key, text in WORDS[language].items() if key.startswith(SPOKEN)]
        for language in LANGUAGES
    }

    session = SESSIONS["reserves-ouvertes"]
    written = {language: len(sentences) for language, sentences in said.items() if sentences}
    assert written == dict.fromkeys(session["captioned"], len(session["said_at"]) - 1)
    assert (said["fr"][0].split()[0], said["en"][0].split()[0]) == ("Démonstration", "Demonstration:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_never_empty_and_never_padded(language):
    assert {key: text for key, text in WORDS[language].items() if not text or text != text.strip()} == {}


@pytest.mark.parametrize("key", SESSIONS)
def test_session_has_the_words_that_its_role_calls_for(key):
    optional = {"minutes", "resources", "reason", "photos"}
    expected = {"past_replay": {"minutes", "resources"}, "cancelled": {"reason"}, "postponed": {"reason"}}

    words = optional & set(read("fr")["season"]["sessions"][key])

    assert words - {"photos"} == expected.get(SESSIONS[key]["role"], set())
    assert ("photos" in words) == bool(SESSIONS[key]["photos"])


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_words_are_translated(language):
    proper_names = {"ICOM France", "ICOM Israel", "CIMUSET"}

    same = {key: text for key, text in WORDS[language].items() if text == WORDS["fr"].get(key)}

    assert {key: text for key, text in same.items() if text not in proper_names} == {}


@pytest.mark.parametrize(("language", "script"), [("el", "GREEK SMALL"), ("he", "HEBREW")])
def test_words_stand_in_their_own_script(language, script):
    latin_only = {
        key
        for key, text in WORDS[language].items()
        if not letters_of(text, script) and not text.startswith("https://") and text != "CIMUSET"
    }

    assert latin_only == set()


@pytest.mark.parametrize("language", ["fr", "en", "es", "fi"])
def test_latin_languages_hold_other_scripts_only_in_given_captions(language):
    given = {photo["caption"] for photo in PHOTOS if photo["caption"]}

    foreign = {
        key: text
        for key, text in WORDS[language].items()
        if letters_of(text, "GREEK SMALL") + letters_of(text, "HEBREW")
        and not any(name in text for name in given)
    }

    assert foreign == {}


def test_one_hebrew_title_is_pointed_and_one_greek_title_quotes():
    pointed = {key for key, text in WORDS["he"].items() if re.search("[\u05b0-\u05bc]", text)}

    assert pointed == {"season.sessions.a-hauteur-d-enfant.title"}
    assert WORDS["el"]["season.sessions.reserves-ouvertes.title"].count("’") == 2
    assert re.findall("«.+?»", WORDS["el"]["season.sessions.reserves-ouvertes.title"]) == ["«φυλάμε»"]


def test_french_double_punctuation_follows_a_no_break_space():
    texts = {key: text for key, text in WORDS["fr"].items() if not text.startswith("https://")}

    wrong = {
        key: text
        for key, text in texts.items()
        if re.search(f"[^{NO_BREAK_SPACE}][:;?!»]|«[^{NO_BREAK_SPACE}]", text)
    }

    assert wrong == {}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_other_languages_put_no_space_before_punctuation(language):
    wrong = {key: text for key, text in WORDS[language].items() if re.search(r"\s[:;?!,.»]|[«“]\s", text)}

    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_hold_no_typewriter_quotes_and_no_double_spaces(language):
    assert {key: text for key, text in WORDS[language].items() if re.search(r"['\"]|  |\.\.\.", text)} == {}


def test_spanish_questions_open_and_close():
    assert {key for key, text in WORDS["es"].items() if text.count("¿") != text.count("?")} == set()


def test_greek_questions_end_with_the_semicolon_sign():
    assert {key for key, text in WORDS["el"].items() if "\u037e" in text or "?" in text} == set()


def test_content_is_normalised_and_holds_no_emoji_nor_hidden_character():
    wrong = [
        (name, key)
        for name, key, text in everything()
        if unicodedata.normalize("NFC", text) != text
        or {unicodedata.category(c) for c in text} & {"So", "Cf", "Cc", "Co"}
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_paragraph_fields_hold_html_and_only_whole_paragraphs(language):
    html_keys = {"introduction", "minutes", "body"}

    for key, text in WORDS[language].items():
        if key.rsplit(".", 1)[-1] in html_keys:
            assert re.fullmatch(r"(<p>[^<>&]+</p>)+", text), key
        else:
            assert not re.search("[<>]", text), key


def test_news_bodies_have_two_paragraphs_and_sessions_three_questions():
    bodies = {
        text.count("<p>") for words in WORDS.values() for key, text in words.items() if key.endswith(".body")
    }
    questions = {
        len(session["questions"])
        for language in LANGUAGES
        for session in read(language)["season"]["sessions"].values()
        if "questions" in session
    }

    assert (bodies, questions) == ({2}, {3})


@pytest.mark.parametrize(
    ("language", "mark"), [("fr", "?"), ("en", "?"), ("es", "?"), ("el", ";"), ("he", "?"), ("fi", "?")]
)
def test_session_seven_asks_five_questions_in_four_points(language, mark):
    points = read(language)["session7"]["questions"]

    assert [point.count(mark) for point in points] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("language", "opening"),
    [
        ("fr", "Image de remplacement pour "),
        ("en", "Placeholder for "),
        ("es", "Imagen provisional en lugar de "),
        ("el", "Προσωρινή εικόνα στη θέση "),
        ("he", "איור חלופי במקום "),
        ("fi", "Täytekuva "),
    ],
)
def test_captions_say_that_the_image_stands_in_for_the_named_photo(language, opening):
    captions = {key.split(".")[-2]: text for key, text in WORDS[language].items() if key.endswith(".caption")}

    assert set(captions) == {photo["key"] for photo in PHOTOS}
    for photo in PHOTOS:
        assert captions[photo["key"]].startswith(opening)
        assert (photo["credit"] or photo["caption"]) in captions[photo["key"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternative_texts_of_one_gallery_are_all_different(language):
    alts = Counter(
        text for key, text in WORDS[language].items() if re.fullmatch(r"session7\.photos\..+\.alt", key)
    )

    assert len(alts) == 12


@pytest.mark.parametrize(
    ("language", "notice"),
    [
        ("fr", "(personne fictive)"),
        ("en", "(fictitious person)"),
        ("es", "(persona ficticia)"),
        ("el", "(φανταστικό πρόσωπο)"),
        ("he", "(דמות בדיונית)"),
        ("fi", "(keksitty henkilö)"),
    ],
)
def test_every_role_title_says_that_the_person_is_invented(language, notice):
    titles = [text for key, text in WORDS[language].items() if key.endswith(".role_title")]

    assert len(titles) == len(SITE["people"])
    assert [title for title in titles if not title.endswith(notice)] == []


def test_words_fit_their_columns():
    limits = {
        "alt": 255, "caption": 255, "poster_alt": 255, "image_alt": 255, "reason": 255, "title": 255, "kind": 255,
        "name": 255, "role_title": 255, "initiative": 500, "funding": 500, "summary": 1000,
    }  # fmt: skip

    long = [
        (language, key)
        for language in LANGUAGES
        for key, text in WORDS[language].items()
        if len(text) > limits.get(key.rsplit(".", 1)[-1], 5000)
    ]

    assert long == []
