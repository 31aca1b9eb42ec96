"""Previews of calendar entries and feed items in a browser: accessibility by axe, nothing overflows in the panel."""

import pytest

from events.models import SessionPage
from tests import factories
from tests.browser.admin import log_in
from tests.browser.test_pages import NARROW, WIDE, overflow, violations
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def base(live_server, transactional_db, tmp_path, settings):
    """The announced session, in Hebrew too; gives the server's address."""
    settings.MEDIA_ROOT = tmp_path
    session = announced.make_announced(factories.read_site())
    factories.translate(session, "he", title="לבנות סולידריות", introduction="<p>מוזיאונים עבדו יחד.</p>")
    return live_server.url


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [NARROW, pytest.param(WIDE, marks=pytest.mark.slow)], ids=lambda size: str(size["width"])
)
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
def test_axe_finds_nothing_and_nothing_overflows(base, new_context, language, size):
    context = new_context(viewport=size)
    log_in(context, base, language=language)
    page = context.new_page()
    session = SessionPage.objects.get(locale__language_code=language)

    found = {}
    for mode in ("calendar", "feed-item"):
        page.goto(f"{base}/admin/pages/{session.pk}/view_draft/?mode={mode}")
        assert page.locator("html").get_attribute("lang") == language
        found[mode] = violations(page) + overflow(page)

    assert {mode: each for mode, each in found.items() if each} == {}
