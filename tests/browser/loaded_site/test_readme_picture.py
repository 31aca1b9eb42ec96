"""The README's picture: the demo's next session, as a reader finds it. With GUIDE_PICTURES=1 (`make guide`) it is stored."""

import os
from pathlib import Path

import pytest

from tests.browser.test_guide_pictures import save

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURE = Path(__file__).parents[3] / "cms" / "demo" / "session.png"


def test_next_session_is_two_steps_from_the_readme(demo_url, new_context, tmp_path):
    page = new_context(viewport={"width": 1280, "height": 860}, color_scheme="light").new_page()
    page.goto(f"{demo_url}/en/")
    page.locator(".next h3 a").click()
    page.wait_for_load_state("networkidle")
    stored = PICTURE if os.environ.get("GUIDE_PICTURES") else tmp_path / PICTURE.name

    save(page.screenshot(), stored)

    assert page.locator("article.session h1").inner_text()
    assert page.get_by_role("heading", name="When and how").is_visible()
    assert 20_000 < stored.stat().st_size < 150_000
