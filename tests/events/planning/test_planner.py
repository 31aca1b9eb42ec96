"""The planner in the admin: what it shows, what its buttons do, whom it lets in, and what it costs."""

import datetime

from django.urls import reverse

import pytest
import time_machine
from bs4 import BeautifulSoup

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.planning.planned import (
    JULY,
    JUNE,
    MAY,
    SPAN,
    administrator,
    drafts,
    member,
    with_partners,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 5, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin(client):
    return administrator(client)


def address(cycle, action: str = "planner") -> str:
    return reverse(f"planning:{action}", args=[cycle.pk])


def page(client, cycle, **span) -> BeautifulSoup:
    answer = client.get(address(cycle), span)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def table(client, cycle, **span) -> list[list[str]]:
    """The cells of each date but the first, as text."""
    rows = page(client, cycle, **span).select("table.parvis-plan tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])][1:] for row in rows]


def chosen(client, cycle, **span) -> list[str]:
    """The dates that are checked."""
    return [box["value"] for box in page(client, cycle, **span).select("[name=date][checked]")]


def press(client, cycle, action: str, *, days=None, **span):
    """Press a button as it is shown, with the dates that are checked or others."""
    dates = chosen(client, cycle, **span) if days is None else [day.isoformat() for day in days]
    return client.post(address(cycle, action), {"date": dates, **span}, follow=True)


def told(answer) -> str:
    """The messages above a page."""
    found = BeautifulSoup(answer.content, "lxml").select(".messages li")
    return " ".join(each.get_text(" ", strip=True) for each in found)


# What it shows


def test_planner_begins_with_the_next_twelve_months(admin, cycle):
    shown = chosen(admin, cycle)

    assert (len(shown), shown[0], shown[-1]) == (12, "2027-05-18", "2028-04-18")


def test_planner_shows_a_number_of_dates(admin, cycle):
    assert chosen(admin, cycle, first="2027-06-01", last="2027-06-02", count="9")[::8] == [
        "2027-06-15",
        "2028-02-15",
    ]


def test_date_shows_the_clocks_of_the_partners_cities_the_funders_left_out(admin, cycle):
    rows = table(admin, with_partners(cycle), **SPAN)

    assert rows[0] == [
        "Tuesday, May 18, 2027", "13:00-14:30 Paris 14:00-15:30 Jerusalem, Athens", "", "none yet",
    ]  # fmt: skip


def test_date_shows_holidays_and_changes_of_clocks(admin, cycle):
    cycle = factories.publish(with_partners(cycle), rhythm_ordinal=-1, rhythm_weekday=4)

    rows = table(admin, cycle, first="2027-03-20", last="2027-03-31")

    assert rows[0][1] == "13:00-14:30 Paris 15:00-16:30 Jerusalem 14:00-15:30 Athens"
    assert rows[0][2] == (
        "Clocks change on Friday, March 26, 2027: Jerusalem "
        "Clocks change on Sunday, March 28, 2027: Paris, Athens "
        "Jerusalem: 15:00-16:30 instead of the usual 14:00-15:30"
    )


def test_holiday_is_shown_in_its_own_language(admin, cycle):
    cycle = factories.publish(with_partners(cycle), rhythm_ordinal=1, rhythm_weekday=5)

    shown = page(admin, cycle, first="2027-05-01", last="2027-05-01")

    assert "Public holiday (France): Labor Day" in shown.select_one("tbody").get_text(" ", strip=True)
    assert [name["lang"] for name in shown.select("tbody bdi[lang]")] == ["en", "en"]


def test_date_shows_the_session_that_stands_on_it_and_those_at_the_same_time(site, admin, session):
    cycle = session.get_parent().specific
    other = factories.make_cycle(site, title="Autre", slug="autre", code="autre")
    clash = factories.make_session(other, date=MAY, title="Climat")
    own = factories.make_session(cycle, date=JUNE, number=8, code="solidarites-80", title="Là", live=False)

    rows = table(admin, cycle, **SPAN)

    assert [row[2:] for row in rows] == [
        ["At the same time: Climat", "none yet"],
        ["", "draft: Là"],
        ["", "none yet"],
    ]
    links = [link["href"] for link in page(admin, cycle, **SPAN).select("tbody a")]
    assert links == [reverse("wagtailadmin_pages:edit", args=[each.pk]) for each in (clash, own)]
    assert chosen(admin, cycle, **SPAN) == ["2027-05-18", "2027-07-20"]


def test_date_that_a_session_was_moved_away_from_is_offered_but_not_chosen(admin, cycle):
    session = factories.make_session(cycle, date=MAY, title="Climat")
    factories.publish(session, date=datetime.date(2027, 5, 19))

    (row,) = table(admin, cycle, first="2027-05-01", last="2027-05-31")

    assert row[2:] == ["Moved from here to Wednesday, May 19, 2027: Climat", "none yet"]
    assert chosen(admin, cycle, first="2027-05-01", last="2027-05-31") == []


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ({"first": "2027-05-19", "last": "2027-06-14"}, "The rhythm makes no date between"),
        (
            {"first": "2027-05-01", "last": "2100-12-31"},
            "Plan at most 60; Tuesday, April 20, 2032 is the last date that is possible.",
        ),
        ({"first": "2027-05-19", "last": "2027-05-18"}, "The end must not be before the beginning."),
        ({"first": "tomorrow"}, "Enter a valid date."),
        ({"count": "61"}, "Ensure this value is less than or equal to 60."),
        ({"count": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"first": "9999-12-31"}, "Ensure this value is less than or equal to 2100-12-31."),
    ],
)
def test_span_that_makes_no_plan_gets_a_message(admin, cycle, span, message):
    shown = page(admin, cycle, **span)

    assert message in shown.select_one("main").get_text(" ", strip=True)
    assert shown.select("table.parvis-plan, #plan button") == []


