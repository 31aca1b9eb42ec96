"""The report of all sessions and languages: its rows, its filters, its pages, its cost."""

import datetime

from django.urls import reverse

import pytest
import time_machine

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.board.boards import AHEAD, NOW, edit, home, make_ahead, soup, text_of
from tests.events.logged_in import administrator, member
from tests.factories import translate

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def rows(client, **query) -> list[list[str]]:
    page = soup(client.get(reverse("board:report"), query))
    return [
        [text_of(cell) for cell in row.find_all(["th", "td"])]
        for row in page.select("table.listing tbody tr")
    ]


def titles(client, **query) -> list[str]:
    return [row[0].split(" May")[0] for row in rows(client, **query)]


def test_report_has_every_session_the_latest_first(admin, session):
    cycle = session.get_parent().specific
    ahead = make_ahead(cycle, live=False)
    translate(session, "el", title="Αλληλεγγύη")

    assert rows(admin) == [
        [
            "Climat May 18, 2027", "draft (French)", "missing (English)", "missing (Spanish)", "missing (Greek)",
            "missing (Hebrew)", "missing (Finnish)",
        ],
        [
            "Construire des solidarités May 18, 2021", "live (French)", "missing (English)", "missing (Spanish)",
            "live (Greek)", "missing (Hebrew)", "missing (Finnish)",
        ],
    ]  # fmt: skip
    page = soup(admin.get(reverse("board:report")))
    assert page.select_one("table.listing tbody th a")["href"] == edit(ahead)


def test_report_is_filtered_by_cycle_and_year(site, admin, session):
    other = factories.make_cycle(site, title="Autre", slug="autre", code="autre")
    factories.make_session(other, title="Ailleurs", code="autre-1", number=1)
    make_ahead(session.get_parent().specific)

    assert titles(admin) == ["Climat", "Ailleurs", "Construire des solidarités"]
    assert titles(admin, cycle="solidarites") == ["Climat", "Construire des solidarités"]
    assert titles(admin, year="2021") == ["Ailleurs", "Construire des solidarités"]
    assert titles(admin, cycle="autre", year="2027") == []


def test_filter_of_a_cycle_finds_sessions_that_began_in_another_language(admin, cycle):
    greek = translate(cycle, "el", title="Αλληλεγγύη")
    make_ahead(greek, title="Κλίμα")

    assert titles(admin, cycle="solidarites") == ["Κλίμα"]


@pytest.mark.parametrize("query", [{"year": "x"}, {"cycle": "nothing"}, {"year": "1850"}, {"p": "99"}])
def test_filter_that_does_not_exist_breaks_nothing(admin, session, query):
    assert admin.get(reverse("board:report"), query).status_code == 200


def test_report_has_pages(admin, cycle):
    many(cycle, 30)

    assert (len(rows(admin)), len(rows(admin, p=2))) == (25, 5)


def test_report_stands_among_the_reports(admin, session):
    link = next(a for a in home(admin).select("a") if a.get("href") == reverse("board:report"))

    assert text_of(link) == "All sessions"
    assert (
        reverse("board:report")
        in admin.get(reverse("wagtailadmin_home")).content.decode().split("wagtail-sidebar-props")[1]
    )


def test_translator_finds_the_cells_of_one_language(client, session):
    english = translate(session, "en")
    translate(session, "el")
    client = member(client, roles.translators("en"))

    page = soup(client.get(reverse("board:report")))

    assert [link["href"] for link in page.select("table.listing tbody a")] == [edit(english)]
    assert page.select("table.listing tbody form") == []


@pytest.mark.parametrize("language", ["fr", "he"])
def test_report_speaks_the_editors_language(client, session, language):
    page = soup(administrator(client, language=language).get(reverse("board:report")))

    names = {"fr": ["français", "anglais"], "he": ["צרפתית", "אנגלית"]}
    assert [text_of(cell) for cell in page.select("table.listing thead th")][1:3] == names[language]


def many(cycle, count):
    for number in range(1, count + 1):
        page = make_ahead(cycle, number=number, date=AHEAD + datetime.timedelta(days=number), live=False)
        translate(page, "el", live=False)
    SessionPage.objects.update(live=True)


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_report_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, count, django_assert_num_queries
):
    many(cycle, count)
    admin.get(reverse("board:report"))

    with django_assert_num_queries(13):
        admin.get(reverse("board:report"))
