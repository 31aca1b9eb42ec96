"""The programme in the admin: what it lists, how it is narrowed, for whom, and what it costs."""

import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse

import pytest
import time_machine

from events import roles
from events.models import CycleOrganisation, SessionOrganisation, SessionPage
from events.programme.views import Programme
from tests import factories
from tests.events.logged_in import administrator, log_in, member
from tests.events.programme.programmed import LIST, NOW, make_season, numbers, page, table

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def edit(each) -> str:
    return reverse("wagtailadmin_pages:edit", args=[each.pk])


# What it lists


def test_session_is_one_row_with_everything_that_is_asked_of_it(admin, cycle):
    session = factories.make_session(cycle, number=9, code="solidarites-9", date=datetime.date(2027, 6, 15))
    session = factories.add_organisation(session, factories.make_organisation())
    factories.translate(session, "he", title="סולידריות")
    factories.translate(session, "el", live=False)
    factories.publish(session, status="tentative", theme_pending=True)

    assert table(admin) == [
        [
            "9",
            "Tuesday, June 15, 2027 13:00-14:30 Paris",
            "Construire des solidarités History",
            "tentative theme to come",
            "Solidarités, musées",
            "fr published el draft he published",
            "ICOM Greece",
        ]
    ]


def test_row_leads_to_the_form_to_each_language_and_to_the_history(admin, session):
    hebrew = factories.translate(session, "he", title="סולידריות")

    links = [link["href"] for link in page(admin).select("form#programme tbody a")]

    history = reverse("wagtailadmin_pages:history", args=[session.pk])
    assert links == [edit(session), history, edit(session), edit(hebrew)]


def test_names_say_their_language(admin, session):
    factories.add_organisation(session, factories.make_organisation(name_latin=""))

    found = page(admin).select("form#programme tbody bdi[lang]")

    assert [(each["lang"], each.get_text()) for each in found] == [
        ("fr", session.title),
        ("fr", "Solidarités, musées"),
        ("el", "ICOM Ελληνικό Τμήμα"),
    ]


def test_draft_of_a_published_session_is_marked_and_gives_its_title(admin, session):
    draft = SessionPage.objects.get().get_latest_revision_as_object()
    draft.title = "Autrement"
    draft.save_revision()

    (row,) = table(admin)

    assert (row[2], row[5]) == ("Autrement History", "fr published, with a draft")


def test_sessions_to_come_are_first_and_those_that_are_over_say_so(admin, cycle):
    make_season(cycle)

    assert [(row[0], row[3]) for row in table(admin)] == [
        ("9", "confirmed"),
        ("10", "confirmed"),
        ("8", "confirmed over"),
    ]


@pytest.mark.parametrize(
    ("language", "date", "label"),
    [
        ("fr", "mardi 15 juin 2027 13:00-14:30 Paris", "Programme"),
        ("he", "יום שלישי, 15 ביוני 2027 13:00-14:30 פריז", "תוכנית"),
    ],
)
def test_programme_speaks_the_editors_language(client, cycle, language, date, label):
    client = administrator(client, language=language)
    make_season(cycle)

    shown = page(client)

    assert (shown.html["lang"], shown.h1.get_text(strip=True)) == (language, label)
    assert table(client)[0][1] == date


def test_empty_programme_says_so(admin, site):
    assert "There are no sessions to display." in page(admin).select_one("main").get_text(" ", strip=True)


def test_long_programme_has_pages(monkeypatch, admin, cycle):
    monkeypatch.setattr(Programme, "paginate_by", 2)
    make_season(cycle)

    assert (numbers(admin), numbers(admin, p="2"), numbers(admin, p="99")) == (["9", "10"], ["8"], ["8"])
    assert "3 sessions" in page(admin).select_one("main").get_text(" ", strip=True)


# How it is narrowed


def test_ways_lead_to_the_parts_with_their_numbers_and_keep_the_filters(admin, cycle):
    make_season(cycle)

    ways = page(admin, year="2027", p="1").select(".parvis-ways a")

    assert [(way.get_text(), way["href"]) for way in ways] == [
        ("All (3)", f"{LIST}?year=2027"),
        ("To come (2)", f"{LIST}?year=2027&when=upcoming"),
        ("Over (1)", f"{LIST}?year=2027&when=past"),
    ]
    assert [way.get("aria-current") for way in ways] == ["true", None, None]


