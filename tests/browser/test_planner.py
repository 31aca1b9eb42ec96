"""The planner in a browser: a cycle of nine sessions in few clicks and without a script; accessibility by axe."""

from django.urls import reverse

import pytest

from events import roles
from events.models import SessionPage
from tests import factories
from tests.browser.admin import Mouse, log_in, violations
from tests.events.planning.planned import with_partners

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def cycle(transactional_db):
    return with_partners(factories.read_cycle() or factories.make_cycle(factories.read_site()))


def test_nine_sessions_are_planned_and_published_in_four_clicks_without_a_script(
    live_server, cycle, new_context
):
    context = new_context(java_script_enabled=False)
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_pages:edit', args=[cycle.pk])}")

    page.locator("a.button", has_text="Plan the sessions").dispatch_event("click")
    page.get_by_label("Or a number of dates").fill("9")
    page.get_by_text("Show the dates").click()
    page.get_by_text("Make draft sessions").click()
    page.get_by_text("Publish the dates").click()

    assert SessionPage.objects.filter(live=True, theme_pending=True).count() == 9
    assert page.get_by_label("Or a number of dates").input_value() == "9"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "he"])
def test_nine_sessions_are_planned_and_published_in_eight_clicks_from_the_home(
    live_server, cycle, new_context, language
):
    context = new_context(viewport={"width": 1280, "height": 1200})
    log_in(context, live_server.url, language=language, group=roles.EDITORS)
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    mouse = Mouse(page)

    mouse.click(page.locator(".sidebar-page-explorer-item button"))
    mouse.click(page.locator(f'a.c-page-explorer__item__link[href$="/pages/{cycle.get_parent().pk}/"]'))
    row = page.locator("table.listing tbody tr", has_text=cycle.title)
    mouse.click(row.locator("[data-w-dropdown-target=toggle]").first)
    mouse.click(page.locator(f'a[href$="/planning/{cycle.pk}/"]').first)
    mouse.click(page.locator(".parvis-span [name=count]"))
    page.keyboard.type("9")
    mouse.click(page.locator(".parvis-span button"))
    mouse.click(page.locator("#plan button").first)
    mouse.click(page.locator("#plan button[formaction]"))
    page.locator(".messages .success").wait_for()

    assert SessionPage.objects.filter(live=True, theme_pending=True).count() == 9
    assert mouse.clicks == 8


@pytest.mark.slow
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 320])
def test_axe_finds_nothing_in_the_planner(live_server, cycle, new_context, language, width):
    factories.make_session(cycle)
    context = new_context(viewport={"width": width, "height": 800})
    log_in(context, live_server.url, language=language)
    page = context.new_page()

    for query in ("", "?first=2021-05-01&last=2021-05-31", "?first=2027-03-01&last=2099-01-01", "?count=x"):
        page.goto(f"{live_server.url}{reverse('planning:planner', args=[cycle.pk])}{query}")
        assert violations(page) == [], query
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), query
