"""Embeds on a page of another site: as high as what they hold, whoever comes first, and as WordPress wants them."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LISTEN = """() => {
  window.told = [];
  addEventListener("message", (event) => window.told.push(event.data));
}"""


class Partner(BaseHTTPRequestHandler):
    """Another site: one page. Chromium shows frames of this machine to real pages of this machine only."""

    html = ""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Partner</title>{self.html}".encode())

    def log_message(self, *_args):
        """Nothing."""


@pytest.fixture
def partner(live_server, transactional_db, page):
    """What shows a piece of HTML on another origin, in which {site} stands for ours. Gives the page, its frames loaded."""
    factories.make_session(factories.read_cycle() or factories.make_cycle(factories.read_site()))
    handler = type("Handler", (Partner,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def show(html: str):
        handler.html = html.replace("{site}", live_server.url)
        page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="load")
        return page

    yield show
    server.shutdown()
    server.server_close()


FRAME = '<iframe src="{site}/embed/fr/all/" title="Programme" width="600" height="480"></iframe>'
SCRIPT = '<script src="{site}/embed/v1.js" async></script>'


def is_as_high_as_its_content(page) -> None:
    """Waits for it."""
    page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    content = page.frames[1].evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    assert page.evaluate("document.querySelector('iframe').style.height") == f"{content}px"


@pytest.mark.parametrize("html", [f"{SCRIPT}{FRAME}", f"{FRAME}{SCRIPT}"])
def test_frame_is_as_high_as_its_content(partner, html):
    is_as_high_as_its_content(partner(html))


def test_frame_that_was_there_before_the_script_is_asked_for_its_height(partner, live_server):
    page = partner(FRAME)
    page.frames[1].locator(".parvis-session").wait_for()
    assert page.evaluate("document.querySelector('iframe').style.height") == ""

    page.add_script_tag(url=f"{live_server.url}/embed/v1.js")

    is_as_high_as_its_content(page)


def test_message_in_a_frame_is_as_high_as_its_words(partner):
    is_as_high_as_its_content(partner(SCRIPT + FRAME.replace("/all/", "/nothing/")))


def test_wordpress_that_is_ready_is_told_the_height_with_its_secret(partner):
    page = partner(FRAME)
    page.frames[1].locator(".parvis-session").wait_for()
    page.evaluate(LISTEN)
    # As wp-embed.js: the secret goes behind the "#" of a frame that may be here already.
    page.evaluate("document.querySelector('iframe').src += '#?secret=abc123DEF0'")
    page.wait_for_function("location.href && window.told.some((each) => each.message === 'height')")
    page.evaluate("window.told = []")
    ask = "(secret) => document.querySelector('iframe').contentWindow.postMessage({message: 'ready', secret}, '*')"
    page.evaluate(ask, "somebody else's")
    page.evaluate(ask, "abc123DEF0")
    page.wait_for_function("window.told.some((each) => each.message === 'height')")

    [told] = [each for each in page.evaluate("window.told") if "message" in each]
    assert (told["secret"], told["value"] > 50) == ("abc123DEF0", True)


def test_wordpress_is_told_of_a_link(partner):
    page = partner(FRAME.replace("/all/", "/all/#?secret=abc123DEF0"))
    page.evaluate(LISTEN)
    page.frames[1].locator(".parvis-name a").click()
    page.wait_for_function("window.told.some((each) => each.message === 'link')")

    [told] = [each for each in page.evaluate("window.told") if each.get("message") == "link"]
    assert told["value"] == "https://parvis.example/fr/solidarites/seance-7/"


@pytest.mark.parametrize(
    "address", ["{site}/embed/fr/all/", "{site}/embed/fr/all", "{site}/embed/fr/all?layout=table"]
)
def test_element_shows_the_programme_in_the_page_itself(partner, address):
    page = partner(
        f'<parvis-programme src="{address}"><a href="{{site}}/fr/">Link</a></parvis-programme>{SCRIPT}'
    )
    page.locator("parvis-programme .parvis-session").wait_for()

    assert page.locator("parvis-programme .parvis-name a").inner_text() == "Construire des solidarités"


@pytest.mark.parametrize(
    "address", ["https://[", "https://elsewhere.example/embed/fr/all/", "{site}/embed/fr/nothing/"]
)
def test_element_that_can_show_nothing_keeps_its_link(partner, address):
    page = partner("")
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))
    page = partner(
        f'<parvis-programme src="{address}"><a href="{{site}}/fr/">Link</a></parvis-programme>{SCRIPT}'
    )
    page.wait_for_function("!!customElements.get('parvis-programme')")
    # Whatever was asked for has answered by then.
    page.wait_for_timeout(500)

    assert (page.locator("parvis-programme").inner_text(), faults) == ("Link", [])
