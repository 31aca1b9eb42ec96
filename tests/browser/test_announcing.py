"""An announcement in a browser: six languages in two clicks and without a script, a text copied in one; accessibility by axe."""

import datetime
import io
import zipfile

from django.urls import reverse

import pytest

from events.announcing import files, views
from tests import factories
from tests.browser.admin import Mouse, log_in, violations
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch):
    for module in (files, views):
        monkeypatch.setattr(module, "makes_pdf", lambda: False)


@pytest.fixture
def announcement(transactional_db):
    return announced.make_announced(factories.read_site())


def test_six_languages_are_taken_from_the_home_in_two_clicks_without_a_script(
    live_server, announcement, new_context
):
    factories.publish(announcement, date=datetime.date.today() + datetime.timedelta(days=7))  # noqa: DTZ011  (a day in a week)
    context = new_context(java_script_enabled=False, accept_downloads=True)
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('wagtailadmin_home')}")
    mouse = Mouse(page)

    mouse.click(page.get_by_role("link", name="Announcement"))
    with page.expect_download() as download:
        mouse.click(page.get_by_text("All languages (ZIP)"))

    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert {name.partition("/")[0] for name in archive.namelist()} == {"fr", "en", "es", "el", "he", "fi"}
    assert mouse.clicks == 2


@pytest.mark.slow
def test_text_is_copied_in_one_click(live_server, announcement, new_context):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    log_in(context, live_server.url, language="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('announcing:announcement', args=[announcement.pk])}")

    page.get_by_role("button", name="Copy: Subject").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#subject-fr").input_value()
    assert copied.endswith("mardi 18 mai 2021")


@pytest.mark.slow
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 320])
def test_axe_finds_nothing_on_the_page_of_an_announcement(
    live_server, announcement, new_context, language, width
):
    context = new_context(viewport={"width": width, "height": 800})
    log_in(context, live_server.url, language=language)
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('announcing:announcement', args=[announcement.pk])}")
    page.locator("#he summary").click()

    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.slow
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
def test_axe_finds_nothing_in_mail_and_poster_and_the_sheet_is_one_page(
    live_server, announcement, new_context, language
):
    context = new_context()
    log_in(context, live_server.url, language="fr")
    page = context.new_page()

    for name in ("mail", "poster"):
        page.goto(f"{live_server.url}{reverse(f'announcing:{name}', args=[announcement.pk, language])}")
        assert violations(page) == [], name
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
