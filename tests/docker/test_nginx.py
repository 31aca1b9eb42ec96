"""The proxy of docker/nginx, before two servers that answer whatever a test tells them."""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.utils.translation import gettext, override

import pytest

from tests.docker import proxy as proxies
from tests.docker.proxy import NGINX, TEMPLATE, Proxy, names_in
from tests.granian_server import until

pytestmark = [pytest.mark.debian("nginx"), pytest.mark.xdist_group("nginx")]

FEED = "/feeds/fr/all/sessions.ics"
PUBLIC = {"Cache-Control": "public, max-age=300, stale-if-error=604800", "Vary": "Accept-Encoding"}
# nginx counts whole seconds: what holds for one is over after two.
A_WHILE = 2.1


@dataclass
class Asked:
    """A request as it came to web."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A server that answers `answer(asked)`: status, headers, body; None for a connection that is closed without an answer."""

    answer: Callable[[Asked], tuple[int, dict[str, str], bytes] | None]
    asked: list[Asked] = field(default_factory=list)

    def says(self, body: str, *, status: int = 200, **headers: str) -> None:
        """From now on, with these headers, whose names have _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = lambda _asked: (status, named, body.encode())


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            web.asked.append(asked)
            answer = web.answer(asked)
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD" and status != 304:
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_OPTIONS = _do  # noqa: N815  (the library's names)

        def log_message(self, *_arguments: object) -> None:
            """Nothing: a test says what it saw."""

    return Handler


@contextmanager
def listening(web: Web) -> Iterator[int]:
    """The port on which it answers while the block lasts; afterwards nobody does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(web)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def webs() -> tuple[Web, Web]:
    def plain(_asked: Asked):
        return 200, PUBLIC, b"first"

    return Web(plain), Web(plain)


@pytest.fixture
def proxy(webs, tmp_path) -> Iterator[Proxy]:
    """In front of both."""
    for kind in ("images", "original_images", "documents"):
        (tmp_path / "media" / kind).mkdir(parents=True)
        (tmp_path / "media" / kind / "one.png").write_bytes(b"a picture")
    with (
        listening(webs[0]) as first,
        listening(webs[1]) as second,
        Proxy(tmp_path / "proxy", web_ports=[first, second], media=tmp_path / "media") as running,
    ):
        wait_for_port(running.port)
        yield running


def wait_for_port(port: int) -> None:
    """Until somebody listens there; for ten seconds at most."""
    for _try in range(500):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on {port}")


def asked_for(webs: tuple[Web, Web]) -> list[str]:
    return [asked.path for web in webs for asked in web.asked]


def say(webs: tuple[Web, Web], body: str, **about) -> None:
    for web in webs:
        web.says(body, **about)


class TestConfiguration:
    def test_nginx_accepts_it_and_warns_of_nothing(self, tmp_path):
        assert Proxy(tmp_path / "proxy", web_ports=[8001, 8002], media=tmp_path).check() == ""

    def test_every_variable_is_in_the_readme_and_no_other(self):
        documented = re.findall(r"^\| (.*?) \|", (NGINX / "README.md").read_text(), re.MULTILINE)

        assert {name for cell in documented for name in re.findall(r"PROXY_[A-Z_]+", cell)} == names_in(
            TEMPLATE.read_text()
        )

    def test_page_says_in_each_language_what_the_site_s_own_would_say(self):
        page = (NGINX / "pages" / "away.html").read_text()
        said = re.findall(r'<section lang="(..)" dir="(...)">\n<h2>(.*)</h2>\n<p>(.*)</p>', page)
        words = []
        for language in ("fr", "en", "es", "el", "he", "fi"):
            with override(language):
                side = "rtl" if language == "he" else "ltr"
                words.append(
                    (
                        language,
                        side,
                        gettext("Back in a moment"),
                        gettext("The site cannot be read just now. Please try again in a few minutes."),
                    )
                )

        assert said == words


