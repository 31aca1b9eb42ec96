"""The planner in the admin: what it shows, what its buttons do, whom it lets in, and what it costs."""

import datetime

from django.urls import reverse

import pytest
import time_machine

from events import roles
from tests import factories
from tests.events.logged_in import administrator, member
from tests.events.planning.planned import JUNE, MAY, SPAN, address, chosen, page, table, with_partners

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 5, 1, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


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

    rows = table(admin, cycle, first="2027-05-01", last="2027-05-31")

    assert [row[2:] for row in rows] == [
        ["Moved from here to Wednesday, May 19, 2027: Climat", "none yet"],
        ["Not on a date of the rhythm: every third Tuesday of the month", "published: Climat"],
    ]
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


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
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

    with django_assert_num_queries(14):
        admin.get(address(cycle), SPAN)
