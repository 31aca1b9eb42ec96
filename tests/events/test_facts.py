"""The rule of facts at the level of the model; the flows through views are in tests/journeys/test_facts_flows.py."""

import datetime

import pytest

from events.fact_groups import Member, source_of_facts
from events.models import LedgerEntry, SessionPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_follower_takes_facts_of_origin_when_translated(session):
    english = factories.translate(session, "en", title="Building solidarities")

    assert (english.is_origin, english.date, english.link, english.code) == (
        False,
        datetime.date(2021, 5, 18),
        factories.LINK,
        "solidarites-7",
    )


def test_origin_published_pushes_link_to_every_language(session):
    english = factories.translate(session, "en", title="Building")

    factories.publish(session, link=factories.OTHER_LINK)

    english.refresh_from_db()
    assert (english.link, english.title) == (factories.OTHER_LINK, "Building")


def test_draft_of_origin_does_not_leak(session):
    english = factories.translate(session, "en")
    draft = session.get_latest_revision_as_object()
    draft.date = datetime.date(2021, 6, 15)

    draft.save_revision()

    assert SessionPage.objects.get(pk=english.pk).date == datetime.date(2021, 5, 18)


def test_organisations_of_origin_are_those_of_followers(session):
    english = factories.translate(session, "en")

    factories.add_organisation(session, factories.make_organisation())

    assert [
        row.organisation.code for row in SessionPage.objects.get(pk=english.pk).organisation_rows.all()
    ] == ["icom-greece"]


def test_deleting_origin_promotes_oldest_follower_with_its_facts(session):
    english = factories.translate(session, "en")
    factories.translate(session, "es")
    factories.add_organisation(session, factories.make_organisation())

    session.delete()

    english = SessionPage.objects.get(pk=english.pk)
    assert (english.is_origin, english.link, english.organisation_rows.count()) == (True, factories.LINK, 1)


def test_moving_the_session_raises_sequence_once(session):
    factories.translate(session, "en")

    factories.publish(session, date=datetime.date(2021, 5, 19))

    entry = LedgerEntry.objects.get()
    assert (entry.sequence, entry.uid) == (1, f"{session.translation_key}@parvis.example")


def test_new_link_changes_nothing_for_subscribers(session):
    before = LedgerEntry.objects.values().get()

    factories.publish(session, link=factories.OTHER_LINK, passcode="271828")

    assert LedgerEntry.objects.values().get() == before


@pytest.mark.parametrize(
    ("group", "page", "source"),
    [
        ([], 1, 1),
        ([Member(1, True, True, True)], 1, 1),
        ([Member(1, True, True, True), Member(2, False, True, True)], 2, 1),
        ([Member(1, True, False, True), Member(2, False, True, True)], 2, 2),
        ([Member(1, True, False, False), Member(2, False, False, False)], 2, 1),
        ([Member(1, True, False, False), Member(2, False, True, True)], 3, 2),
        ([Member(1, True, False, True), Member(2, False, False, True)], 3, 2),
        ([Member(1, True, False, True)], None, 1),
    ],
)
def test_source_of_facts_is_what_was_published_last(group, page, source):
    assert source_of_facts(group, page=page) == source