class TestDoors:
    @pytest.mark.parametrize(
        "path", ["/metrics", "/readyz", "//metrics", "/%6detrics", "/fr/../readyz", "/metrics?x"]
    )
    def test_what_operators_watch_is_not_shown_outside(self, proxy, webs, path):
        assert proxy.ask(path)[0] == 404
        assert asked_for(webs) == []

    @pytest.mark.parametrize(
        "path",
        ["/media/documents/one.png", "/media/", "/media/images/", "/media/images/../documents/one.png"],
    )
    def test_documents_and_lists_are_not_in_media(self, proxy, webs, path):
        assert proxy.ask(path)[0] in {403, 404}
        assert asked_for(webs) == []

    def test_pictures_are_served_without_web_and_inert(self, proxy, webs):
        status, headers, body = proxy.ask("/media/original_images/one.png")

        assert (status, body) == (200, b"a picture")
        assert headers["Cache-Control"] == "public, max-age=86400"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert asked_for(webs) == []

    def test_plain_http_leads_to_https_on_the_site_s_own_name(self, proxy):
        with closing(proxies.plain_connection(proxy)) as link:
            link.request("GET", "/fr/?q=a%20b", headers={"Host": proxy.name})
            answer = link.getresponse()

            assert (answer.status, answer.headers["Location"]) == (301, f"{proxy.url}/fr/?q=a%20b")

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"{proxies.NAME}.evil.example"])
    def test_another_host_gets_no_answer_over_http(self, proxy, host):
        with closing(proxies.plain_connection(proxy)) as link:
            link.request("GET", "/", headers={"Host": host})

            with pytest.raises(ConnectionError):
                link.getresponse()

    def test_another_host_gets_no_certificate(self, proxy):
        with (
            closing(proxy.connect(name="evil.example")) as link,
            pytest.raises(ssl.SSLError, match="unrecognized"),
        ):
            link.request("GET", "/")

    def test_another_host_over_the_site_s_certificate_is_misdirected(self, proxy, webs):
        assert proxy.ask("/", Host="evil.example")[0] == 421
        assert asked_for(webs) == []

    def test_body_larger_than_any_upload_is_refused_before_web_sees_it(self, proxy, webs):
        with closing(proxy.connect()) as link:
            link.putrequest("POST", "/admin/documents/multiple/add/")
            link.putheader("Content-Length", str(13 * 1024 * 1024))
            link.endheaders()

            assert link.getresponse().status == 413
        assert asked_for(webs) == []

    def test_http_2_is_spoken(self, proxy):
        context = ssl.create_default_context(cafile=proxy.certificate)
        context.set_alpn_protocols(["h2", "http/1.1"])
        with (
            socket.create_connection(("127.0.0.1", proxy.port)) as plain,
            context.wrap_socket(plain, server_hostname=proxy.name) as secure,
        ):
            assert secure.selected_alpn_protocol() == "h2"


class TestWhatWebIsTold:
    def test_who_asks_and_how_comes_from_the_proxy_alone(self, proxy, webs):
        lies = {
            "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "evil.example",
            "Forwarded": "for=203.0.113.9", "Proxy": "http://evil.example", "X-Request-ID": "mine",
        }  # fmt: skip
        proxy.ask("/fr/", **lies)
        (asked,) = webs[0].asked + webs[1].asked

        told = {name: asked.headers.get(name) for name in (*lies, "Host")}
        assert re.fullmatch(r"[0-9a-f]{32}", told.pop("X-Request-ID"))
        assert told == {
            "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": None, "Forwarded": None,
            "Proxy": None, "Host": f"{proxy.name}:{proxy.port}",
        }  # fmt: skip

    def test_path_and_query_arrive_as_they_were_typed(self, proxy, webs):
        proxy.ask("/fr/a%2Fb%20c/?q=%D7%A9&q=2")

        assert asked_for(webs) == ["/fr/a%2Fb%20c/?q=%D7%A9&q=2"]

    def test_form_arrives_whole(self, proxy, webs):
        with closing(proxy.connect()) as link:
            link.request("POST", "/admin/login/", body=b"a=1", headers={"Cookie": "login=x"})
            link.getresponse().read()
        (asked,) = webs[0].asked + webs[1].asked

        assert (asked.method, asked.body, asked.headers["Cookie"]) == ("POST", b"a=1", "login=x")

    def test_body_that_comes_slowly_reaches_web_when_it_is_whole(self, proxy, webs):
        with closing(proxy.connect()) as link:
            link.putrequest("POST", "/admin/login/")
            link.putheader("Content-Length", "6")
            link.endheaders(b"abc")
            time.sleep(0.3)
            before = asked_for(webs)
            link.send(b"def")
            link.getresponse().read()
        (asked,) = webs[0].asked + webs[1].asked

        assert (before, asked.body) == ([], b"abcdef")

    def test_log_has_networks_and_no_query_no_address_and_no_key(self, proxy):
        proxy.ask("/fr/search/?q=somebody")
        proxy.ask("/admin/password_reset/confirm/MQ/the-key/")
        proxy.ask("/api/v1/drafts/the-key")
        log = (proxy.folder / "access.log").read_text

        # A line is written behind its answer.
        until(lambda: log().count("127.0.0.0 ") == 3)
        assert not re.search(r"127\.0\.0\.1 |somebody|the-key", log())


