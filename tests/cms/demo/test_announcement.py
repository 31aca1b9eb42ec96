"""The announcement that the project began with, as the loaded demonstration announces it: with every element, in two languages."""

import re

import pytest

from tests.cms.demo.content import SITE, WORDS
from tests.cms.demo.loaded import SECRETS, session
from tests.events.announcing.made import announced, everything, renderings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def said_of(language: str) -> dict[str, list[str]]:
    """What was announced of session 7, from the content that the demonstration was made of."""
    words = WORDS[language]
    return {
        "cycle": [words[f"cycle.{name}"] for name in ("title", "kind", "initiative", "funding")],
        "title": [words["session7.title"]],
        "questions": [text for key, text in words.items() if key.startswith("session7.questions")],
        "photos": [words[f"session7.photos.{photo['key']}.caption"] for photo in SITE["session7"]["photos"]],
        "credits": [f"© {photo['credit']}" for photo in SITE["session7"]["photos"] if photo["credit"]],
        "participants": ["ICOM Fin", "ICOM France", "ICOM Gr", "ICOM Isra", "CIMUSET"],
        "platform": ["Zoom"],
        "addresses": [f"/{language}/join/solidarites-7/", "/s/solidarites-7"],
    }


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("fr", ["Séance 7", "mardi 18 mai 2021", "13:00-14:30, heure de Paris", "14:00-15:30 Helsinki, Athènes, Jérusalem"]),
        ("en", ["Session 7", "Tuesday, May 18, 2021", "13:00-14:30, Paris time", "14:00-15:30 Helsinki, Athens, Jerusalem"]),
    ],
)  # fmt: skip
def test_session_seven_is_announced_with_everything_that_was_announced(language, when):
    wanted = said_of(language) | {"when": when}

    missing = [
        (where, element, text)
        for where, rendering in renderings(announced(session("solidarites-7"), language)).items()
        for element, texts in wanted.items()
        for text in texts
        if re.sub(r"\s+", " ", text) not in rendering
    ]
    assert [element for element, texts in wanted.items() if not texts] == []
    assert missing == []


@pytest.mark.parametrize(
    "code", ["solidarites-7", "saison-4", "saison-5", "saison-6", "saison-7", "saison-8"]
)
def test_no_session_of_the_demonstration_gives_away_its_meeting(code):
    for language in ("fr", "he"):
        written = everything(announced(session(code), language))
        assert [secret for secret in SECRETS if secret in written] == []
