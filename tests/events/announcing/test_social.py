"""Texts for social networks: what each says, and that the short one fits in every language."""

import pytest

from events.announcing.counted import counted
from events.announcing.social import social_long, social_short
from tests import factories
from tests.events.announcing.made import LANGUAGES, announced, announcements

pytestmark = pytest.mark.django_db

LINK = "https://parvis.example/s/solidarites-7"


def test_short_text_says_what_when_and_where(announcement):
    assert social_short(announced(announcement, "he")) == (
        "[FR] מפגש 7: Construire des solidarités entre musées du monde\n"
        "יום שלישי, 18 במאי 2021, 13:00-14:30, שעון פריז\n"
        f"{LINK}\n"
    )


@pytest.mark.parametrize("status", ["confirmed", "cancelled", "postponed"])
def test_short_text_fits_with_the_longest_title_in_every_language(session, status):
    session = factories.publish(session, status=status, title="Musées solidaires " * 14)

    texts = {language: social_short(each).rstrip("\n") for language, each in announcements(session).items()}

    assert list(texts) == LANGUAGES
    assert [language for language, text in texts.items() if not 200 < counted(text) <= 280] == []
    assert [language for language, text in texts.items() if not text.endswith(f"\n{LINK}")] == []


def test_short_text_of_a_cancelled_session_begins_with_that(session):
    cancelled = factories.publish(session, status="cancelled")

    assert social_short(announced(cancelled, "en")).startswith("[FR] Cancelled: Session 7: Construire")


def test_long_text_has_who_takes_part_whose_initiative_it_is_and_who_pays(announcement):
    text = social_long(announced(announcement))

    blocks = text.split("\n\n")
    assert blocks[0] == "Séance 7\u00a0: Construire des solidarités entre musées du monde"
    assert blocks[1].split("\n") == [
        "mardi 18 mai 2021", "13:00-14:30, heure de Paris", "14:00-15:30 Helsinki, Athènes, Jérusalem",
    ]  # fmt: skip
    assert blocks[3].split("\n")[0] == "• ICOM Finlande (ICOM Suomi)"
    assert blocks[5].split("\n")[-2:] == [
        "Une initiative d’ICOM France.",
        "Avec le soutien d’ICOM international.",
    ]
    assert blocks[-1] == f"{LINK}\n"
