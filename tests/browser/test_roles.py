"""What translators, contributors and publishers do in a browser, and find no way to: mouse clicks counted from the home, typing free."""

import re
from functools import partial

from django.urls import reverse
from django.utils.translation import override

from wagtail.models import Locale

import pytest
from wagtail_localize import operations

from events import roles
from events.changing.words import kept_until, withdrawal_words
from events.models import SessionPage
from tests import factories
from tests.browser.admin import open_home, translate_next
from tests.browser.season import make_season

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Each task in one language here, in the other one in `make audit`.
IN_FRENCH = ["fr", pytest.param("he", marks=pytest.mark.slow)]
IN_HEBREW = ["he", pytest.param("fr", marks=pytest.mark.slow)]
ACTION = re.compile("/(reschedule|postpone|cancel|restore|link|unpublish|delete|move)/")
ADDRESSES = """all => all.map(({href, formAction, action, dataset}) => [href, formAction, action, dataset.wActionUrlValue].join(" "))"""


@pytest.fixture
def season(transactional_db):
    return make_season()


@pytest.fixture
def at_home(live_server, season, new_context):
    """Opens the home of the admin as a role, in a language: the page, and a mouse whose clicks are counted."""

    return partial(open_home, new_context, live_server.url)


def actions(page) -> set[str]:
    """What links, buttons and forms of a page lead to, of what changes a session for its subscribers."""
    found = page.eval_on_selector_all("a, button, form", ADDRESSES)
    return {match[1] for each in found if (match := ACTION.search(each))}


@pytest.mark.parametrize("language", IN_HEBREW)
def test_translator_is_led_to_stale_words_and_publishes_them_in_two_clicks(at_home, season, language):
    ahead = season["ahead"]
    english = Locale.objects.get(language_code="en")
    operations.translate_object(ahead, [english])
    factories.publish(ahead.get_translation(english), title="Solidarity")
    factories.publish(ahead, introduction="<p>Les musées</p>")
    page, mouse = at_home(language, roles.translators("en"))
    row = page.locator("table.parvis-matrix tr", has_text=ahead.title)

    ways = row.locator("a, button").count()
    at_home_actions = actions(page)
    mouse.click(page.locator(f'form[action="{reverse("board:next")}"] button'))
    page.wait_for_load_state("networkidle")
    in_editor_actions, facts = actions(page), page.locator("[name=date], [name=link]").count()
    for words in ("Building solidarity", "Museums"):
        translate_next(page, words)
    mouse.click(page.locator("footer [name=action][value=publish]"))
    page.locator(".messages .success").wait_for()

    published = SessionPage.objects.get(code="ahead", locale=english)
    assert (published.title, "Museums" in published.introduction) == ("Building solidarity", True)
    assert (ways, at_home_actions, in_editor_actions, facts) == (1, set(), set(), 0)
    assert mouse.clicks == 2


@pytest.mark.slow
@pytest.mark.parametrize("language", IN_FRENCH)
def test_contributor_drafts_a_session_and_submits_it_in_five_clicks(at_home, language):
    page, mouse = at_home(language, roles.contributors("icom-greece"))

    at_home_actions = actions(page)
    mouse.click(page.locator('a[href*="/pages/add/parvis_events/sessionpage/"]').first)
    mouse.click(page.locator("[role=tab]").nth(1))
    mouse.click(page.locator("[name=title]"))
    page.keyboard.type("Une nouvelle séance")
    mouse.click(page.locator("footer .w-dropdown__toggle").first)
    mouse.click(page.locator("[name=action-submit]").first)
    page.locator(".messages .success").wait_for()

    session = SessionPage.objects.get(draft_title="Une nouvelle séance")
    assert (session.live, session.workflow_in_progress, session.owner.username) == (False, True, "member")
    assert [row.organisation.code for row in session.organisation_rows.all()].count("icom-greece") == 1
    assert (at_home_actions, mouse.clicks) == (set(), 5)


@pytest.mark.slow
@pytest.mark.parametrize("language", IN_HEBREW)
def test_publisher_reads_what_subscribers_will_see_before_a_session_leaves(at_home, season, language):
    ahead = season["ahead"]
    page, mouse = at_home(language, roles.PUBLISHERS)

    at_home_actions = actions(page)
    mouse.click(page.locator(f'a[href$="/pages/{ahead.pk}/edit/"]').first)
    mouse.click(page.locator("footer .w-dropdown__toggle").first)
    mouse.click(page.locator(f'footer a[href$="/pages/{ahead.pk}/unpublish/"]'))
    mouse.click(page.locator("main form [type=submit]"))
    page.locator("#ask").wait_for()
    told = page.locator(".parvis-effects li").all_inner_texts()
    live_while_asked = SessionPage.objects.get(pk=ahead.pk).live
    mouse.click(page.locator("#ask [type=submit]"))
    page.locator(".messages .success").wait_for()

    with override(language):
        until = kept_until(ahead.date)
        wanted = withdrawal_words(sessions=1, languages=(), kept_until=until, language=language)
    assert (told, live_while_asked, SessionPage.objects.get(pk=ahead.pk).live) == (wanted, True, False)
    assert (at_home_actions, mouse.clicks) == ({"link", "reschedule", "postpone", "cancel"}, 5)
