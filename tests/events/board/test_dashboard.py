"""The admin's home: the next session, the matrix, what past sessions lack; for whom, in which language, at what cost."""

import datetime

from django.urls import reverse

from wagtail.models import GroupPagePermission

import pytest
import time_machine

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.board.boards import AHEAD, NOW, checklist, edit, home, make_ahead, matrix, text_of
from tests.events.logged_in import administrator, member
from tests.factories import publish, translate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


# The next session


def test_next_session_comes_with_its_checklist(admin, cycle):
    session = make_ahead(cycle)

    page = home(admin)

    card = page.select_one("#next-session-section")
    assert text_of(card.select_one(".parvis-next")) == "Climat Tuesday, May 18, 2027, 13:00-14:30 Paris"
    assert card.select_one(".parvis-next a")["href"] == edit(session)
    assert checklist(page) == [
        "No moderator is named.",
        "There is no poster.",
        "English: not translated yet.",
        "Spanish: not translated yet.",
        "Greek: not translated yet.",
        "Hebrew: not translated yet.",
        "Finnish: not translated yet.",
        "Nothing looks after the feeds at the moment.",
        "Published in the language of its origin: French.",
        "The meeting link is there.",
        "Spoken languages: French, English, Spanish.",
        "The theme is known.",
    ]
    assert "cannot take place" not in text_of(card)


def test_session_without_a_link_is_red_and_leads_to_the_link(admin, cycle):
    session = make_ahead(cycle, link="", meeting_id="")

    page = home(admin)

    assert "This session cannot take place as it stands." in text_of(page.select_one("#next-session-section"))
    line = page.select_one(".parvis-line--missing")
    assert text_of(line.select_one(".parvis-sentence")) == "The meeting link is missing: nobody can join."
    assert line.a["href"] == reverse("board:link", args=[session.pk])


def test_session_below_a_cycle_that_is_not_published_is_red(admin, cycle):
    make_ahead(cycle)
    cycle.unpublish()

    lines = checklist(home(admin))

    assert lines[0].startswith("Nobody sees it yet in the language of its origin (French):")


def test_moderator_is_a_person_or_an_organisation_in_that_role(admin, cycle):
    session = make_ahead(cycle)
    factories.add_organisation(session, factories.make_organisation(), role="moderator")

    assert "A moderator is named." in checklist(home(admin))


def test_session_that_was_cancelled_postponed_or_is_over_is_not_the_next_one(admin, cycle):
    make_ahead(cycle, number=8, status="cancelled")
    make_ahead(cycle, number=9, status="postponed")
    make_ahead(cycle, number=10, date=datetime.date(2027, 4, 20))
    make_ahead(cycle, number=11, date=datetime.date(2027, 7, 20), title="Juillet")

    assert text_of(home(admin).select_one(".parvis-next strong")) == "Juillet"


@pytest.mark.parametrize(("minutes", "title"), [(-1, "Climat"), (0, "Juillet")])
def test_session_is_the_next_one_until_it_ends(client, cycle, minutes, title):
    make_ahead(cycle)
    make_ahead(cycle, number=9, date=datetime.date(2027, 7, 20), title="Juillet")
    end = datetime.datetime(2027, 5, 18, 12, 30, tzinfo=datetime.UTC)

    with time_machine.travel(end + datetime.timedelta(minutes=minutes), tick=False):
        assert text_of(home(administrator(client)).select_one(".parvis-next strong")) == title


def test_without_a_session_ahead_there_is_the_way_to_a_new_one(admin, cycle):
    card = home(admin).select_one("#next-session-section")

    assert "No session is planned." in text_of(card)
    add = reverse("wagtailadmin_pages:add", args=["parvis_events", "sessionpage", cycle.pk])
    assert [(text_of(link), link["href"]) for link in card.select(".parvis-buttons a")] == [
        ("New session", add)
    ]


def test_each_cycle_has_its_own_way_to_a_new_session(site, admin, cycle):
    factories.make_cycle(site, title="Autre", slug="autre", code="autre")

    links = home(admin).select("#next-session-section .parvis-buttons a")

    assert [text_of(link) for link in links] == [
        "New session ( Solidarités, musées )", "New session ( Autre )",
    ]  # fmt: skip


