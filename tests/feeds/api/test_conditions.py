"""Who has an answer already is told so for one query, and never once something else would be said."""

import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import pytest
import time_machine

from feeds.api import responses
from feeds.api.responses import Known
from feeds.memory import Memory
from tests import factories
from tests.feeds.happenings import look
from tests.feeds.world import make_programme, utc

pytestmark = pytest.mark.django_db

PATHS = (
    "cycles",
    "sessions?limit=100",
    "sessions/solidarites-1",
    "news",
    "organisations",
    "people",
    "changes",
)
BEFORE = utc(2021, 5, 18, 9)


def ask(path: str, etag: str = ""):
    return Client(headers={"If-None-Match": etag} if etag else {}).get(f"/api/v1/{path}")


@pytest.mark.parametrize("size", [1, pytest.param(30, marks=pytest.mark.slow)])
def test_304_costs_one_query(cycle, size, django_assert_num_queries):
    make_programme(cycle, size=size)
    look()
    for path in PATHS:
        etag = ask(path)["ETag"]
        with django_assert_num_queries(1):
            answer = ask(path, etag)
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert ask(path, '"another"').status_code == 200


def test_answer_is_given_again_when_something_was_published(session):
    etag = ask("sessions")["ETag"]
    factories.publish(session, title="Autrement")

    assert ask("sessions", etag).status_code == 200


def test_answer_is_given_again_when_a_session_has_another_state(session):
    found = []
    with time_machine.travel(BEFORE, tick=False) as clock:
        etag = ask("sessions")["ETag"]
        for minutes in (59, 1, 1):
            clock.shift(datetime.timedelta(minutes=minutes))
            found.append(ask("sessions", etag).status_code)

    assert found == [304, 200, 200]


def test_answer_that_is_equal_in_a_later_edition_is_not_sent_again(session):
    etag = ask("news")["ETag"]
    factories.publish(session, title="Autrement")

    assert ask("news", etag).status_code == 304


def test_answer_holds_from_its_making_to_its_end():
    known = Known('"x"', made=utc(2021, 1, 2), until=utc(2021, 1, 3))

    moments = [utc(2021, 1, 1), utc(2021, 1, 2), utc(2021, 1, 3)]
    assert [known.holds(now=at) for at in moments] == [False, True, False]


def test_answers_that_are_known_are_so_many_at_most(session, monkeypatch):
    """Those longest unused are made again, and so is that of an address without end; all of them rightly."""
    monkeypatch.setattr(responses, "_known", Memory(max_bytes=2))
    endless = "sessions?q=" + "%D7%90" * 100
    tags = {path: ask(path)["ETag"] for path in ("cycles", "news", "people", endless)}

    found = {}
    for path in (endless, "people", "news", "cycles"):
        with CaptureQueriesContext(connection) as queries:
            assert ask(path, tags[path]).status_code == 304
        found[path] = len(queries) == 1

    assert found == {endless: False, "people": True, "news": True, "cycles": False}
