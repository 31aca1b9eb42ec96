"""The planner in the admin: what its buttons do, and for whom."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.logged_in import member, told
from tests.events.planning.planned import JULY, JUNE, MAY, SPAN, address, chosen, drafts, page, press, table

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime.datetime(2027, 5, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


# What its buttons do


def test_button_makes_the_chosen_sessions(admin, cycle):
    answer = press(admin, cycle, "make", days=[MAY, JULY], **SPAN)

    assert told(answer) == "2 draft sessions were made."
    assert answer.redirect_chain == [(f"{address(cycle)}?first=2027-05-01&last=2027-07-31", 302)]
    assert [(page.date, page.live) for page in drafts()] == [(MAY, False), (JULY, False)]


def test_making_again_adds_only_what_is_missing(admin, cycle):
    press(admin, cycle, "make", days=[MAY], **SPAN)

    answer = press(admin, cycle, "make", **SPAN)

    assert told(answer) == "2 draft sessions were made."
    assert [page.date for page in drafts()] == [MAY, JUNE, JULY]


def test_form_that_is_posted_twice_makes_nothing_twice(admin, cycle):
    days = [MAY, JUNE, JULY]
    press(admin, cycle, "make", days=days, **SPAN)

    answer = press(admin, cycle, "make", days=days, **SPAN)

    assert told(answer) == "No session was made: every chosen date has one."
    assert len(drafts()) == 3


def test_date_that_the_rhythm_does_not_make_gets_no_session(admin, cycle):
    press(admin, cycle, "make", days=[datetime.date(2027, 5, 19), datetime.date(2031, 5, 20)], **SPAN)

    assert drafts() == []


def test_dates_are_published(admin, cycle):
    press(admin, cycle, "make", **SPAN)

    answer = press(admin, cycle, "publish", **SPAN)

    assert told(answer) == "3 sessions were published."
    assert [page.live for page in SessionPage.objects.all()] == [True, True, True]
    assert [row[3] for row in table(admin, cycle, **SPAN)] == ["published: Thème à venir"] * 3
    assert page(admin, cycle, **SPAN).select("[name=date], #plan button") == []


def test_publishing_without_drafts_publishes_nothing(admin, cycle):
    factories.make_session(cycle, date=MAY, live=False)

    answer = press(admin, cycle, "publish", days=[MAY, JUNE], **SPAN)

    assert told(answer) == "No session was published: no chosen date has a draft of the plan."
    assert SessionPage.objects.filter(live=True).count() == 0


def test_drafts_that_are_left_are_named(admin, cycle):
    press(admin, cycle, "make", days=[MAY], **SPAN)
    SessionPage.objects.update(locked=True)

    answer = press(admin, cycle, "publish", **SPAN)

    assert told(answer) == "Not published, because they are locked or being reviewed: solidarites-1"


def test_usual_time_that_a_day_does_not_have_makes_nothing_and_says_why(admin, cycle):
    factories.publish(
        cycle, default_start_time=datetime.time(2, 30), default_end_time=datetime.time(4, 0),
        rhythm_weekday=6, rhythm_ordinal=-1,
    )  # fmt: skip
    span = {"first": "2028-03-01", "last": "2028-04-30"}

    answer = press(admin, cycle, "make", days=[datetime.date(2028, 3, 26)], **span)

    assert "02:30 does not exist on 2028-03-26 in Europe/Paris" in told(answer)
    assert chosen(admin, cycle, **span) == ["2028-04-30"]


def test_planner_of_a_translation_plans_the_origin(admin, cycle):
    english = factories.translate(cycle, "en")

    press(admin, english, "make", days=[MAY], **SPAN)

    (made,) = drafts()
    assert made.get_parent().pk == cycle.pk


@pytest.mark.parametrize("action", ["make", "publish"])
def test_buttons_only_post(admin, cycle, action):
    assert admin.get(address(cycle, action)).status_code == 405


def test_planner_of_a_page_that_is_no_cycle_does_not_exist(admin, session):
    assert admin.get(address(session)).status_code == 404


# Whom it lets in


@pytest.mark.parametrize(
    ("role", "sees", "makes", "publishes"),
    [
        (roles.EDITORS, True, True, True),
        (roles.PUBLISHERS, True, True, True),
        (roles.contributors("icom-greece"), True, True, False),
        (roles.translators("fr"), False, False, False),
        (roles.translators("en"), False, False, False),
    ],
)
def test_role_may_do_what_it_may_do_below_the_cycle(client, cycle, role, sees, makes, publishes):
    factories.make_session(cycle, date=MAY, theme_pending=True, live=False)
    client = member(client, role)

    shown = client.get(address(cycle), SPAN)
    client.post(address(cycle, "make"), {"date": [JUNE.isoformat()], **SPAN})
    client.post(address(cycle, "publish"), {"date": [MAY.isoformat()], **SPAN})

    buttons = {button.get_text() for button in BeautifulSoup(shown.content, "lxml").select("#plan button")}
    expected = {"Make draft sessions": makes, "Publish the dates": publishes}
    assert (shown.status_code == 200) is sees
    assert buttons == {label for label, may in expected.items() if may}
    assert SessionPage.objects.filter(date=JUNE).exists() is makes
    assert SessionPage.objects.filter(date=MAY, live=True).exists() is publishes


def test_nobody_plans_without_logging_in(client, cycle):
    assert client.get(address(cycle)).url.startswith("/admin/login/")
    assert client.post(address(cycle, "make"), {"date": [MAY.isoformat()], **SPAN}).status_code == 403
    assert drafts() == []