# The matrix


def test_matrix_says_what_each_language_has(admin, cycle):
    session = make_ahead(cycle)
    translate(session, "en")
    translate(session, "el", title="Κλίμα")
    translate(session, "he", live=False)
    publish(session, introduction="<p>Les musées</p>")
    english = session.get_translation(factories.read_site().homes["en"].locale)
    publish(english)

    assert matrix(home(admin)) == [
        ["live (French)", "live (English)", "missing (Spanish)", "stale (Greek)", "draft (Hebrew)", "missing (Finnish)"]
    ]  # fmt: skip


def test_cell_leads_to_where_the_words_are_written(admin, cycle):
    session = make_ahead(cycle)
    greek = translate(session, "el", live=False)

    cells = home(admin).select("table.parvis-matrix tbody td")

    assert cells[0].a["href"] == edit(session)
    assert cells[1].form["action"] == reverse("board:translate", args=[session.pk, "en"])
    assert cells[3].a["href"] == edit(greek)


def test_matrix_has_the_last_past_session_and_at_most_eleven_to_come(admin, cycle):
    for number in range(1, 15):
        make_ahead(
            cycle, number=number, date=AHEAD + datetime.timedelta(days=number), title=f"S{number}", live=False
        )
    for month in (3, 4):
        make_ahead(cycle, number=20 + month, date=datetime.date(2027, month, 20), title=f"Mois {month}")

    titles = [text_of(row.th.a) for row in home(admin).select("table.parvis-matrix tbody tr")]

    assert titles == ["Mois 4", *(f"S{number}" for number in range(1, 12))]


def test_title_stands_in_its_own_language(client, site, cycle):
    hebrew = factories.make_cycle(site, language="he", title="מוזיאונים", slug="museums", code="museums")
    make_ahead(hebrew, title="אקלים", code="museums-1", number=1)

    name = home(administrator(client, language="fr")).select_one("table.parvis-matrix th bdi")

    assert (text_of(name), name["lang"]) == ("אקלים", "he")


# Past sessions


def test_past_sessions_without_replay_or_minutes_are_named_the_last_first(admin, cycle):
    made = [
        make_ahead(cycle, number=1, date=datetime.date(2027, 1, 19), title="Les deux"),
        make_ahead(cycle, number=2, date=datetime.date(2027, 2, 16), title="Compte rendu", minutes="<p>Fait</p>"),
        make_ahead(cycle, number=3, date=datetime.date(2027, 3, 16), title="Vidéo", replay="https://parvis.example/r"),
    ]  # fmt: skip
    make_ahead(
        cycle, number=4, date=datetime.date(2027, 4, 20), title="Tout", minutes="<p>Fait</p>", replay="https://parvis.example/r"
    )  # fmt: skip
    make_ahead(cycle, number=5, date=datetime.date(2027, 4, 21), status="cancelled")
    make_ahead(cycle, number=6, date=datetime.date(2027, 4, 22), live=False)

    lines = home(admin).select(".parvis-unfinished li")

    assert [text_of(line) for line in lines] == [
        "Vidéo · March 16, 2027 · no minutes",
        "Compte rendu · February 16, 2027 · no replay",
        "Les deux · January 19, 2027 · no replay, no minutes",
    ]
    assert [line.a["href"] for line in lines] == [edit(page) for page in reversed(made)]


def test_panel_of_past_sessions_is_left_out_when_nothing_is_missing(admin, cycle):
    assert home(admin).select("#unfinished-section") == []


# In place of Wagtail's


def test_wagtails_own_panels_are_gone(admin, session):
    page = home(admin)

    assert page.select(".w-summary, .w-panel-upgrade") == []
    assert [panel["id"] for panel in page.select("main .w-panel--dashboard")] == [
        "next-session-section", "matrix-section", "unfinished-section",
    ]  # fmt: skip


