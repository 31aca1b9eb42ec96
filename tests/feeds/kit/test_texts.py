"""The texts that partners take: whole sentences in one language."""

from django.utils.translation import override

import pytest

from feeds.kit.texts import texts_of

SAID = {
    "title": "Solidarités, musées : de quoi parle-t-on ?",
    "language": "fr",
    "is_fallback": False,
    "kind": "cycle de débats",
    "rhythm": {
        "sentence": "chaque troisième mardi du mois",
        "start_time": "13:00",
        "end_time": "14:30",
        "timezone": "Europe/Paris",
    },
    "initiative": "Une initiative d’ICOM France",
    "funding": "",
    "introduction": {"text": "Un mot.\n\nUn autre.\n"},
    "url": "https://parvis.example/fr/solidarites/",
}


def made(**changed: object):
    with override("fr"):
        return texts_of(SAID | changed, language="fr")


def test_short_text_is_title_kind_and_rhythm():
    assert made().short == (
        "Solidarités, musées : de quoi parle-t-on ? Cycle de débats. Chaque troisième mardi du mois, 13:00-14:30,"
        " heure de Paris."
    )
    assert made().address == "https://parvis.example/fr/solidarites/"


def test_long_text_has_introduction_and_initiative_too():
    assert made().long.split("\n\n")[1:] == [
        "Un mot.",
        "Un autre.",
        "Une initiative d’ICOM France.",
    ]


def test_words_of_another_language_stay_without_our_rhythm():
    texts = made(is_fallback=True, language="en", title="Solidarities", kind="debates")

    assert texts.short == "Solidarities. Debates."
    assert (texts.title.language, texts.title.direction) == ("en", "ltr")


@pytest.mark.parametrize("name", ["kind", "initiative"])
def test_what_nobody_wrote_leaves_no_trace(name):
    texts = made(**{name: "", "introduction": {"text": ""}})

    assert ". ." not in texts.long
    assert "\n\n\n" not in texts.long