class TestFeeds:
    @pytest.fixture(autouse=True)
    def _asked_once(self, proxy):
        assert proxy.ask(FEED)[::2] == (200, b"first")

    def test_polls_at_the_same_time_cost_web_one_request(self, proxy, webs):
        for _poll in range(20):
            proxy.ask(FEED)

        assert len(asked_for(webs)) <= 3

    def test_query_cookie_and_login_of_a_poll_go_no_further(self, proxy, webs):
        proxy.ask(f"{FEED}?utm_source=x", Cookie="login=x", Authorization="Bearer x")

        assert asked_for(webs) == [FEED]
        time.sleep(A_WHILE)
        proxy.ask(f"{FEED}?utm_source=x", Cookie="login=x", Authorization="Bearer x")
        asked = [each for web in webs for each in web.asked]
        assert [each.path for each in asked] == [FEED, FEED]
        assert not {"Cookie", "Authorization"} & {name.title() for each in asked for name in each.headers}

    def test_change_is_there_after_a_while(self, proxy, webs):
        say(webs, "second", Cache_Control="public, max-age=300")
        time.sleep(A_WHILE)

        assert proxy.ask(FEED)[2] == b"second"

    def test_what_was_said_last_goes_on_while_web_fails(self, proxy, webs):
        time.sleep(A_WHILE)
        for status in (500, 502, 503, 504, 429):
            say(webs, "broken", status=status)

            assert proxy.ask(FEED)[::2] == (200, b"first")

    def test_what_was_said_last_goes_on_while_web_breaks_off(self, proxy, webs):
        for web in webs:
            web.answer = lambda _asked: None
        time.sleep(A_WHILE)

        status, headers, body = proxy.ask(FEED)
        assert (status, body) == (200, b"first")
        assert headers["Cache-Control"] == PUBLIC["Cache-Control"]

    def test_web_that_is_back_is_believed_at_once(self, proxy, webs):
        say(webs, "broken", status=503)
        time.sleep(A_WHILE)
        proxy.ask(FEED)
        say(webs, "second", Cache_Control="public, max-age=300")

        assert proxy.ask(FEED)[2] == b"second"

    def test_what_is_gone_is_gone_also_while_web_fails(self, proxy, webs):
        say(webs, "gone", status=410, Cache_Control="public, max-age=300")
        time.sleep(A_WHILE)
        assert proxy.ask(FEED)[0] == 410
        say(webs, "broken", status=503)
        time.sleep(A_WHILE)

        assert proxy.ask(FEED)[0] == 410

    def test_what_was_never_asked_for_is_503_in_words(self, proxy, webs):
        for web in webs:
            web.answer = lambda _asked: None

        status, headers, body = proxy.ask("/feeds/fr/all/news.rss")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "120", "no-store")
        assert b"try again later" in body

    def test_web_is_asked_whether_it_changed_and_readers_get_304(self, proxy, webs):
        def tagged(asked: Asked):
            if asked.headers.get("If-None-Match") == '"a"':
                return 304, {"ETag": '"a"', **PUBLIC}, b""
            return 200, {"ETag": '"a"', **PUBLIC}, b"tagged"

        for web in webs:
            web.answer = tagged
        path = "/feeds/fr/all/news.atom"
        proxy.ask(path)
        time.sleep(A_WHILE)

        assert proxy.ask(path)[::2] == (200, b"tagged")
        assert proxy.ask(path, **{"If-None-Match": '"a"'})[0] == 304
        asked = [each for web in webs for each in web.asked if each.path == path]
        assert {each.headers.get("If-None-Match") for each in asked} == {None, '"a"'}

    @pytest.mark.parametrize(
        ("accepted", "asked"),
        [
            ("gzip, deflate, br, zstd", "br"), ("gzip;q=1.0, deflate", "gzip"), ("br;q=0, gzip", "gzip"), ("br;q=0.5", "br"),
            ("gzip;q=0", None), ("identity", None), ("x-gzip", "gzip"), ("bran", None),
        ],
    )  # fmt: skip
    def test_codings_are_said_in_one_way(self, proxy, webs, accepted, asked):
        path = "/feeds/fr/all/changes.atom"
        proxy.ask(path, **{"Accept-Encoding": accepted})
        (came,) = [each for web in webs for each in web.asked if each.path == path]

        assert came.headers.get("Accept-Encoding") == asked

    @pytest.mark.parametrize(
        "headers",
        [{"Set_Cookie": "a=b", "Cache_Control": "public"}, {"Cache_Control": "private"}, {"Cache_Control": "no-store"},
         {"Cache_Control": "public", "Vary": "Cookie"}, {}],
    )  # fmt: skip
    def test_what_is_not_for_everybody_is_not_kept(self, proxy, webs, headers):
        path = "/feeds/fr/all/news.json"
        say(webs, "mine", **headers)
        assert proxy.ask(path)[2] == b"mine"
        say(webs, "yours", **headers)

        assert proxy.ask(path)[2] == b"yours"
        assert "Set-Cookie" not in proxy.ask(path)[1]


