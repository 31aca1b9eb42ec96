"""The pages on which editors work, in French and in Hebrew: accessibility by axe, and pictures in which nothing is cut off.

The pictures stay in var/screenshots, or in the folder that SCREENSHOTS names, for whoever wants to look at them.
"""

import os
from pathlib import Path

from django.urls import reverse

import pytest

from events import roles
from tests import factories
from tests.browser.admin import log_in, violations
from tests.browser.season import make_season

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = Path(os.environ.get("SCREENSHOTS") or Path(__file__).parents[2] / "var" / "screenshots")
LANGUAGES = [pytest.param("fr", marks=pytest.mark.slow), "he"]
HEIGHT = "Math.max(innerHeight, ...[document.documentElement, ...document.querySelectorAll('main')].map((each) => each.scrollHeight))"
# Wagtail's editor of rich text (Draftail) has no name for those who cannot see its heading.
RICH_TEXT = ".public-DraftEditor-content"
# What leads from an address to the page that is meant, and what tells that it is there: a tab of the form; Wagtail's question,
# which ours follows.
PRESSED = {
    "words": ("[role=tab] >> nth=1", "[name=title]"),
    "withdrawal": ("main form [type=submit]", "#ask"),
}
# What stands beyond the edge of the window, text of ours that a box hides, pictures that are not there, headings that say nothing.
# Wagtail hides what its page is too narrow for: no scroll bar would tell. Of its own, side panels, a map of the form and buttons beside fields wait there.
FAULTS = """async () => {
    const faults = [], shown = (each) => each.checkVisibility({visibilityProperty: true}) && !each.closest(".w-sr-only");
    const say = (fault, each) => faults.push(`${fault}: ${each.outerHTML.slice(0, 160)}`);
    const scrolls = (each) => each && (getComputedStyle(each).overflowX === "auto" || scrolls(each.parentElement));
    for (const picture of [...document.images].filter(shown)) {
        picture.loading = "eager";
        await picture.decode().catch(() => say("broken", picture));
    }
    for (const each of document.querySelectorAll("h1, h2, h3, h4, h5, h6"))
        if (shown(each) && !each.textContent.trim()) say("empty", each);
    for (const each of document.querySelectorAll("main *")) {
        const {left, right} = each.getBoundingClientRect();
        const beyond = left < -1 || right > innerWidth + 1;
        if (beyond && shown(each) && !scrolls(each) && !each.closest(".form-side, .w-minimap, .w-field__comment-button, .Draftail-BlockToolbar")) say("beyond the edge", each);
    }
    for (const each of document.querySelectorAll("[class*=parvis], [class*=parvis] *")) {
        const style = getComputedStyle(each), hides = (how) => how === "hidden" || how === "clip";
        const cut = hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1
            || hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1;
        if (shown(each) && each.innerText?.trim() && cut && style.textOverflow !== "ellipsis") say("cut off", each);
    }
    return faults;
}"""


@pytest.fixture
def addresses(transactional_db) -> dict[str, str]:
    """By name: the pages on a session that is announced in French and in Hebrew, and those that list it."""
    season = make_season()
    ahead = factories.publish(season["ahead"], introduction="<p>Des musées ont travaillé ensemble.</p>")
    hebrew = factories.translate(ahead, "he", title="בניית סולידריות")
    factories.translate(ahead, "es", live=False)
    form = reverse("wagtailadmin_pages:edit", args=[ahead.pk])
    return {
        "dashboard": reverse("wagtailadmin_home"),
        "planner": f"{reverse('planning:planner', args=[season['cycle'].pk])}?count=9",
        "facts": form,
        "words": form,
        "follower": reverse("wagtailadmin_pages:edit", args=[hebrew.pk]),
        "report": reverse("board:report"),
        "reschedule": reverse("changing:reschedule", args=[ahead.pk]),
        "cancel": reverse("changing:cancel", args=[ahead.pk]),
        "withdrawal": reverse("wagtailadmin_pages:unpublish", args=[ahead.pk]),
        "announcement": reverse("announcing:announcement", args=[ahead.pk]),
        "programme": reverse("programme:list"),
        "history": reverse("wagtailadmin_pages:history", args=[ahead.pk]),
        "guide": reverse("parvis_guide"),
    }


@pytest.fixture
def open_admin(live_server, addresses, new_context):
    """Opens a browser for a publisher in a language, in a window of a width, and gives a way to open pages by name."""

    def open_as(language: str, width: int):
        context = new_context(viewport={"width": width, "height": 900}, locale=language)
        log_in(context, live_server.url, language=language, group=roles.PUBLISHERS)
        page = context.new_page()

        def visit(name: str):
            page.goto(f"{live_server.url}{addresses[name]}", wait_until="networkidle")
            if name in PRESSED:
                press, arrived = PRESSED[name]
                page.locator(press).click()
                page.locator(arrived).wait_for()
                page.wait_for_load_state("networkidle")
            return page

        return visit

    return open_as


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_the_pages_of_editors(open_admin, addresses, language):
    visit = open_admin(language, 1280)

    found = {name: violations(visit(name), leave_out=RICH_TEXT) for name in addresses}

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("language", ["fr", "he"])
def test_nothing_is_cut_off_on_the_pages_of_editors(open_admin, addresses, language, width):
    visit = open_admin(language, width)
    folder = FOLDER / f"{language}-{width}"

    found = {}
    for name in addresses:
        page = visit(name)
        found[name] = page.evaluate(FAULTS)
        page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT)})
        page.screenshot(path=folder / f"{name}.png")
        page.set_viewport_size({"width": width, "height": 900})

    page = visit("dashboard")
    page.locator(".parvis-buttons a").nth(1).focus()
    page.keyboard.press("Shift+Tab")
    page.screenshot(path=folder / "focus.png")

    assert {name: each for name, each in found.items() if each} == {}
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
