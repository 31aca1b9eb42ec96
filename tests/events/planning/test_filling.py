"""Wagtail's form for a new session: it arrives filled, and the title is all that publishing needs."""

import datetime

from django.urls import reverse

import pytest
import time_machine

from events.models import SessionPage
from tests import factories
from tests.admin_forms import AdminForm
from tests.events.logged_in import administrator
from tests.events.planning.planned import JUNE, MAY, with_partners

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime.datetime(2027, 5, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def admin(client):
    with time_machine.travel(NOW, tick=False):
        yield administrator(client)


def new_session(client, cycle) -> AdminForm:
    return AdminForm(
        client, reverse("wagtailadmin_pages:add", args=("parvis_events", "sessionpage", cycle.pk))
    )


def test_new_session_arrives_filled_from_its_cycle(admin, session):
    cycle = with_partners(
        factories.publish(session.get_parent().specific, default_start_time=datetime.time(11, 15))
    )

    fields = new_session(admin, cycle).fields

    names = ("number", "date", "start_time", "end_time", "timezone", "platform", "title", "code", "link")
    assert [fields[name] for name in names] == [
        "8", "2027-05-18", "11:15", "14:30", "Europe/Paris", "Zoom", "", "", "",
    ]  # fmt: skip
    assert (fields.getlist("spoken"), fields.getlist("captioned")) == (["fr", "en"], ["en"])
    assert [fields[f"organisation_rows-{row}-role"] for row in range(4)] == [
        "organiser", "organiser", "partner", "funder",
    ]  # fmt: skip


def test_title_is_all_that_publishing_needs(admin, cycle):
    form = new_session(admin, with_partners(cycle))

    answer = form.send(title="Musées et climat")

    page = SessionPage.objects.get()
    assert (answer.status_code, page.live, page.title) == (302, True, "Musées et climat")
    assert (page.date, page.number, page.code, page.spoken) == (MAY, 1, "solidarites-1", ["fr", "en"])
    assert [(row.organisation.code, row.role) for row in page.organisation_rows.all()] == [
        ("icom-france", "organiser"),
        ("icom-israel", "organiser"),
        ("icom-greece", "partner"),
        ("fund", "funder"),
    ]


def test_new_session_has_the_next_date_without_a_session(admin, cycle):
    factories.make_session(cycle, date=MAY, live=False)

    assert new_session(admin, cycle).fields["date"] == JUNE.isoformat()


def test_new_session_below_a_translation_arrives_filled_too(admin, cycle):
    english = factories.translate(with_partners(cycle), "en")

    fields = new_session(admin, english).fields

    assert (fields["date"], fields["organisation_rows-TOTAL_FORMS"]) == (MAY.isoformat(), "4")


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_form_of_a_new_session_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, count, django_assert_num_queries
):
    for number in range(count):
        factories.make_session(
            cycle, number=number + 1, code=f"solidarites-{number + 1}", live=False,
            date=MAY + datetime.timedelta(days=number),
        )  # fmt: skip
    new_session(admin, cycle)

    with django_assert_num_queries(33):
        new_session(admin, cycle)


def test_new_session_of_a_cycle_without_a_rhythm_has_no_date(admin, cycle):
    type(cycle).objects.filter(pk=cycle.pk).update(rhythm_interval=3)

    assert new_session(admin, cycle).fields["date"] == ""
