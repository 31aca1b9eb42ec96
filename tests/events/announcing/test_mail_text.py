"""The mail as plain text: its blocks in order, readable in every direction."""

import re

import pytest

from events.announcing.mail_text import mail_text
from tests import factories
from tests.events.announcing.made import announced

pytestmark = pytest.mark.django_db


def test_text_of_a_small_session_is_this(session):
    factories.publish(session.get_parent().specific, kind="", initiative="Une initiative.")
    found = announced(factories.publish(session, introduction="<p>Des <b>musées</b>.</p>", platform=""), "en")

    assert mail_text(found) == (
        "Solidarités, musées\n"
        "\n"
        "Session 7: Construire des solidarités\n"
        "[FR] Not yet translated: the text is in French.\n"
        "\n"
        "Date: Tuesday, May 18, 2021\n"
        "Time: 13:00-14:30, Paris time\n"
        "Spoken languages: Français, English, Español\n"
        "\n"
        "Join online: https://parvis.example/en/join/solidarites-7/\n"
        "The way in opens on Tuesday, May 18, 2021 at 12:00, Paris time.\n"
        "\n"
        "Des musées.\n"
        "\n"
        "The cycle\n"
        "\n"
        "Solidarités, musées\n"
        "\n"
        "Every third Tuesday of the month, 13:00-14:30, Paris time\n"
        "Une initiative.\n"
        "\n"
        "Organisations\n"
        "\n"
        "- Solidarités, musées\n"
        "\n"
        "About this session: https://parvis.example/fr/solidarites/seance-7/\n"
        "Short address: https://parvis.example/s/solidarites-7\n"
        "Add to my calendar: https://parvis.example/feeds/en/session/solidarites-7.ics\n"
    )


def test_facts_in_hebrew_begin_with_hebrew_or_with_digits(announcement):
    text = mail_text(announced(announcement, "he"))

    facts = text.split("\n\n")[2].split("\n")
    assert len(facts) == 6
    assert [line for line in facts if not re.match(r"[\u05d0-\u05ea]|  \d", line)] == []


def test_text_has_no_more_than_one_blank_line_in_a_row(announcement):
    assert "\n\n\n" not in mail_text(announced(announcement))
