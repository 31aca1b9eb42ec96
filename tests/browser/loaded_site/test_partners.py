"""What partners build of the demonstration, over HTTP: plain pages, WordPress, Wagtail, a front end, a mirror."""

import datetime
import json
from urllib.parse import urlencode

from wagtail.embeds.embeds import get_embed

import pytest

from tests.feeds.api.mirror import Mirror, everything
from tests.partners import wordpress
from tests.partners.methods import fetch, piece, seen
from tests.partners.partner import put_front_end

pytestmark = pytest.mark.slow

METHODS = ("frame", "frame and script", "component", "oembed", "fragment", "link")


@pytest.fixture
def ask(demo_url):
    """What the API of the demonstration says to parameters."""
    return lambda path, **asked: json.loads(fetch(f"{demo_url}/api/v1/{path}?{urlencode(asked)}"))


@pytest.fixture
def next_title(ask) -> str:
    """The title of the session that comes next, in French."""
    today = datetime.datetime.now(datetime.UTC).date()
    (session,) = ask("sessions", lang="fr", limit=1, **{"from": today.isoformat()})["items"]
    return session["title"]


@pytest.mark.browser
@pytest.mark.parametrize("method", METHODS)
def test_plain_page_has_the_programme(demo_url, partner, page, next_title, method):
    page.goto(partner.put_page("/programme", piece(method, demo_url, scope="all")))

    found = seen(page, title=next_title, target=f"{demo_url}/fr/")

    assert found == ("link" if method == "link" else "programme")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "he"])
def test_wordpress_makes_a_frame_of_the_home_page(demo_url, partner, page, language):
    made = wordpress.embedded(f"{demo_url}/{language}/")
    page.goto(partner.put_page("/page", f"<script>{wordpress.SCRIPT}</script>{made}"))

    page.locator("iframe.wp-embedded-content").wait_for(state="visible")

    assert page.frame_locator("iframe").locator(".parvis-name").count()
    assert page.locator("blockquote").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("he", "rtl")])
def test_front_end_lists_every_session(demo_url, partner, page, ask, language, direction):
    count = ask("sessions", lang=language)["count"]
    page.goto(f"{put_front_end(partner, demo_url)}&lang={language}")

    page.locator("[role=status]", has_text=f"of {count}").wait_for()

    assert page.locator("ol li").count() == min(count, 20) > 5
    assert page.locator("html").get_attribute("dir") == direction


@pytest.mark.django_db
def test_wagtail_makes_our_frame_of_the_home_page(demo_url, settings):
    settings.WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed", "providers": [
        {"endpoint": f"{demo_url}/oembed", "urls": [rf"^{demo_url}/.+$"]}]}]  # fmt: skip

    assert f'src="{demo_url}/embed/fr/all/"' in get_embed(f"{demo_url}/fr/").html


@pytest.mark.parametrize("language", ["fr", "en", "es", "el", "he", "fi"])
def test_mirror_has_all_that_the_lists_say(ask, language):
    mirror = Mirror(language, limit=20, ask=ask)
    mirror.follow()

    assert mirror.items == everything(language, ask=ask)
    assert len(mirror.items) > 20
