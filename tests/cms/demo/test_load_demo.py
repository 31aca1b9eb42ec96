"""The command: everything is made once, editors' work is left alone, and production is refused."""

import datetime

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

import pytest

from events.models import CyclePage, NewsPage, Organisation, Person
from tests import factories
from tests.cms.demo.loaded import TODAY, load_again, session, state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_second_run_changes_nothing(client, capsys):
    feeds = ["/feeds/he/all/sessions.ics", "/feeds/fr/all/news.atom"]
    before, bodies = state(), [client.get(path).content for path in feeds]

    load_again()

    assert state() == before
    assert [client.get(path).content for path in feeds] == bodies
    assert capsys.readouterr().out == f"Demo: 0 things made; the season lies around {TODAY}.\n"


def test_run_on_another_day_leaves_the_season_where_it_is(capsys):
    before = state()

    load_again(today="2031-01-01")

    assert state() == before
    assert capsys.readouterr().out == f"Demo: 0 things made; the season lies around {TODAY}.\n"


def test_what_an_editor_changed_stays():
    factories.publish(session("saison-5"), title="Un autre titre", date=datetime.date(2021, 6, 16))
    factories.publish(session("saison-5", "he"), title="כותרת אחרת")
    Organisation.objects.filter(code="cimuset").update(website="https://other.example")
    get_user_model().objects.get(username="editor").set_password("another")
    before = state()

    load_again()

    assert state() == before
    assert (session("saison-5").title, session("saison-5", "he").date) == (
        "Un autre titre",
        datetime.date(2021, 6, 16),
    )
    assert Organisation.objects.get(code="cimuset").website == "https://other.example"


def test_what_an_editor_deleted_stays_deleted():
    session("saison-9").delete()
    session("saison-2", "es").delete()
    CyclePage.objects.get(code="solidarites", is_origin=True).delete()
    NewsPage.objects.filter(slug="une-fiche-pratique-pour-preparer-un-pret").first().delete()
    get_user_model().objects.get(username="contributor").delete()
    Person.objects.first().names.all().delete()
    before = state()

    load_again()

    assert state() == before


def test_roles_that_an_administrator_changed_stay():
    user = get_user_model().objects.get(username="editor")
    group = user.groups.get()
    group.permissions.clear()

    load_again()

    assert group.permissions.count() == 0


def test_production_is_refused(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="never loads demonstration content"):
        load_again()


@pytest.mark.parametrize(
    "today", ["0001-01-01", "1969-12-31", "2101-01-01", "9999-12-31", "2021-02-29", "tomorrow"]
)
def test_day_that_no_season_can_lie_around_is_refused(today):
    with pytest.raises(CommandError, match="--today"):
        call_command("load_demo", f"--today={today}")