def test_rhythm_that_cannot_be_gets_a_message(admin, cycle):
    type(cycle).objects.filter(pk=cycle.pk).update(rhythm_interval=3)

    assert "The rhythm is not complete." in page(admin, cycle).get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("language", "title", "date"),
    [
        ("fr", "Planifier les séances", "mardi 18 mai 2027"),
        ("he", "תכנון המפגשים", "יום שלישי, 18 במאי 2027"),
    ],
)
def test_planner_speaks_the_editors_language(client, cycle, language, title, date):
    client = administrator(client, language=language)

    shown = page(client, cycle, **SPAN)

    assert shown.html["lang"] == language
    assert title in shown.title.get_text()
    assert shown.select_one("tbody th label").get_text() == date


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

    assert "Not published, because they are locked or have errors: solidarites-1" in told(answer)


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
        (roles.CONTRIBUTORS, True, True, False),
        (roles.translators("fr"), True, False, True),
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
    assert client.post(address(cycle, "make"), {"date": [MAY.isoformat()], **SPAN}).status_code == 302
    assert drafts() == []


# How one gets there


@pytest.mark.parametrize(
    ("view", "above"),
    [("wagtailadmin_explore", False), ("wagtailadmin_explore", True), ("wagtailadmin_pages:edit", False)],
)
def test_cycle_leads_to_its_planner(admin, cycle, view, above):
    shown = cycle.get_parent() if above else cycle

    answer = admin.get(reverse(view, args=[shown.pk]))

    assert f'href="{address(cycle)}"' in answer.content.decode()


def test_form_of_a_new_cycle_leads_to_no_planner(admin, site):
    add = reverse("wagtailadmin_pages:add", args=("parvis_events", "cyclepage", site.home.pk))

    assert "/planning/" not in admin.get(add).content.decode()


def test_translator_of_another_language_is_not_led_to_the_planner(client, cycle):
    english = factories.translate(cycle, "en")
    client = member(client, roles.translators("en"))

    for view in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
        assert "/planning/" not in client.get(reverse(view, args=[english.pk])).content.decode()


# What it costs


@pytest.mark.parametrize("count", [1, 30])
def test_planner_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, count, django_assert_num_queries
):
    cycle = with_partners(cycle)
    for number in range(count):
        factories.make_session(
            cycle, number=number + 1, code=f"solidarites-{number + 1}", live=False,
            date=MAY + datetime.timedelta(days=number),
        )  # fmt: skip
    admin.get(address(cycle), SPAN)

    with django_assert_num_queries(12):
        admin.get(address(cycle), SPAN)