NARROWED = [
    ({"when": "past"}, ["8"]),
    ({"when": "upcoming"}, ["9", "10"]),
    ({"cycle": "solidarites"}, ["9", "10", "8"]),
    ({"status": "postponed"}, ["9"]),
    ({"unpublished_in": "fr"}, ["10"]),
    ({"unpublished_in": "en"}, ["9", "10"]),
    ({"year": "2027", "days_from": "2027-06-15"}, ["9", "10"]),
    ({"days_to": "2027-06-15"}, ["9", "8"]),
    ({"q": "echanges"}, ["8"]),
    ({"q": "solidarites-9"}, ["9"]),
    ({"q": "10"}, ["10"]),
    ({"q": "Exchanges", "when": "past"}, ["8"]),
    ({"q": "nothing of the kind"}, []),
    ({"cycle": "nope", "year": "x", "organisation": "x'", "days_from": "yesterday"}, ["9", "10", "8"]),
]


def test_programme_is_narrowed(admin, cycle):
    may, june, _july = make_season(cycle)
    factories.translate(may, "en", title="Exchanges")
    factories.publish(june, status="postponed")

    assert [(query, numbers(admin, **query)) for query, _expected in NARROWED] == NARROWED


def test_part_of_the_page_that_the_search_box_fetches_is_narrowed_alike(admin, cycle):
    make_season(cycle)

    assert numbers(admin, part="results/", q="climat", _w_filter_fragment="1") == ["9"]
    assert page(admin, part="results/", q="climat").select("header, nav.sidebar") == []


def test_organisation_of_the_session_or_of_its_cycle_is_found(admin, cycle):
    greece, israel = factories.make_organisation(), factories.make_organisation("icom-israel")
    _may, june, _july = make_season(cycle)
    factories.add_organisation(june, greece)
    factories.publish(cycle, organisation_rows=[CycleOrganisation(organisation=israel)])

    assert numbers(admin, organisation=str(greece.pk)) == ["9"]
    assert numbers(admin, organisation=str(israel.pk)) == ["9", "10", "8"]


# For whom


def test_programme_stands_in_the_menu_of_those_who_find_pages(client, site):
    roles.make_roles()
    assert LIST in administrator(client).get("/admin/").content.decode()


def test_programme_is_closed_to_those_who_find_no_page(client, site):
    user = factories.make_user("pictures")
    user.user_permissions.add(roles._permission(roles.ADMIN))
    log_in(client, user)

    assert client.get(LIST).status_code == 302
    assert f'"{LIST}"' not in client.get("/admin/").content.decode()
    assert type(client)().get(LIST).status_code == 302


def test_translator_sees_the_pages_of_the_own_language_only(client, cycle):
    may, june, _july = make_season(cycle)
    english = factories.translate(may, "en", title="Exchanges")
    factories.translate(june, "he", title="אקלים")
    client = member(client, roles.translators("en"))

    assert [(row[0], row[2], row[5]) for row in table(client)] == [("8", "Exchanges History", "en published")]
    assert page(client).select_one("form#programme tbody a")["href"] == edit(english)
    assert numbers(client, q="Climat") == []


def test_contributor_is_led_only_to_own_drafts_and_publishes_nothing(client, cycle):
    _may, _june, july = make_season(cycle)
    client = member(client, roles.contributors("icom-greece"))
    SessionPage.objects.filter(pk=july.pk).update(owner=get_user_model().objects.get())

    shown = page(client)

    links = [
        link["href"] for link in shown.select("form#programme tbody a") if "/history/" not in link["href"]
    ]
    assert links == [edit(july), edit(july)]
    assert shown.select("[name=page], form#programme button") == []


# What it costs


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_programme_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, count, django_assert_num_queries
):
    greece = factories.make_organisation()
    sessions = [
        factories.make_session(cycle, number=number, code=f"solidarites-{number}", live=False)
        for number in range(1, count + 1)
    ]
    SessionOrganisation.objects.bulk_create(
        SessionOrganisation(page=session, organisation=greece, role="partner") for session in sessions
    )
    admin.get(LIST)

    with django_assert_num_queries(13):
        assert len(table(admin, q="solidarites", year="2021")) == count
    with django_assert_num_queries(10):
        admin.get(LIST, {"export": "csv"})


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_programme_costs_a_translator_the_same_whatever_the_number_of_sessions(
    client, cycle, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        factories.make_session(cycle, number=number, code=f"solidarites-{number}", live=False)
    client = member(client, roles.translators("fr"))
    client.get(LIST)

    with django_assert_num_queries(17):
        assert len(table(client)) == count
