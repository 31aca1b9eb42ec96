"""A front end on another origin, in plain JavaScript, shows the programme from the API alone."""

from pathlib import Path
from urllib.parse import urlencode

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = Path(__file__).parent / "headless"


def opened(page, ours: str, partner, language: str) -> None:
    """Open the front end on the partner's site, under a policy that allows our API and nothing else."""
    policy = f"default-src 'self'; connect-src {ours}"
    partner.put("/headless.js", (FOLDER / "headless.js").read_text(), media_type="text/javascript")
    address = partner.put("/", (FOLDER / "index.html").read_text(), policy=policy)
    page.goto(f"{address}?{urlencode({'api': f'{ours}/api/v1', 'lang': language})}")


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
