"""Every state of a session and every type of page of the demo, in four languages, on two screens, by day and by night: nothing is cut off.

The pictures stay in var/screenshots/public, or in the folder that SCREENSHOTS names, for whoever wants to look at them.
"""

import datetime
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

import pytest
import time_machine

from events.models import NewsPage, SessionPage, TextPage
from tests import factories
from tests.browser.test_pages import NARROW, WIDE, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FOLDER = Path(os.environ.get("SCREENSHOTS") or Path(__file__).parents[2] / "var" / "screenshots") / "public"
LANGUAGES = ("fr", "en", "el", "he")
SCREENS = {"320": NARROW, "1280": WIDE}
TODAY = "2021-05-31"
NEXT, REPLAYED, CANCELLED, POSTPONED, FRENCH_ONLY, THEMELESS, MOVED = (
    f"saison-{number}" for number in (5, 1, 4, 6, 7, 8, 9)
)


def paris(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment of June 2021."""
    return datetime.datetime(
        2021, 6, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    )


# name -> (session, moment)
STATES = {
    "scheduled": (NEXT, paris(1, 9)),
    "soon": (NEXT, paris(14, 18)),
    "open": (NEXT, paris(15, 12, 30)),
    "live": (NEXT, paris(15, 13, 10)),
    "ended": (NEXT, paris(15, 15, 1)),
    "replay": (REPLAYED, paris(1, 9)),
    "postponed": (POSTPONED, paris(1, 9)),
    "cancelled": (CANCELLED, paris(1, 9)),
    "moved": (MOVED, paris(1, 9)),
    "theme-pending": (THEMELESS, paris(1, 9)),
    "untranslated": (FRENCH_ONLY, paris(1, 9)),
}
JOINING = ("scheduled", "open", "ended", "replay", "cancelled", "untranslated")
# What answers with an error, by design.
STATUS = {"archive-empty": 404, "not-found": 404, "withdrawn": 410, "broken": 500, "closed": 503}
# The kit, by what is asked for.
KIT = {
    "kit": "",
    "kit-page": "?site=html&scope=cycle-solidarites&layout=table&accent=blue",
    "kit-strict": "?site=csp",
    "kit-calendar": "?site=calendar",
    "kit-news": "?site=news",
    "kit-program": "?site=api",
    "kit-mistaken": "?scope=nothing",
}
# From the top of a page to a link of its menu.
TABS = 4


@pytest.fixture
def demo(live_server, transactional_db, tmp_path, settings) -> str:
    """The address of a server of the demo, with one session moved and one article withdrawn."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    factories.empty_site()
    with time_machine.travel(paris(1, 9) - datetime.timedelta(days=1)):
        call_command("load_demo", f"--today={TODAY}", stdout=io.StringIO())
        moved = SessionPage.objects.get(code=MOVED, is_origin=True)
        factories.publish(moved, date=moved.date + datetime.timedelta(days=7))
        for article in _last_articles():
            article.unpublish()
    return live_server.url


def _last_articles() -> list[NewsPage]:
    last = NewsPage.objects.filter(locale__language_code="fr").order_by("date").first()
    return list(NewsPage.objects.filter(translation_key=last.translation_key))


def pages() -> dict[str, str]:
    """The other types of page, by name: paths below a language."""
    article = NewsPage.objects.live().filter(locale__language_code="fr").order_by("-date").first()
    path = urlsplit(article.get_url()).path.removeprefix("/fr/")
    gone = urlsplit(_last_articles()[0].get_url()).path.removeprefix("/fr/")
    return {
        "home": "",
        "cycle": _path_of(NEXT).split("/")[0] + "/",
        "archive": "archive/",
        "archive-filtered": "archive/?year=2021&replay=yes",
        "archive-empty": "archive/?year=1999",
        "news": path.split("/")[0] + "/",
        "article": path,
        "organisation": "organisations/icom-greece/",
        "search": "search/?q=mus",
        "search-nothing": "search/?q=zzz",
        "about": "about/",
        "accessibility": "accessibility/",
        "legal": "legal/",
        "subscribe": "subscribe/",
        **{name: f"partners/{query}" for name, query in KIT.items()},
        "not-found": "nope/",
        "withdrawn": gone,
    }


def _path_of(code: str) -> str:
    """The same below every language."""
    page = SessionPage.objects.get(code=code, is_origin=True)
    return urlsplit(page.get_url()).path.removeprefix("/fr/")


def _shortly_before(code: str) -> datetime.datetime:
    """When its join window is open."""
    return SessionPage.objects.get(code=code, is_origin=True).starts_at - datetime.timedelta(minutes=30)


@contextmanager
def closed() -> Iterator[None]:
    """The site, as an operator closes it."""
    settings.MAINTENANCE_FILE.touch()
    try:
        yield
    finally:
        settings.MAINTENANCE_FILE.unlink()


@contextmanager
def broken(monkeypatch) -> Iterator[None]:
    """Texts, with a mistake in their code."""
    with monkeypatch.context() as patched:
        patched.setattr(TextPage, "serve", lambda self, request: 1 / 0)
        yield


class Look:
    """Looks at pages in one language on every screen, by day and by night; keeps the pictures, and what is wrong."""

    def __init__(self, page, base: str, language: str) -> None:
        self.page, self.base, self.language = page, base, language
        self.faults: dict[str, list[str]] = {}

    def at(self, path: str, name: str) -> None:
        response = self.page.goto(self.base + path)
        assert response.status == STATUS.get(name, 200), path
        self.keep(name)

    def keep(self, name: str) -> None:
        for screen, viewport in SCREENS.items():
            self.page.set_viewport_size(viewport)
            faults = empty_elements(self.page) + overflow(self.page)
            if faults:
                self.faults[f"{name} {self.language} {screen}"] = faults
            for scheme in ("light", "dark"):
                self.page.emulate_media(color_scheme=scheme)
                path = FOLDER / f"{name}-{self.language}-{screen}-{scheme}.png"
                self.page.screenshot(path=path, full_page=True)


def empty_elements(page) -> list[str]:
    """What stands on the page and says nothing: headings, items, links and buttons without a word, pictures that did not load."""
    return page.evaluate(
        """async () => {
            const spoken = document.querySelectorAll("h1, h2, h3, li, a, dd, dt, p, figcaption, button, summary");
            const mute = [...spoken].filter((one) => one.checkVisibility() && !one.innerText.trim()
                && !one.querySelector("img, svg") && !one.matches("[role=status]"));
            for (const image of document.images) { image.loading = "eager"; await image.decode().catch(() => 0); }
            const missing = [...document.images].filter((one) => !one.naturalWidth);
            return [...mute, ...missing].map((one) => one.outerHTML.slice(0, 120));
        }"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_every_page_is_whole(demo, new_context, monkeypatch, language):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = new_context(locale=language, timezone_id="America/New_York").new_page()
    look = Look(page, demo, language)

    for name, (code, moment) in STATES.items():
        with time_machine.travel(moment):
            look.at(f"/{language}/{_path_of(code)}", name)
            if name in JOINING:
                look.at(f"/{language}/join/{code}/", f"join-{name}")
    # This one tells its way in only to those who ask for it.
    with time_machine.travel(_shortly_before(THEMELESS)):
        look.at(f"/{language}/join/{THEMELESS}/", "join-to-ask")
        with page.expect_navigation(wait_until="load"):
            page.click("form button")
        look.keep("join-answer")
    with time_machine.travel(paris(1, 9)):
        for name, path in pages().items():
            look.at(f"/{language}/{path}", name)
        look.at("/", "chooser")
        page.goto(f"{demo}/{language}/")
        for _each in range(TABS):
            page.keyboard.press("Tab")
        look.keep("focus")
        with broken(monkeypatch):
            look.at(f"/{language}/legal/?again", "broken")
        with closed():
            look.at(f"/{language}/", "closed")

    assert look.faults == {}
