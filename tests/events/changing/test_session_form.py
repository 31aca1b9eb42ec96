"""The form of a session that was announced: its moment and its being called off are shown, and changed by actions only."""

from django.urls import reverse

import pytest
from bs4 import BeautifulSoup

from events.changing.actions import MOMENT
from events.models import SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.form_values import disabled_controls

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def form_page(client, page) -> bytes:
    return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content


def held(client, page) -> dict[str, bool]:
    """Whether each field of the moment and the status is shown only."""
    disabled = disabled_controls(form_page(client, page), "page-edit-form")
    return {name: disabled[name] for name in (*MOMENT, "status")}


def links(client, page) -> list[str]:
    """The actions that the form offers."""
    found = BeautifulSoup(form_page(client, page), "lxml").select(".parvis-actions a")
    return [link["href"].rstrip("/").rsplit("/", 1)[-1] for link in found]


def test_moment_of_a_draft_is_typed(admin, cycle):
    draft = factories.make_session(cycle, live=False)

    assert (held(admin, draft), links(admin, draft)) == (dict.fromkeys((*MOMENT, "status"), False), [])


def test_moment_of_an_announced_session_is_shown_with_the_actions_above_it(admin, session):
    assert held(admin, session) == dict.fromkeys(MOMENT, True) | {"status": False}
    assert links(admin, session) == ["reschedule", "postpone", "cancel"]


def test_form_lets_an_announced_session_be_confirmed_and_not_called_off(admin, session):
    factories.publish(session, status="tentative")
    choices = BeautifulSoup(form_page(admin, session), "lxml").select("[name=status] option")
    assert [choice["value"] for choice in choices] == ["tentative", "confirmed"]

    form = AdminForm(admin, reverse("wagtailadmin_pages:edit", args=[session.pk]))
    form.send(status="confirmed")

    assert SessionPage.objects.get().status == "confirmed"


def test_called_off_session_is_not_revived_by_a_form_that_was_open(admin, session):
    form = AdminForm(admin, reverse("wagtailadmin_pages:edit", args=[session.pk]))
    factories.publish(session, status="cancelled")

    form.send(title="Autrement", status="confirmed", date="2022-01-01")

    page = SessionPage.objects.get()
    assert (page.title, page.status, page.date) == ("Autrement", "cancelled", session.date)
    assert held(admin, session)["status"] is True


def test_withdrawn_session_is_changed_in_its_form_again(admin, session):
    session.unpublish()

    assert held(admin, session) == dict.fromkeys((*MOMENT, "status"), False)


def test_follower_shows_facts_with_the_way_to_their_page(admin, session):
    factories.add_organisation(session, factories.make_organisation())
    hebrew = factories.translate(session, "he", title="לבנות סולידריות")

    page = BeautifulSoup(form_page(admin, hebrew), "lxml")

    text = page.select_one(".w-tabs__panel").get_text(" ", strip=True)
    edit = reverse("wagtailadmin_pages:edit", args=[session.pk])
    assert page.select(f'.w-tabs__panel a[href="{edit}"]')
    assert "Facts are typed once, for all languages, on this page:" in text
    assert "ICOM Greece" in text
    assert links(admin, hebrew) == []


def test_meaning_of_the_facts_stands_beside_them(admin, session):
    factories.add_organisation(session, factories.make_organisation())

    lines = BeautifulSoup(form_page(admin, session), "lxml").select("#meaning li")

    assert [line.get_text(" ", strip=True) for line in lines] == [
        "On a date of the rhythm: every third Tuesday of the month",
        "13:00-14:30 Paris",
        "14:00-15:30 Athens",
        "The join address leads into the meeting: 12:00-15:00 (Paris)",
    ]


def test_meaning_says_what_speaks_against_a_day(admin, session, cycle):
    factories.make_session(
        cycle, number=8, code="solidarites-8", title="Une autre", live=False, date=session.date
    )
    factories.publish(session, date=session.date.replace(day=19))
    factories.make_session(
        cycle, number=9, code="solidarites-9", title="La même", live=False, date=session.date.replace(day=19)
    )

    lines = [
        line.get_text(" ", strip=True)
        for line in BeautifulSoup(form_page(admin, session), "lxml").select("#meaning li")
    ]

    assert lines[0] == "Not on a date of the rhythm: every third Tuesday of the month"
    assert lines[3] == "On the same day: La même"


def test_new_session_says_what_its_first_date_means(admin, cycle):
    url = reverse("wagtailadmin_pages:add", args=["parvis_events", "sessionpage", cycle.pk])

    lines = BeautifulSoup(admin.get(url).content, "lxml").select("#meaning li")

    assert lines[0].get_text(" ", strip=True) == "On a date of the rhythm: every third Tuesday of the month"


def test_revision_of_when_it_was_cancelled_does_not_put_it_in_doubt(admin, session):
    cancelled = factories.publish(session, status="cancelled").latest_revision_id
    factories.publish(session, status="confirmed")

    url = reverse("wagtailadmin_pages:revisions_revert", args=[session.pk, cancelled])
    form = AdminForm(admin, url)

    assert form.fields["status"] == "confirmed"
