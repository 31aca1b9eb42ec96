"""A front end on another origin, in plain JavaScript, shows the programme from the API alone."""

from django.urls import reverse

import pytest

from cms.security.policies import content_policies
from events.models import SessionPage
from tests.browser.admin import log_in
from tests.partners.partner import put_front_end

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page, ours: str, partner, language: str) -> None:
    page.goto(f"{put_front_end(partner, ours)}&lang={language}")


@pytest.mark.parametrize(
    ("language", "direction", "title", "words"),
    [
        ("fr", "ltr", "Construire des solidarités", "mardi 18 mai 2021"),
        pytest.param("he", "rtl", "לבנות סולידריות", "18 במאי 2021", marks=pytest.mark.slow),
    ],
)
def test_front_end_shows_the_programme_of_a_language(ours, partner, page, language, direction, title, words):
    opened(page, ours, partner, language)
    page.locator("[role=status]", has_text="1 of 1").wait_for()

    (line,) = page.locator("ol li").all()
    assert line.locator("a").inner_text().startswith(title)
    assert words in line.locator("time").inner_text()
    assert "13:00" in line.locator("time").inner_text()
    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("nav a").count() == 6


@pytest.mark.slow
def test_front_end_marks_what_is_not_translated_and_leads_to_our_page(ours, partner, page):
    opened(page, ours, partner, "fi")
    page.locator("[role=status]", has_text="1 of 1").wait_for()

    assert "[FR]" in page.locator("ol li").inner_text()
    page.click("ol a")
    page.wait_for_url(f"{ours}/fr/solidarites/seance-7/")


@pytest.mark.slow
def test_front_end_is_told_what_is_wrong(ours, partner, page):
    opened(page, ours, partner, "xx")

    page.locator("[role=status]", has_text="This site has fr, en").wait_for()


@pytest.mark.slow
def test_front_end_shows_a_draft_in_the_preview_panel_of_the_editor(ours, partner, new_context, settings):
    """What was typed and not saved, in a frame on the other origin; the link that was typed with it is nowhere."""
    front = put_front_end(partner, ours)
    settings.PARVIS = settings.PARVIS | {"PREVIEW_URL": front}
    settings.CONTENT_POLICIES = content_policies(
        static_url=settings.STATIC_URL, media_url=settings.MEDIA_URL, preview_url=front
    )
    context = new_context(viewport={"width": 1600, "height": 1200})
    log_in(context, ours, language="en")
    page = context.new_page()
    session = SessionPage.objects.get(is_origin=True)
    page.goto(ours + reverse("wagtailadmin_pages:edit", args=[session.pk]))
    page.get_by_role("tab", name="Words").click()
    page.fill("#id_title", "Un brouillon")
    page.click("[data-side-panel-toggle=preview]")
    page.select_option("#id_preview_mode", "front-end")

    front_end = page.frame_locator("iframe#w-preview-iframe").frame_locator("iframe")
    front_end.locator("[role=status]", has_text="Draft").wait_for()

    assert front_end.locator("ol a").inner_text() == "Un brouillon"
    assert session.link not in "".join(frame.content() for frame in page.frames[1:])
