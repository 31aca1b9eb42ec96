"""A form sent to a server: what arrives, and that no server can keep us waiting or send us elsewhere."""

import datetime
import time
from http.client import HTTPException

import pytest

from feeds.posting import post_form
from tests.feeds.servers import always, http_server, raw_server

TIMEOUT = datetime.timedelta(seconds=0.3)


def post(address: str, fields=None) -> int:
    return post_form(address, fields or {"a": "b"}, timeout=TIMEOUT)


def read_forever(connected) -> None:
    while connected.recv(1024):
        pass


def drip(text: bytes):
    """Each byte well within the timeout, all of them far beyond it."""

    def behave(connected):
        for place in range(len(text)):
            connected.sendall(text[place : place + 1])
            time.sleep(0.1)

    return behave


def say(text: bytes):
    def behave(connected):
        connected.recv(1024)
        connected.sendall(text)

    return behave


def test_form_arrives_as_it_was_meant():
    with http_server(always(204)) as server:
        status = post(f"{server.url}/hub;v=1?site=a%20b", {"hub.mode": "publish", "title": "Séance & débat"})

    asked = server.asked[0]
    assert (status, asked.method, asked.resource) == (204, "POST", "/hub;v=1?site=a%20b")
    assert asked.form == {"hub.mode": ["publish"], "title": ["Séance & débat"]}
    assert (asked.headers["Content-Type"], asked.headers["User-Agent"], asked.headers["Connection"]) == (
        "application/x-www-form-urlencoded", "Parvis", "close",
    )  # fmt: skip


def test_address_without_a_path_is_the_root():
    with http_server(always(200)) as server:
        post(server.url)

    assert server.asked[0].resource == "/"


@pytest.mark.parametrize("status", [200, 202, 400, 404, 429, 500, 503])
def test_every_status_is_an_answer(status):
    with http_server(always(status)) as server:
        assert post(server.url) == status


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_not_followed(status):
    with (
        http_server(always(200)) as elsewhere,
        http_server(always(status, Location=f"{elsewhere.url}/")) as server,
    ):
        assert post(server.url) == status

    assert (len(server.asked), elsewhere.asked) == (1, [])


def test_proxies_of_the_environment_do_not_count(monkeypatch):
    with http_server(always(200)) as proxy, http_server(always(202)) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert post(server.url) == 202

    assert proxy.asked == []


@pytest.mark.parametrize(
    "behave",
    [
        read_forever,
        lambda connected: None,
        drip(b"HTTP/1.1 " + b"2" * 100),
        drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 10),
        say(b"SSH-2.0-OpenSSH_9.2\r\n"),
        say(b"HTTP/1.1 banana\r\n\r\n"),
        say(b"\x15\x03\x01\x00\x02\x02\x16" * 100),
        say(b"HTTP/1.1 200 " + b"a" * 100_000),
    ],
    ids=[
        "says nothing", "closes", "drips a status", "continues for ever", "another protocol", "no status", "noise", "endless line",
    ],
)  # fmt: skip
def test_server_that_does_not_answer_is_an_error_in_time(behave):
    began = time.monotonic()

    with raw_server(behave) as address, pytest.raises((OSError, HTTPException)):
        post(address)

    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "behave",
    [
        drip(b"HTTP/1.1 200\r\n" + b"A: b\r\n" * 10),
        say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\na"),
    ],
    ids=["headers", "body"],
)
def test_status_is_all_that_is_waited_for(behave, monkeypatch):
    began = time.monotonic()

    with raw_server(behave) as address:
        status = post_form(address, {"a": "b"}, timeout=datetime.timedelta(seconds=1.6))

    assert (status, time.monotonic() - began < 3) == (200, True)


def test_nobody_there_is_an_error():
    with raw_server(read_forever) as address:
        pass

    with pytest.raises(OSError, match="refused"):
        post(address)


def test_server_without_tls_at_an_https_address_is_an_error():
    with raw_server(say(b"HTTP/1.1 200 OK\r\n\r\n")) as address, pytest.raises(OSError, match="SSL"):
        post(address.replace("http://", "https://"))
