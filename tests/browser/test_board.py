"""The board in a browser: clicks counted for what editors do from it; accessibility by axe, in French and in Hebrew."""

import datetime

from django.urls import reverse

import pytest

from events.models import SessionPage
from tests import factories
from tests.browser.admin import Mouse, log_in, translate_next, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def climate(transactional_db):
    """A session of next week, published in French, with a translation that is stale and one that is a draft."""
    cycle = factories.read_cycle() or factories.make_cycle(factories.read_site())
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7)
    session = factories.make_session(
        cycle, number=8, title="Climat", code="climat", date=day, interpreted=["en"]
    )
    factories.translate(session, "el", title="Κλίμα")
    factories.translate(session, "es", live=False)
    factories.make_session(
        cycle, number=1, code="past", date=day - datetime.timedelta(days=40), title="Passée"
    )
    return factories.publish(session, introduction="<p>Les musées</p>")


def test_link_is_changed_from_the_dashboard_in_two_clicks(live_server, climate, new_context):
    context = new_context()
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    mouse = Mouse(page)

    mouse.click(page.get_by_role("link", name="Change the link"))
    page.get_by_label("Meeting link").fill("https://zoom.example/j/99999999999")
    page.get_by_label("Meeting ID").fill("999 9999 9999")
    mouse.click(page.get_by_role("button", name="Save and publish"))
    page.get_by_text("The new way into the meeting holds from now on.").wait_for()

    assert SessionPage.objects.get(pk=climate.pk).link == "https://zoom.example/j/99999999999"
    assert mouse.clicks == 2


@pytest.mark.slow
def test_language_is_translated_and_published_from_the_board_in_few_clicks(live_server, climate, new_context):
    context = new_context()
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    mouse = Mouse(page)

    mouse.click(
        page.locator("table.parvis-matrix tr", has_text="Climat").locator("button", has_text="(English)")
    )
    for words in ("Climate", "Museums"):
        translate_next(page, words)
    mouse.click(page.get_by_role("button", name="Publish in English"))
    page.get_by_text("Published 'Climate' in English").wait_for()

    english = SessionPage.objects.get(code="climat", locale__language_code="en")
    assert (english.live, english.title) == (True, "Climate")
    assert "Museums" in english.introduction
    assert mouse.clicks == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "width"),
    [
        pytest.param("fr", 1280, marks=pytest.mark.slow),
        ("he", 320),
        pytest.param("fr", 320, marks=pytest.mark.slow),
        pytest.param("he", 1280, marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_on_the_board(live_server, climate, new_context, language, width):
    SessionPage.objects.update(link="")
    context = new_context(viewport={"width": width, "height": 800})
    log_in(context, live_server.url, language=language)
    page = context.new_page()

    for view in ("wagtailadmin_home", "board:report"):
        page.goto(f"{live_server.url}{reverse(view)}")
        check(page, view)
    page.goto(f"{live_server.url}{reverse('board:link', args=[climate.pk])}")
    check(page, "link")
    page.locator("[name=link]").fill("http://zoom.example/j/99999999999")
    page.locator("#link-form [type=submit]").click()
    page.locator(".error-message").first.wait_for()
    check(page, "link with an error")


def check(page, view: str) -> None:
    assert violations(page) == [], view
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), view