class TestEmbeds:
    def test_choices_are_passed_on_and_nothing_else(self, proxy, webs):
        for query in ("?layout=next&theme=dark", "?utm_source=x", ""):
            proxy.ask(f"/embed/fr/all/{query}")

        assert asked_for(webs).count("/embed/fr/all/?layout=next&theme=dark") == 1
        assert asked_for(webs).count("/embed/fr/all/") == 1

    def test_choice_with_something_more_is_answered_and_not_kept(self, proxy, webs):
        for _time in range(2):
            proxy.ask("/embed/fr/all/?layout=next&x=1")

        assert asked_for(webs) == ["/embed/fr/all/?layout=next&x=1"] * 2

    def test_embeds_go_on_while_web_is_away(self, proxy, webs):
        assert proxy.ask("/embed/fr/all/fragment.html")[2] == b"first"
        for web in webs:
            web.answer = lambda _asked: None
        time.sleep(A_WHILE)

        assert proxy.ask("/embed/fr/all/fragment.html")[::2] == (200, b"first")


class TestPages:
    def test_pages_and_the_admin_are_never_kept(self, proxy, webs):
        for path in ("/fr/", "/admin/", "/api/v1/sessions?lang=fr", "/fr/join/solidarites-7/") * 2:
            proxy.ask(path)

        assert len(asked_for(webs)) == 8

    def test_while_no_web_process_answers_the_page_says_so(self, proxy, webs):
        for web in webs:
            web.answer = lambda _asked: None
        for method in ("GET", "POST"):
            status, headers, body = proxy.ask("/fr/", method=method)
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "120", "no-store")
            assert "Retour dans un instant" in body.decode()

    def test_page_that_web_itself_makes_is_not_replaced(self, proxy, webs):
        say(webs, "closed, says web", status=503)

        assert proxy.ask("/fr/")[2] == b"closed, says web"

    def test_reader_of_a_process_that_breaks_off_is_answered_by_the_other(self, proxy, webs):
        webs[0].answer = lambda _asked: None

        assert [proxy.ask("/fr/")[0] for _time in range(6)] == [200] * 6

    def test_form_that_may_have_arrived_is_not_sent_twice(self, proxy, webs):
        for web in webs:
            web.answer = lambda _asked: None
        proxy.ask("/admin/pages/3/edit/", method="POST")

        assert len(asked_for(webs)) == 1


class TestStaticFiles:
    LONG = {"Cache-Control": "max-age=315360000, public, immutable"}

    def test_file_of_another_release_comes_from_the_server_that_has_it(self, proxy, webs):
        webs[0].says("", status=404)
        webs[1].answer = lambda _asked: (200, self.LONG, b"old style")

        assert [proxy.ask(f"/static/a.{n}.css")[::2] for n in range(4)] == [(200, b"old style")] * 4

    def test_file_that_was_asked_for_is_there_when_nobody_has_it_any_more(self, proxy, webs):
        for web in webs:
            web.answer = lambda _asked: (200, self.LONG, b"old style")
        proxy.ask("/static/a.123.css")
        say(webs, "", status=404)

        assert proxy.ask("/static/a.123.css")[::2] == (200, b"old style")
