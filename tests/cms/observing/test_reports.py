"""An error in a view is reported to a server that stands in for Sentry, without anything that no report may hold."""

import gzip
import json

import brotli
import pytest

from cms.observing import reports
from tests.cms.test_settings import ENVIRONMENT, run
from tests.feeds.servers import Asked, always, http_server
from tests.journeys.planted import SECRETS, sings

# Fails in a view, and in a log, with canaries in everything that a report could take along.
FAILING = """
import django, logging
django.setup()
import sentry_sdk
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from cms import views
from cms.observing import probes
# Collected files are not what this is about.
views.server_error = lambda request: HttpResponse("failed", status=500)
secrets = {secrets!r}

def fail(request):
    passcode = secrets["passcode"]
    request.user = get_user_model()(pk=7, username="canarypass", email="canarypass@museum.example")
    raise ValueError("It failed at " + secrets["link"] + " meeting_id=" + secrets["meeting_id"])

probes.VIEWS["/failing"] = fail
environ = RequestFactory().post(
    "/failing?q=canarypass", dict(secrets), headers=dict(Host="museum.example", Cookie="a=canarypass", Authorization="canarypass"),
    REMOTE_ADDR="203.0.113.9",
).environ
print(b"".join(WSGIHandler()(environ, lambda *said: print(said[0]))))
logging.getLogger("events").error("pwd=%s and %s", "canarytoken", secrets["link"])
sentry_sdk.flush(5)
"""

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}


def events_of(asked: list[Asked]) -> list[dict]:
    """The reports in Sentry's envelopes."""
    found = []
    for each in asked:
        lines = UNPACK[each.headers["Content-Encoding"]](each.body).splitlines()
        found += [
            json.loads(lines[number + 1])
            for number, line in enumerate(lines[:-1])
            if line.startswith(b"{") and json.loads(line).get("type") == "event"
        ]
    return found


@pytest.fixture
def reported(tmp_path):
    """What a site of its own reports when it fails, and the answer to whoever asked."""
    (tmp_path / "static").mkdir()
    with http_server(always(200)) as server:
        dsn = server.url.replace("http://", "http://key@") + "/1"
        done = run(
            FAILING.format(secrets=SECRETS),
            tmp_path,
            SENTRY_DSN=dsn,
            MEETING_HOSTS="zoom.example",
            **ENVIRONMENT,
        )
        assert done.returncode == 0, done.stderr
    return events_of(server.asked), done.stdout


def test_error_in_a_view_arrives_without_canaries(reported):
    events, answer = reported

    assert "500 Internal Server Error" in answer
    failed = [event for event in events if "exception" in event]
    values = [value["value"] for event in failed for value in event["exception"]["values"]]
    assert "It failed at [meeting link] meeting_id=[hidden]" in values
    assert {event["release"].partition("@")[0] for event in events} == {"parvis"}
    assert {event["environment"] for event in events} == {"production"}
    assert [event for event in events if sings(json.dumps(event)) or "203.0.113.9" in json.dumps(event)] == []


def test_report_says_of_a_request_its_method_and_address_and_of_a_user_the_number(reported):
    (failed, *_others) = [event for event in reported[0] if event.get("request")]

    assert failed["request"] == {"method": "POST", "url": "http://museum.example/failing"}
    frames = failed["exception"]["values"][-1]["stacktrace"]["frames"]
    assert [frame for frame in frames if "vars" in frame] == []


def test_line_of_an_error_arrives_masked(reported):
    said = [event["logentry"] for event in reported[0] if event.get("logger") == "events"]

    assert [each["formatted"] for each in said] == ["pwd=[hidden] and [meeting link]"]


def test_without_an_address_nothing_of_it_is_imported(tmp_path):
    program = "import django, sys; django.setup(); print([name for name in sys.modules if name.startswith('sentry')])"

    assert run(program, tmp_path, **ENVIRONMENT).stdout == "[]\n"


def test_user_is_a_number_and_nothing_else(settings):
    event = {
        "user": {"id": "7", "username": "anna", "email": "a@b.example", "ip_address": "203.0.113.9"},
        "request": {"url": "https://x.example/", "method": "GET", "headers": {"Cookie": "x"}, "query_string": "q=x"},
        "extra": {"sys.argv": ["x"]},
    }  # fmt: skip

    assert reports.scrub(event) == {
        "user": {"id": "7"},
        "request": {"url": "https://x.example/", "method": "GET"},
    }


def test_server_that_is_asked_is_told_nothing_of_us(tmp_path):
    program = "import django; django.setup(); from urllib.request import urlopen; urlopen({url!r})"
    with http_server(always(200)) as server:
        done = run(
            program.format(url=server.url), tmp_path, SENTRY_DSN="http://key@127.0.0.1:9/1", **ENVIRONMENT
        )

    assert done.returncode == 0, done.stderr
    (asked,) = server.asked
    assert [
        name for name in asked.headers if name.lower() in {"sentry-trace", "baggage", "traceparent"}
    ] == []
