"""The name of a request, and the lines that tell what it did."""

import json
import logging
import re

from django.http import HttpResponse
from django.test import RequestFactory

import pytest

from cms.observing import requests
from cms.observing.logs import JSON, make_formatter
from cms.observing.peers import PEER, came_through_a_proxy, is_within, noting_peer, peer_of

GIVEN = "proxy-made-this-0123"


def answer_to(request, response=None):
    return requests.Observed(lambda _request: response or HttpResponse("x"))(request)


@pytest.fixture
def said(caplog):
    """Gives the lines about answers."""
    caplog.set_level(logging.INFO)
    formatter = make_formatter(JSON)
    return lambda: [
        line
        for record in caplog.records
        if record.name == requests.__name__ and (line := json.loads(formatter.format(record)))
    ]


class TestName:
    @pytest.mark.parametrize(
        ("given", "peer", "is_taken"),
        [
            (GIVEN, "10.0.0.2", True),
            (GIVEN, "10.0.0.3", False),
            (GIVEN, "", False),
            ("short", "10.0.0.2", False),
            ("x" * 65, "10.0.0.2", False),
            ("with spaces 0123", "10.0.0.2", False),
            ("line\nbreak-0123", "10.0.0.2", False),
        ],
    )
    def test_is_the_proxys_only_where_that_is_trusted_and_it_may_be_one(
        self, settings, given, peer, is_taken
    ):
        settings.TRUSTED_PROXIES = ["10.0.0.2"]
        request = RequestFactory().get("/", headers={"X-Request-ID": given}, REMOTE_ADDR="192.0.2.1")
        request.META[PEER] = peer

        said = answer_to(request)["X-Request-ID"]

        assert (said == given) is is_taken
        assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", said)

    def test_is_made_here_without_a_proxy_and_new_each_time(self):
        asked = RequestFactory().get("/", headers={"X-Request-ID": GIVEN})

        names = {answer_to(asked)["X-Request-ID"] for _each in range(3)}

        assert (len(names), GIVEN in names) == (3, False)

    @pytest.mark.parametrize(
        ("path", "status", "is_said"),
        [
            ("/fr/solidarites/", 200, False),
            ("/feeds/fr/all/sessions.ics", 200, False),
            ("/feeds/fr/session/none.ics", 404, True),
            ("/fr/nowhere/", 404, True),
            ("/admin/login/", 200, True),
        ],
    )
    def test_is_said_where_an_answer_is_not_for_everybody(self, client, session, path, status, is_said):
        answer = client.get(path)

        assert (answer.status_code, "X-Request-ID" in answer) == (status, is_said)


class TestLine:
    def test_change_is_said_with_its_request_and_nothing_of_its_query(self, said):
        request = RequestFactory().post("/fr/join/x/?q=canary")

        name = answer_to(request)["X-Request-ID"]

        (line,) = said()
        told = {key: line[key] for key in ("event", "level", "method", "path", "status")}
        assert told == {
            "event": "answered", "level": "info", "method": "POST", "path": "/fr/join/x/", "status": 200,
        }  # fmt: skip
        assert isinstance(line["milliseconds"], int)
        assert "user" not in line
        assert re.fullmatch(r"[0-9a-f]{32}", name)
        assert line["request_id"] == name

    def test_reading_is_not_said(self, said):
        answer_to(RequestFactory().get("/"))

        assert said() == []

    def test_failure_is_said(self, said):
        answer_to(RequestFactory().get("/"), HttpResponse(status=503))

        assert [(line["status"], line["level"]) for line in said()] == [(503, "warning")]

    def test_slow_answer_is_said(self, said, monkeypatch):
        monkeypatch.setattr(requests, "SLOW_SECONDS", 0.0)

        answer_to(RequestFactory().get("/"))

        assert [line["status"] for line in said()] == [200]

    def test_editor_is_said_by_number(self, said, admin_client, admin_user):
        admin_client.post("/admin/login/", {})

        assert [(line["user"], "admin" in line["path"]) for line in said()] == [(admin_user.pk, True)]


class TestPeer:
    def test_is_noted_before_a_proxy_is_believed(self):
        seen = {}
        application = noting_peer(lambda environ, _start: seen.update(environ) or [])

        application({"REMOTE_ADDR": "10.0.0.2"}, None)

        assert peer_of(seen | {"REMOTE_ADDR": "192.0.2.1"}) == "10.0.0.2"

    @pytest.mark.parametrize(
        ("address", "networks", "expected"),
        [
            ("10.0.0.2", ["10.0.0.2"], True),
            ("10.0.0.2", ["10.0.0.0/24", "::1"], True),
            ("::ffff:10.0.0.2", ["10.0.0.0/24"], True),
            ("::1", ["10.0.0.0/24", "::1"], True),
            ("10.0.1.2", ["10.0.0.0/24"], False),
            ("unix:", ["10.0.0.0/24"], False),
            ("10.0.0.2", [], False),
        ],
    )
    def test_is_within_a_network(self, address, networks, expected):
        assert is_within(address, networks) is expected

    @pytest.mark.parametrize(
        "name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"]
    )
    def test_says_that_it_is_a_proxy(self, name):
        assert came_through_a_proxy(RequestFactory().get("/", headers={name: "x"}).META)
        assert not came_through_a_proxy(RequestFactory().get("/").META)
