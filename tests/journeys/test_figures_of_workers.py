"""Figures are sums over all processes of a host, whichever answers, and no death of one lowers them."""

import os
import signal
import sqlite3
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.database import ensure_states, state_path
from tests.granian_server import until
from tests.journeys.web import web

pytestmark = pytest.mark.slow

ICS = "/feeds/fr/all/sessions.ics"
POLLS = 300


def figures(server) -> dict[tuple[str, str], float]:
    """Answers of feeds in iCalendar, by outcome."""
    status, _headers, body = server.ask("/metrics")
    assert status == 200
    return {
        (sample.name, sample.labels.get("outcome", "")): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
        if sample.labels.get("format") == "ics"
    }


def answered(server) -> float:
    return sum(value for (name, _outcome), value in figures(server).items() if "answers" in name)


@pytest.fixture
def server(tmp_path, django_db_setup):
    ensure_states()
    database = tmp_path / "site.sqlite3"
    with sqlite3.connect(state_path("session")) as source, sqlite3.connect(database) as target:
        source.backup(target)
    with web(tmp_path / "host", database=f"sqlite:///{database}") as server:
        yield server


def test_sums_of_two_workers_outlive_the_death_of_one(server):
    tag = server.ask(ICS)[1]["Etag"]
    for _each in range(POLLS):
        server.ask(ICS, **{"If-None-Match": tag})
    until(lambda: answered(server) == POLLS + 1)
    before = figures(server)

    # What is not carried yet is lost with a process that is killed: at most that of a second.
    os.kill(server.workers()[0], signal.SIGKILL)
    until(lambda: len(server.workers()) == 2)
    time.sleep(1)

    assert {name: figures(server)[name] >= value for name, value in before.items()} == dict.fromkeys(
        before, True
    )
    assert answered(server) == POLLS + 1
    server.ask(ICS, **{"If-None-Match": tag})
    until(lambda: answered(server) == POLLS + 2)


def test_hits_misses_and_renders_are_told_apart(server):
    tag = server.ask(ICS)[1]["Etag"]
    for _each in range(40):
        server.ask(ICS)
        server.ask(ICS, **{"If-None-Match": tag})
    until(lambda: answered(server) == 81)

    said = figures(server)
    misses = said["parvis_feed_answers_total", "miss"]
    # One for each worker, and for the second after which the feed's date is not ahead of the clock any more.
    assert 1 <= misses <= 6
    assert said["parvis_feed_renders_total", ""] == 1
    assert (
        said["parvis_feed_answers_total", "hit"] + said["parvis_feed_answers_total", "not_modified"]
        == 81 - misses
    )
