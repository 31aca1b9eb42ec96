"""An address alone on a line of WordPress becomes the programme: found, filtered, framed, as high as it is, with links that lead on."""

import pytest

from tests.partners import wordpress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pasted(ours: str, partner, path: str) -> str:
    """The address of a WordPress page with what became of one of our addresses."""
    piece = wordpress.embedded(f"{ours}{path}")
    return partner.put_page("/page", f"<script>{wordpress.SCRIPT}</script>{piece}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/fr/", "Construire des solidarités"),
        ("/fr/solidarites/", "Construire des solidarités"),
        ("/fr/solidarites/seance-7/", "Construire des solidarités"),
        ("/he/solidarites/", "לבנות סולידריות"),
        ("/fr/organisations/icom-greece/", "Construire des solidarités"),
    ],
)
def test_address_becomes_a_frame_as_high_as_the_programme(ours, partner, page, path, title):
    page.goto(pasted(ours, partner, path))
    frame = page.locator("iframe.wp-embedded-content")

    frame.wait_for(state="visible", timeout=5_000)
    assert page.frame_locator("iframe").locator(".parvis-name").first.inner_text().startswith(title)
    assert page.locator("blockquote").is_hidden()
    assert 200 <= int(frame.get_attribute("height")) < 480
    assert frame.get_attribute("sandbox") == "allow-scripts"


@pytest.mark.slow
def test_link_in_the_frame_leads_the_whole_page_to_the_session(ours, partner, page):
    page.goto(pasted(ours, partner, "/fr/solidarites/"))
    page.locator("iframe").wait_for(state="visible", timeout=5_000)

    page.frame_locator("iframe").locator(".parvis-name a").first.click()

    page.wait_for_url(f"{ours}/fr/solidarites/seance-7/")


@pytest.mark.slow
def test_without_script_the_quotation_with_its_link_stays(ours, partner, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(pasted(ours, partner, "/fr/solidarites/"))

    page.click("blockquote a")

    page.wait_for_url(f"{ours}/fr/solidarites/")


def test_filter_of_unknown_providers_keeps_quotation_and_frame_of_our_answer(ours):
    said = wordpress.embedded(f"{ours}/fr/solidarites/")

    assert said.startswith('<blockquote data-secret="')
    assert f'src="{ours}/embed/fr/cycle-solidarites/#?secret=' in said
    assert 'sandbox="allow-scripts"' in said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<p>Nothing</p>", ""),
        ('<script src="https://x.example/"></script>', ""),
        ("<blockquote>x</blockquote>", ""),
    ],
)
def test_filter_of_unknown_providers_keeps_nothing_without_a_frame(said, kept):
    assert wordpress.filtered(said) == kept


def test_address_that_offers_nothing_stays_an_address(ours):
    assert wordpress.embedded(f"{ours}/fr/search/") == f"{ours}/fr/search/"
