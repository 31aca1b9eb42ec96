"""One line for each event, from structlog and from the standard library alike, without what no line may hold."""

import io
import json
import logging
import sys

import pytest
import structlog

from cms.observing.logs import CONSOLE, JSON, logging_settings, make_formatter
from tests.cms.test_settings import ENVIRONMENT, ROOT, run
from tests.journeys.web import web


@pytest.fixture
def lines():
    """Gives what was said so far through a formatter of production, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make_formatter(JSON))
    logging.getLogger("parvis.test").addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger("parvis.test").removeHandler(handler)


def test_both_kinds_of_loggers_have_the_same_fields(lines):
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger("parvis.test").warning("said", number=7)
        logging.getLogger("parvis.test").warning("said %s", "too", extra={"status_code": 404, "request": 1})

    ours, theirs = lines()
    assert ours.pop("timestamp") <= theirs.pop("timestamp")
    common = {"logger": "parvis.test", "level": "warning", "request_id": "r1"}
    assert ours == common | {"event": "said", "number": 7}
    assert theirs == common | {"event": "said too", "status_code": 404}


def test_exception_is_one_line_and_keeps_no_secret(lines, settings):
    settings.PARVIS = settings.PARVIS | {"MEETING_HOSTS": ["zoom.example"]}
    try:
        raise ValueError("https://zoom.example/j/777?pwd=canary of 203.0.113.9")
    except ValueError:
        logging.getLogger("parvis.test").exception("It failed")

    (line,) = lines()
    assert line["event"] == "It failed"
    assert line["exception"].startswith("Traceback")
    assert line["exception"].endswith("ValueError: [meeting link] of [address]")


def test_console_is_for_people():
    record = logging.LogRecord("parvis", logging.INFO, "", 1, "said %s", ("pwd=abc",), None)

    assert "said pwd=[hidden]" in make_formatter(CONSOLE).format(record)


def test_other_forms_are_refused(tmp_path):
    done = run("import django; django.setup()", tmp_path, settings="cms.settings.base", LOG_FORMAT="xml")

    assert "LOG_FORMAT must be one of json, console." in done.stderr


def test_nothing_is_mailed_and_what_was_not_found_is_no_line():
    loggers = logging_settings(JSON)["loggers"]

    assert loggers["django"] == {"handlers": [], "level": "WARNING", "propagate": True}
    assert loggers["django.request"] == {"level": "ERROR"}


def test_libraries_say_what_went_wrong_only_and_ours_what_they_did():
    said = logging_settings(CONSOLE)

    assert said["root"]["level"] == "WARNING"
    assert {said["loggers"][app]["level"] for app in ("cms", "events", "feeds")} == {"INFO"}


def test_production_says_json_on_standard_output(tmp_path):
    program = "import django, logging; django.setup(); logging.getLogger('django.x').error('away %s', 'now')"

    done = run(program, tmp_path, **ENVIRONMENT)

    assert done.stderr == ""
    line = json.loads(done.stdout)
    assert (line["event"], line["level"], line["logger"]) == ("away now", "error", "django.x")


def test_lines_of_the_web_server_take_the_same_form(tmp_path):
    formatter = make_formatter()
    record = logging.LogRecord("_granian", logging.INFO, "", 1, "Listening at: %s", ("x",), None)

    assert json.loads(formatter.format(record))["event"] == "Listening at: x"
    assert "django.apps" in sys.modules  # it is imported, and nothing of it is needed


@pytest.mark.slow
def test_web_server_starts_with_the_configuration_for_operators(tmp_path, capfd):
    options = ("--log-config", str(ROOT / "docker" / "log-config.json"), "--log-level", "info")

    with web(tmp_path, database=f"sqlite:///{tmp_path}/none", options=options, LOG_FORMAT=JSON) as server:
        assert server.ask("/readyz")[0] == 503

    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    said = {(line["logger"], line["event"]) for line in lines}
    assert ("_granian", f"Starting granian (main PID: {server.pid})") in said
    assert ("cms.observing.requests", "answered") in said
