"""What the proxy of docker/nginx keeps of feeds and embeds, for how long, and for whom."""

import time

import pytest

from tests.docker.webs import A_WHILE, FEED, PUBLIC, Asked, asked_for, say

pytestmark = [pytest.mark.debian("nginx"), pytest.mark.xdist_group("nginx")]


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
