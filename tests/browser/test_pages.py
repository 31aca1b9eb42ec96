"""What only a browser can tell of the public pages: accessibility by axe, reflow at 320 px, order in right-to-left text."""

import datetime
import re
from collections.abc import Callable

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe

from events.models import CyclePage, HomePage, TextPage
from tests import factories
from tests.events import announced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549", "RGAAv4"]
# Text contrast of 7:1 is a promise of ours beyond AA.
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"color-contrast-enhanced": {"enabled": True}}}
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 800}
PATHS = {
    "chooser": "/",
    "home": "/{language}/",
    "cycle": "/{language}/solidarites/",
    "session": "/{language}/solidarites/seance-7/",
    "fallback": "/{language}/solidarites/seance-8/",
    "cancelled": "/{language}/solidarites/seance-9/",
    "news": "/{language}/actualites/",
    "article": "/{language}/actualites/une-nouvelle/",
    "organisation": "/{language}/organisations/icom-greece/",
    "archive": "/{language}/archive/?year=2021",
    "search": "/{language}/search/?q=c",
    "text": "/{language}/legal/",
    "join": "/{language}/join/solidarites-8/",
    "not found": "/{language}/nope/",
}
LONG_WORD = "Museumsverbandsvorstandsmitgliederversammlungsprotokoll"


@pytest.fixture
def site_at_start(live_server, transactional_db, tmp_path, settings):
    """The announced session and two more, in French; the cycle, the first session and the news in Hebrew too. The clock
    stands at the session's start. Gives the address of the server.
    """
    settings.MEDIA_ROOT = tmp_path
    site = factories.read_site()
    session = announced.make_announced(site)
    cycle = CyclePage.objects.get(pk=session.get_parent().pk)
    factories.translate(cycle, "he", title="סולידריות, מוזיאונים", kind="סדרת דיונים")
    factories.translate(session, "he", title="לבנות סולידריות", introduction="<p>מוזיאונים עבדו יחד.</p>")
    factories.make_session(cycle, number=8, title=f"Réserves {LONG_WORD}", disclosure="window", replay="")
    factories.make_session(
        cycle,
        number=9,
        title="Veiller la nuit",
        date=datetime.date(2021, 6, 15),
        status="cancelled",
        change_reason="Grève",
    )
    factories.make_session(cycle, number=6, title=f"Passée {LONG_WORD}", date=datetime.date(2021, 4, 20))
    legal = TextPage(title="Mentions", slug="legal", body="<p>Aucun cookie.</p>", locale=site.home.locale)
    site.home.add_child(instance=legal)
    factories.translate(legal, "he", title="מידע משפטי")
    news = factories.make_news(site, summary="Une ligne.", body="<h2>Titre</h2><p>Texte.</p>")
    factories.translate(news.get_parent().specific, "he", title="חדשות", introduction="<p>חדשות האתר.</p>")
    factories.translate(news, "he", title="ידיעה")
    factories.publish(HomePage.objects.get(pk=site.home.pk), introduction="<p>Bienvenue.</p>")
    with time_machine.travel(announced.STARTS):
        yield live_server.url


