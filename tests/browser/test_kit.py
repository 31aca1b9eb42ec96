"""The partner kit in a browser: accessibility, reflow, the preview, copying with and without script."""

import pytest
import time_machine

from tests import factories
from tests.browser.test_pages import NARROW, WIDE, overflow, violations
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUERIES = (
    "",
    "?site=html&scope=cycle-solidarites&accent=blue",
    "?site=csp&layout=table",
    "?site=wagtail&scope=org-icom-greece",
    "?site=calendar&layout=nothing",
    "?site=news",
    "?site=api",
)


@pytest.fixture
def base(live_server, transactional_db, tmp_path, settings):
    """The announced session the day before, its cycle in Hebrew too; gives the address of the server."""
    settings.MEDIA_ROOT = tmp_path
    session = announced.make_announced(factories.read_site())
    factories.translate(session.get_parent().specific, "he", title="סולידריות, מוזיאונים")
    factories.translate(session, "he", title="לבנות סולידריות")
    with time_machine.travel(announced.DAY_BEFORE):
        yield live_server.url


def faults(page, base: str, language: str, queries=QUERIES) -> dict[str, list[str]]:
    """What axe finds, in the preview too, and what overflows, with everything unfolded."""
    found = {}
    for query in queries:
        page.goto(f"{base}/{language}/partners/{query}", wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found[query] = violations(page) + overflow(page)
    return {query: each for query, each in found.items() if each}


def test_axe_finds_nothing_and_nothing_overflows_in_hebrew_at_320_px(base, new_context):
    page = new_context(viewport=NARROW, color_scheme="dark").new_page()

    assert faults(page, base, "he", QUERIES[:2]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["fr", "he"])
def test_axe_finds_nothing_and_nothing_overflows(base, new_context, language, viewport, scheme):
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()

    assert faults(page, base, language) == {}


@pytest.mark.slow
def test_links_buttons_and_summaries_are_24_px_high(base, new_context):
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{base}/fr/partners/?site=calendar")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")

    heights = page.eval_on_selector_all(
        "main nav a, main .links a, .button, summary",
        "all => all.map((one) => one.getBoundingClientRect().height)",
    )

    assert len(heights) > 20
    assert min(heights) >= 24


@pytest.mark.slow
def test_preview_is_the_real_embed_and_keeps_the_rules_of_its_page(base, new_context):
    page = new_context(viewport=WIDE).new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{base}/he/partners/?scope=cycle-solidarites&layout=next", wait_until="networkidle")

    frame = page.frame_locator("iframe")

    assert frame.locator(".parvis-name").inner_text() == "לבנות סולידריות"
    assert 0 < page.locator("iframe").bounding_box()["height"] < 260
    assert said == []


@pytest.mark.slow
def test_without_script_the_kit_works_and_one_click_selects_what_to_copy(base, new_context):
    page = new_context(java_script_enabled=False, viewport=WIDE).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/fr/partners/")
    page.click("text=Un tableau")
    page.click("text=HTML, ou")
    page.click("section[aria-labelledby=copy-title] pre code")

    assert page.frame_locator("iframe").locator("table").count() == 1
    assert page.evaluate("getSelection().toString()").startswith(
        '<parvis-programme src="https://parvis.example/embed/fr/all/?layout=table">'
    )
    assert page.locator("button").count() == 0
    assert [url for url in asked if not url.startswith(base)] == []
    assert page.context.cookies() == []


@pytest.mark.slow
def test_button_copies_the_snippet_and_says_so(base, new_context):
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{base}/en/partners/?site=api")

    page.get_by_role("button", name="Copy").first.click()

    page.locator("[role=status]").filter(has_text="It was copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [line.partition(" ")[0] for line in copied.splitlines()] == ["curl"] * 5
