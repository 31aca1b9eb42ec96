"""The subscribe page, and "add to my calendar" opened, in a browser: accessibility, reflow, copying with and without script."""

import pytest
import time_machine

from tests import factories
from tests.browser.test_pages import NARROW, WIDE, overflow, violations
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

QUERIES = ("", "?scope=cycle-solidarites", "?scope=org-icom-greece", "?scope=cycle-nothing")
# The server of the tests stands elsewhere than the address that pages print.
ADDRESS = "https://parvis.example/feeds/{language}/all/sessions.ics"


@pytest.fixture
def base(live_server, transactional_db, tmp_path, settings):
    """The announced session the day before, its cycle in Hebrew too; gives the address of the server."""
    settings.MEDIA_ROOT = tmp_path
    session = announced.make_announced(factories.read_site())
    factories.translate(session, "he", title="לבנות סולידריות")
    with time_machine.travel(announced.DAY_BEFORE):
        yield live_server.url


def faults(page, base: str, language: str) -> dict[str, list[str]]:
    """What axe finds and what overflows, with everything unfolded."""
    found = {}
    for query in QUERIES:
        page.goto(f"{base}/{language}/subscribe/{query}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found[query] = violations(page) + overflow(page)
    page.goto(f"{base}/{language}/solidarites/seance-7/")
    page.click("details.add summary")
    found["session"] = violations(page) + overflow(page)
    return {name: each for name, each in found.items() if each}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", [pytest.param("fr", marks=pytest.mark.slow), "he"])
def test_axe_finds_nothing_and_nothing_overflows_at_320_px(base, new_context, language, scheme):
    page = new_context(viewport=NARROW, color_scheme=scheme).new_page()

    assert faults(page, base, language) == {}


@pytest.mark.slow
def test_axe_finds_nothing_on_a_wide_screen(base, new_context):
    page = new_context(viewport=WIDE).new_page()

    assert faults(page, base, "he") == {}


@pytest.mark.slow
def test_large_text_with_wide_spacing_does_not_overflow(base, new_context):
    # A reader's own style sheet stands above the page's policy; the one that a test adds does not.
    page = new_context(viewport=NARROW, bypass_csp=True).new_page()
    page.goto(f"{base}/fr/subscribe/?scope=org-icom-greece")
    page.add_style_tag(
        content="* {letter-spacing: .12em !important; word-spacing: .16em !important} html {font-size: 20px !important}"
    )

    assert overflow(page) == []


@pytest.mark.slow
def test_links_buttons_and_summaries_are_24_px_high(base, new_context):
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{base}/fr/subscribe/?scope=org-icom-greece")

    heights = page.eval_on_selector_all(
        "nav a, .button, .feeds a, summary", "all => all.map((one) => one.getBoundingClientRect().height)"
    )

    assert len(heights) > 20
    assert min(heights) >= 24


@pytest.mark.slow
def test_one_click_selects_the_address_without_script(base, new_context):
    page = new_context(java_script_enabled=False).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/he/subscribe/", wait_until="networkidle")

    page.click(".address code")

    assert page.evaluate("getSelection().toString()") == ADDRESS.format(language="he")
    assert page.locator("button").count() == 0
    assert [url for url in asked if not url.startswith(base)] == []
    assert page.context.cookies() == []


@pytest.mark.slow
def test_button_copies_the_address_and_says_so(base, new_context):
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"{base}/en/subscribe/")
    status = page.locator("[role=status]")
    assert status.inner_text() == ""

    page.get_by_role("button", name="Copy the address").click()

    status.filter(has_text="The address was copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS.format(language="en")


def test_address_reads_from_left_to_right_in_hebrew(base, new_context):
    page = new_context(viewport=WIDE).new_page()
    page.goto(f"{base}/he/subscribe/")

    first, last = page.evaluate(
        """() => {
            const text = document.querySelector(".address code").firstChild;
            return [0, text.length - 1].map((index) => {
                const range = document.createRange();
                range.setStart(text, index);
                range.setEnd(text, index + 1);
                return range.getBoundingClientRect().left;
            });
        }"""
    )

    assert first < last


@pytest.mark.slow
def test_unfolded_calendar_offers_stay_usable_by_keyboard(base, new_context):
    page = new_context().new_page()
    page.goto(f"{base}/en/join/solidarites-7/")
    page.focus("details.add summary")

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert (
        page.evaluate("document.activeElement.getAttribute('href')") == "/feeds/en/session/solidarites-7.ics"
    )
