"""A cycle's rhythm, times and zone changed when sessions exist: these stay what subscribers know, and new dates are offered."""

import datetime

from django.urls import reverse

import pytest
import time_machine

from events.models import LedgerEntry, SessionPage
from tests.admin_forms import AdminForm
from tests.events.logged_in import told
from tests.events.planning.planned import JUNE, MAY, SPAN, chosen, press, table

pytestmark = pytest.mark.django_db

FIRST_THURSDAY_IN_ATHENS = {
    "rhythm_ordinal": "1",
    "rhythm_weekday": "3",
    "default_start_time": "17:00",
    "default_end_time": "18:00",
    "default_timezone": "Europe/Athens",
}
NEW_DATES = ["2027-05-06", "2027-06-03", "2027-07-01"]
OFF_RHYTHM = "Not on a date of the rhythm: every first Thursday of the month"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(datetime.datetime(2027, 5, 1, 9, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def planned(admin, cycle):
    """The cycle, with a published session in May and a draft in June on the dates of its rhythm."""
    press(admin, cycle, "make", days=[MAY, JUNE], **SPAN)
    press(admin, cycle, "publish", days=[MAY], **SPAN)
    return cycle


def change(admin, cycle) -> None:
    """Publish the cycle's own form with another rhythm, other times and another zone."""
    form = AdminForm(admin, reverse("wagtailadmin_pages:edit", args=[cycle.pk]))
    assert form.send(**FIRST_THURSDAY_IN_ATHENS).status_code == 302


def known() -> list[dict]:
    """Every session as stored, and what subscribers have of it: UID, SEQUENCE, the moment."""
    return [*SessionPage.objects.order_by("pk").values(), *LedgerEntry.objects.order_by("pk").values()]


def test_rhythm_that_changes_moves_no_session(admin, planned):
    before = known()

    change(admin, planned)

    assert (len(before), known()) == (3, before)


def test_planner_shows_sessions_where_they_are_beside_the_new_dates(admin, planned):
    change(admin, planned)

    assert table(admin, planned, **SPAN) == [
        ["Thursday, May 6, 2027", "17:00-18:00 Athens", "", "none yet"],
        ["Tuesday, May 18, 2027", "14:00-15:30 Athens", OFF_RHYTHM, "published: Thème à venir"],
        ["Thursday, June 3, 2027", "17:00-18:00 Athens", "", "none yet"],
        ["Tuesday, June 15, 2027", "14:00-15:30 Athens", OFF_RHYTHM, "draft: Thème à venir"],
        ["Thursday, July 1, 2027", "17:00-18:00 Athens", "", "none yet"],
    ]
    assert chosen(admin, planned, **SPAN) == NEW_DATES


def test_new_dates_are_made_once_and_leave_the_others_alone(admin, planned):
    change(admin, planned)
    before = known()

    said = [
        told(
            press(
                admin, planned, "make", days=[MAY, JUNE, *map(datetime.date.fromisoformat, NEW_DATES)], **SPAN
            )
        )
        for _time in range(2)
    ]

    assert said == ["3 draft sessions were made.", "No session was made: every chosen date has one."]
    assert [each for each in known() if each in before] == before
    made = SessionPage.objects.order_by("number").values_list("number", "date", "timezone")
    assert [(number, str(date), zone) for number, date, zone in made][2:] == [
        (number, date, "Europe/Athens") for number, date in enumerate(NEW_DATES, start=3)
    ]


def test_session_at_another_time_than_the_rhythm_s_is_shown_at_its_own(admin, planned):
    form = AdminForm(admin, reverse("wagtailadmin_pages:edit", args=[planned.pk]))
    form.send(default_start_time="18:00", default_end_time="19:00")

    assert [row[1] for row in table(admin, planned, **SPAN)] == [
        "13:00-14:30 Paris",
        "13:00-14:30 Paris",
        "18:00-19:00 Paris",
    ]
