"""The proxy of docker/nginx, before two servers that answer whatever a test tells them."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import closing

from django.utils.translation import gettext, override

import pytest

from tests.docker import proxy as proxies
from tests.docker.pages import commands
from tests.docker.proxy import NGINX, TEMPLATE, Proxy, names_in
from tests.docker.webs import asked_for, say
from tests.granian_server import until

pytestmark = [pytest.mark.debian("nginx"), pytest.mark.xdist_group("nginx")]


class TestConfiguration:
    def test_nginx_accepts_it_and_warns_of_nothing(self, tmp_path):
        assert Proxy(tmp_path / "proxy", web_ports=[8001, 8002], media=tmp_path).check() == ""

    @pytest.mark.debian("gettext-base")
    def test_line_of_the_readme_fills_it_in_as_the_tests_do(self, tmp_path):
        proxy = Proxy(tmp_path / "proxy", web_ports=[8001, 8002], media=tmp_path)
        shutil.copy(TEMPLATE, tmp_path)
        line = commands("nginx/README.md", beginning="envsubst ")
        # A variable of others stays as it is: nginx has such names of its own.
        environment = {"PATH": os.environ["PATH"], "host": "evil.example"} | proxy.values

        subprocess.run(["sh", "-ec", line], cwd=tmp_path, check=True, env=environment)  # noqa: S603, S607  (the page's own)

        assert (tmp_path / "nginx.conf").read_text() == proxy.configuration.read_text()

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
