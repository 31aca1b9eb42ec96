"""The history says who changed which fact, from what to what."""

import datetime

from django.urls import reverse
from django.utils.translation import override

from wagtail.models import PageLogEntry

import pytest
from bs4 import BeautifulSoup

from events import fact_log
from events.models import SessionPage
from tests import factories
from tests.events.changing.changed import confirm
from tests.events.logged_in import administrator

pytestmark = pytest.mark.django_db


def logged() -> list[list[str]]:
    """The changes of each entry, oldest first, in English."""
    entries = PageLogEntry.objects.filter(action=fact_log.ACTION).order_by("pk")
    with override("en"):
        return [
            [fact_log.sentence_of(SessionPage, change) for change in entry.data["facts"]] for entry in entries
        ]


def test_every_kind_of_fact_is_told_from_what_to_what(session):
    factories.publish(
        session, start_time=datetime.time(18, 0), end_time=datetime.time(19, 30), spoken=["he"], theme_pending=True,
        status="tentative", replay="https://replay.example/7",
    )  # fmt: skip

    assert logged() == [
        [
            "start: 13:00 → 18:00",
            "end: 14:30 → 19:30",
            "status: confirmed → tentative",
            "theme to come: no → yes",
            "spoken languages: fr, en, es → he",
            "address of the replay: empty → https://replay.example/7",
        ]
    ]


def test_secrets_are_named_and_not_kept(session):
    factories.publish(session, link=factories.OTHER_LINK, passcode="271828")

    assert logged() == [["meeting link (changed)", "passcode (changed)"]]
    assert "zoom" not in str(
        PageLogEntry.objects.filter(action=fact_log.ACTION).values_list("data", flat=True)
    )


def test_rows_are_said_to_have_changed(session):
    factories.add_organisation(session, factories.make_organisation())

    assert logged() == [["session organisations (changed)"]]


def test_words_drafts_and_first_publications_are_no_change_of_facts(session, cycle):
    factories.publish(session, title="Autrement")
    factories.make_session(cycle, number=8, code="solidarites-8")
    draft = session.get_latest_revision_as_object()
    draft.link = factories.OTHER_LINK
    draft.save_revision()

    assert logged() == []


def test_change_is_told_once_however_many_languages_follow(session):
    for language in ("el", "he"):
        factories.translate(session, language)

    factories.publish(session, number=8)

    assert logged() == [["number: 7 → 8"]]


def test_history_names_who_moved_a_session(client, session):
    client = administrator(client)
    confirm(client, session, "reschedule", date="2021-05-19")

    page = client.get(reverse("wagtailadmin_pages:history", args=[session.pk])).content
    row = (
        BeautifulSoup(page, "lxml").find(string=lambda text: "Facts changed: date" in text).find_parent("tr")
    )

    text = " ".join(row.get_text(" ", strip=True).split())
    assert "Facts changed: date: May 18, 2021 → May 19, 2021" in text
    assert "admin" in text
