"""What editors do, as their roles, in French and in Hebrew: mouse clicks counted from the home of the admin, typing free.

Planning a cycle is counted in test_planner.py, the link and a translation in test_board.py, the announcement in test_announcing.py.
What the other roles do, and find no way to, is in test_roles.py.
"""

import datetime
from functools import partial

import pytest

from events import roles
from events.models import SessionPage
from tests import factories
from tests.browser.admin import Mouse, open_home

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Each task in one language here, in the other one in `make audit`.
FRENCH, HEBREW = ("fr", roles.EDITORS), ("he", roles.PUBLISHERS)
IN_FRENCH = [FRENCH, pytest.param(*HEBREW, marks=pytest.mark.slow)]
IN_HEBREW = [HEBREW, pytest.param(*FRENCH, marks=pytest.mark.slow)]


@pytest.fixture
def ahead(transactional_db):
    """A session of next week and one of last month, published in French."""
    cycle = factories.read_cycle() or factories.make_cycle(factories.read_site())
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7)
    factories.make_session(
        cycle, number=1, code="past", title="Passée", date=day - datetime.timedelta(days=40)
    )
    return factories.make_session(cycle, number=8, title="Climat", code="climat", date=day)


@pytest.fixture
def at_home(live_server, ahead, new_context):
    """Opens the home of the admin as a role, in a language: the page, and a mouse whose clicks are counted."""

    return partial(open_home, new_context, live_server.url)


def publish(page, mouse: Mouse) -> None:
    """Wagtail's own way: its menu of actions, then the item; the page that follows is there."""
    mouse.click(page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first)
    mouse.click(page.locator("[name=action-publish]").first)
    page.locator(".messages .success").wait_for()


def stored(page: SessionPage) -> SessionPage:
    return SessionPage.objects.get(pk=page.pk)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "group"), IN_HEBREW)
def test_session_is_moved_in_three_clicks(at_home, ahead, language, group):
    page, mouse = at_home(language, group)
    day = ahead.date + datetime.timedelta(days=7)

    mouse.click(page.locator(f'a[href$="/sessions/{ahead.pk}/reschedule/"]').first)
    mouse.click(page.locator("[name=date]"))
    page.locator("[name=date]").fill(str(day))
    page.keyboard.press("Escape")
    mouse.click(page.locator("#change button[type=submit]"))
    page.locator(".messages .success").wait_for()

    assert (stored(ahead).date, mouse.clicks) == (day, 3)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "group"), IN_FRENCH)
def test_session_is_cancelled_with_a_reason_in_two_clicks(at_home, ahead, language, group):
    page, mouse = at_home(language, group)

    mouse.click(page.locator(f'a[href$="/sessions/{ahead.pk}/cancel/"]').first)
    page.locator("[name=preset]").select_option("technical")
    mouse.click(page.locator("#change button[type=submit]"))
    page.locator(".messages .success").wait_for()

    session = stored(ahead)
    assert (session.status, session.change_reason, mouse.clicks) == (
        "cancelled",
        "Pour des raisons techniques",
        2,
    )


@pytest.mark.parametrize(("language", "group"), IN_FRENCH)
def test_new_session_is_published_in_at_most_six_clicks(at_home, language, group):
    page, mouse = at_home(language, group)

    mouse.click(page.locator('a[href*="/pages/add/parvis_events/sessionpage/"]').first)
    mouse.click(page.locator(".w-tabs__tab").nth(1))
    mouse.click(page.locator("[name=title]"))
    page.keyboard.type("Une nouvelle séance")
    publish(page, mouse)

    session = SessionPage.objects.get(title="Une nouvelle séance")
    assert (session.live, session.number, mouse.clicks <= 6) == (True, 9, True)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "group"), IN_HEBREW)
def test_replay_and_minutes_are_added_in_six_clicks(at_home, language, group):
    page, mouse = at_home(language, group)
    past = SessionPage.objects.get(code="past")

    mouse.click(page.locator(f'a[href$="/pages/{past.pk}/edit/"]').first)
    mouse.click(page.locator(".w-tabs__tab").nth(2))
    mouse.click(page.locator("[name=replay]"))
    page.keyboard.type("https://replay.example/1")
    mouse.click(page.locator("[data-contentpath=minutes] [contenteditable=true]"))
    page.keyboard.type("Les musées ont parlé.")
    # The editor of rich text hands over what was typed after a quarter of a second.
    page.wait_for_timeout(400)
    publish(page, mouse)

    session = stored(past)
    assert (session.replay, "Les musées ont parlé." in session.minutes) == ("https://replay.example/1", True)
    assert mouse.clicks <= 6