def test_what_waits_for_a_review_stays(client, cycle):
    roles.make_roles()
    session = make_ahead(cycle)
    session.get_workflow().start(session, None)

    page = home(administrator(client))

    assert "Climat" in text_of(page.select_one("#awaiting-review-section"))


# For whom


@pytest.mark.parametrize("group", [roles.EDITORS, roles.PUBLISHERS])
def test_editors_find_every_way(client, cycle, group):
    session = make_ahead(cycle)
    page = home(member(client, group))

    buttons = [text_of(each) for each in page.select(".parvis-buttons a, .parvis-buttons button")]
    assert buttons == [
        "Change the link", "Announcement", "Reschedule", "Postpone", "Cancel the session", "New session", "Next missing",
        "All sessions",
    ]  # fmt: skip
    cells = page.select("table.parvis-matrix tbody td")
    assert cells[0].a["href"] == edit(session)
    assert len([cell for cell in cells if cell.form]) == 5


def test_translator_finds_the_cells_of_one_language(client, cycle):
    session = make_ahead(cycle)
    english = translate(session, "en")
    translate(session, "el")
    publish(session, introduction="<p>Les musées</p>")

    page = home(member(client, roles.translators("en")))

    ways = page.select("table.parvis-matrix a, table.parvis-matrix button")
    assert [way["href"] for way in ways] == [edit(english)]
    assert [text_of(each) for each in page.select(".parvis-buttons a, .parvis-buttons button")] == [
        "Next missing", "All sessions",
    ]  # fmt: skip
    assert [line.a["href"] for line in page.select(".parvis-line") if line.a] == [
        edit(english), reverse("feed_doctor:report"),
    ]  # fmt: skip


def test_contributor_finds_new_session_and_nothing_of_others(client, cycle):
    make_ahead(cycle)

    page = home(member(client, roles.contributors("icom-greece")))

    assert page.select("table.parvis-matrix a, table.parvis-matrix button") == []
    assert [text_of(each) for each in page.select(".parvis-buttons a, .parvis-buttons button")] == [
        "New session", "All sessions",
    ]  # fmt: skip


def test_user_who_may_do_nothing_sees_and_may_do_nothing(client, cycle):
    make_ahead(cycle)
    client = member(client, roles.contributors("icom-greece"))
    GroupPagePermission.objects.all().delete()

    assert home(client).select(".parvis-buttons button, table.parvis-matrix a") == []


# In which language


@pytest.mark.parametrize(
    ("language", "date", "greek"),
    [("fr", "18 mai 2027", "grec"), ("he", "18 במאי 2027", "יוונית"), ("el", "18 Μαΐου 2027", "Ελληνικά")],
)
def test_dashboard_speaks_the_editors_language(client, cycle, language, date, greek):
    make_ahead(cycle)

    page = home(administrator(client, language=language))

    assert page.html["lang"] == language
    assert page.html["dir"] == ("rtl" if language == "he" else "ltr")
    assert text_of(page.select_one("table.parvis-matrix tbody th > bdi")) == date
    assert greek in text_of(page.select_one("table.parvis-matrix thead"))


# What it never shows


def test_dashboard_shows_no_secret(admin, cycle):
    make_ahead(cycle)

    shown = home(admin).prettify()

    assert not [
        secret for secret in ("planted-token", "81174854920", "811 7485 4920", "314159") if secret in shown
    ]


# What it costs


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_dashboard_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, count, django_assert_num_queries
):
    fill(cycle, count)
    home(admin)

    with django_assert_num_queries(19):
        home(admin)


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_dashboard_costs_an_editor_the_same(client, cycle, count, django_assert_num_queries):
    fill(cycle, count)
    client = member(client, roles.EDITORS)
    home(client)

    with django_assert_num_queries(23):
        home(client)


def fill(cycle, count):
    """Sessions in French and Greek, half of them past, the first of those to come on the board's usual date."""
    for number in range(1, count + 1):
        day = AHEAD + datetime.timedelta(days=number * (-1) ** number + 1)
        session = make_ahead(cycle, number=number, date=day, live=False)
        translate(session, "el", live=False)
    SessionPage.objects.update(live=True)
