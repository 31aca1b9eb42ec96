"""The programme in a browser: drafts are published without a script, the search box finds, accessibility by axe."""

import datetime

from django.urls import reverse

import pytest

from events.models import SessionPage
from tests import factories
from tests.browser.test_planner import log_in, violations
from tests.events.programme.programmed import make_season

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON = datetime.date.today() + datetime.timedelta(days=30)  # noqa: DTZ011  (the server's own clock is what the list goes by)


@pytest.fixture
def season(transactional_db):
    cycle = factories.read_cycle() or factories.make_cycle(factories.read_site())
    may, june, _july = make_season(cycle)
    factories.translate(may, "he", title="חילופים")
    factories.add_organisation(june, factories.make_organisation())
    return factories.make_session(
        cycle, number=11, code="solidarites-11", title="Bientôt", date=SOON, live=False
    )


@pytest.mark.slow
def test_draft_is_published_in_two_clicks_without_a_script(live_server, season, new_context):
    context = new_context(java_script_enabled=False)
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('programme:list')}?when=upcoming")

    page.locator(f"input[name=page][value='{season.pk}']").check()
    page.get_by_text("Publish the chosen drafts").click()

    assert SessionPage.objects.get(pk=season.pk).live
    assert page.url.endswith("?when=upcoming")


@pytest.mark.slow
def test_search_box_finds_and_the_button_stays(live_server, season, new_context):
    context = new_context()
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('programme:list')}")

    page.locator(".w-slim-header__search-form input[name=q]").fill("bientot")
    page.locator("form#programme tbody tr").nth(1).wait_for(state="detached")
    page.locator("input[name=page]").check()
    page.get_by_text("Publish the chosen drafts").click()

    page.get_by_text("1 session was published.").wait_for()
    assert "?q=bientot&" in page.url


@pytest.mark.slow
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 320])
def test_axe_finds_nothing_in_the_programme(live_server, season, new_context, language, width):
    context = new_context(viewport={"width": width, "height": 800})
    log_in(context, live_server.url, language=language)
    page = context.new_page()

    for query in ("", "?when=past&year=2027", "?q=nothing"):
        page.goto(f"{live_server.url}{reverse('programme:list')}{query}")
        assert violations(page) == [], query
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), query