def violations(page) -> list[str]:
    """What axe finds, as lines that say the rule and the element."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def overflow(page) -> list[str]:
    """The elements that reach beyond the window, and how far the page scrolls sideways."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            const wide = [...document.body.querySelectorAll("*")].filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && (box.right > root.clientWidth + 1 || box.left < -1);
            });
            const scrolls = root.scrollWidth > root.clientWidth ? [`page: ${root.scrollWidth}`] : [];
            return scrolls.concat(wide.map((element) => element.outerHTML.slice(0, 120)));
        }"""
    )


def faults(page, base: str, language: str, find: Callable[[object], list[str]]) -> dict[str, list[str]]:
    """What `find` finds on each type of page, the answer of the join page included; nothing for a page without fault."""
    found = {}
    for name, path in PATHS.items():
        response = page.goto(base + path.format(language=language))
        assert response.status == (404 if name == "not found" else 200), path
        found[name] = find(page)
    page.goto(base + PATHS["join"].format(language=language))
    with page.expect_navigation(wait_until="load"):
        page.click("form button")
    assert page.locator("dl.details").count() == 1
    found["answer"] = find(page)
    return {name: each for name, each in found.items() if each}


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [
        pytest.param(NARROW, "light", id="320-light"),
        pytest.param(WIDE, "dark", id="1280-dark", marks=pytest.mark.slow),
        pytest.param(NARROW, "dark", id="320-dark", marks=pytest.mark.slow),
        pytest.param(WIDE, "light", id="1280-light", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing_and_nothing_overflows(site_at_start, new_context, viewport, scheme):
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()

    found = {
        language: faults(page, site_at_start, language, lambda page: violations(page) + overflow(page))
        for language in ("fr", "he")
    }

    assert found == {"fr": {}, "he": {}}


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["en", "es", "el", "fi"])
def test_axe_finds_nothing_in_the_other_languages(site_at_start, new_context, language, viewport):
    page = new_context(viewport=viewport).new_page()

    found = {}
    for name in ("chooser", "home", "join", "not found"):
        page.goto(site_at_start + PATHS[name].format(language=language))
        found[name] = violations(page) + overflow(page)

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "first"), [pytest.param("fr", "left", marks=pytest.mark.slow), ("he", "right")]
)
def test_wide_screen_has_the_facts_beside_the_text(site_at_start, new_context, language, first):
    page = new_context(viewport=WIDE).new_page()
    page.goto(f"{site_at_start}/{language}/solidarites/seance-7/")

    facts, text = (page.locator(f".columns > {part}").bounding_box() for part in (".facts", ".text"))

    assert abs(facts["y"] - text["y"]) < 1
    assert (facts["x"] < text["x"]) == (first == "left")


@pytest.mark.slow
def test_text_spacing_and_large_text_do_not_overflow(site_at_start, new_context):
    # A reader's own style sheet stands above the page's policy; the one that a test adds does not.
    page = new_context(viewport=NARROW, bypass_csp=True).new_page()
    spacing = (
        "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
    )

    def spaced(page) -> list[str]:
        page.add_style_tag(content=f"{spacing} html {{font-size: 20px !important}}")
        return overflow(page)

    assert faults(page, site_at_start, "fr", spaced) == {}


@pytest.mark.slow
def test_links_and_buttons_are_24_px_high(site_at_start, new_context):
    page = new_context(viewport=NARROW).new_page()
    page.goto(f"{site_at_start}/fr/solidarites/seance-7/")

    heights = page.eval_on_selector_all(
        "nav a, .button, .calendar, summary",
        "all => all.map((one) => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 120)])",
    )

    assert len(heights) > 7
    assert [html for height, html in heights if height < 24] == []


@pytest.mark.slow
def test_pages_work_without_script_and_load_nothing_from_elsewhere(site_at_start, new_context):
    page = new_context(java_script_enabled=False).new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{site_at_start}/he/solidarites/seance-7/", wait_until="networkidle")

    assert asked
    assert [url for url in asked if not url.startswith(site_at_start)] == []
    assert page.context.cookies() == []


def test_hebrew_page_keeps_ranges_and_names_in_order(site_at_start, new_context):
    page = new_context(viewport=WIDE).new_page()
    page.goto(f"{site_at_start}/he/solidarites/seance-7/")

    first, last = page.evaluate(
        """() => {
            const text = document.querySelector(".facts .times").firstChild;
            return [0, text.length - 1].map((index) => {
                const range = document.createRange();
                range.setStart(text, index);
                range.setEnd(text, index + 1);
                return range.getBoundingClientRect().left;
            });
        }"""
    )
    names = page.eval_on_selector_all(
        ".facts-list dd:has(bdi[lang=en]) > bdi", "all => all.map((one) => one.getBoundingClientRect().right)"
    )

    assert first < last
    assert len(names) == 3
    assert names == sorted(names, reverse=True)


@pytest.mark.slow
def test_keyboard_reaches_the_content_first_and_shows_where_it_is(site_at_start, new_context):
    page = new_context().new_page()
    page.goto(f"{site_at_start}/fr/")

    page.keyboard.press("Tab")

    focused = page.evaluate("document.activeElement.className")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (focused, outline) == ("skip", "solid")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "he"])
def test_printed_cycle_is_one_sheet_with_its_whole_programme(site_at_start, new_context, language):
    cycle = CyclePage.objects.get(locale__language_code="fr")
    for number in range(10, 16):
        factories.make_session(
            cycle, number=number, title="Des musées en conversation", date=datetime.date(2021, number - 3, 20)
        )
    page = new_context().new_page()
    page.goto(f"{site_at_start}/{language}/solidarites/")

    sheets = page.pdf(prefer_css_page_size=True)

    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type /Page\b(?!s)", sheets)) == 1
    assert page.locator(".programme .item").filter(visible=True).count() == 10
    assert page.locator(".scan svg").is_visible()


@pytest.mark.slow
def test_printed_session_fits_one_sheet_and_gives_its_short_address(site_at_start, new_context):
    page = new_context().new_page()
    page.goto(f"{site_at_start}/fr/solidarites/seance-7/")

    page.emulate_media(media="print")

    assert page.locator(".scan p").inner_text() == "https://parvis.example/s/solidarites-7"
    assert page.locator(".site-header nav, .joining").filter(visible=True).count() == 0
