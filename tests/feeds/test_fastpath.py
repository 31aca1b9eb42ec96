"""Feeds from memory: the very answers of Django, without it, until something changes."""

import datetime
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from threading import Barrier

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds import fastpath, generation
from feeds.fastpath import FastPath
from feeds.marks import mark_everything
from feeds.memory import REMEMBER
from feeds.responses import prepare
from tests import factories
from tests.feeds.fast_server import Server
from tests.feeds.test_database_away import database_away
from tests.feeds.test_responses import stored

pytestmark = pytest.mark.django_db

ICS, JSON = "/feeds/fr/all/sessions.ics", "/feeds/he/cycle-solidarites/sessions.json"
DOWNLOAD, OPML = "/feeds/fr/session/solidarites-7.ics", "/feeds/fr/feeds.opml"
# Behind everything that the session's feeds say of their own age.
NOW = datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def server(session, web_process):
    """Behind the dates of everything that the session's feeds say of their own age."""
    with time_machine.travel(NOW):
        yield web_process()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["", "gzip", "br", "gzip;q=1, br;q=0.5", "*;q=0"])
@pytest.mark.parametrize("path", [ICS, JSON, DOWNLOAD, OPML])
def test_second_answer_is_the_first_without_django(server, path, coding, method):
    headers = {"Accept-Encoding": coding}

    first, second = (server.ask(path, method=method, **headers) for _ in range(2))

    assert (first[1], second[1]) == (True, False)
    assert second[0] == (first[0] if method == "GET" else (*first[0][:2], b""))
    assert first[0][0] == "200 OK"


TAGS = st.sampled_from(['"x"', "*", 'W/"x"', "", "nonsense", "{etag}", "W/{etag}", '"x", {etag}', "{other}"])
DATES = st.sampled_from(
    ["{date}", "nonsense", format_datetime(NOW, usegmt=True), "Mon, 01 Jan 1990 00:00:00 GMT"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    conditions=st.fixed_dictionaries(
        {},
        optional={
            "If-None-Match": TAGS, "If-Match": TAGS, "If-Modified-Since": DATES, "If-Unmodified-Since": DATES,
            "Accept-Encoding": st.sampled_from(["gzip", "br, gzip", "identity;q=0"]),
        },
    ),
    method=st.sampled_from(["GET", "HEAD"]),
)  # fmt: skip
def test_every_condition_is_answered_as_django_answers_it(server, conditions, method):
    _status, known, _body = server.ask(ICS)[0]
    other = server.ask(ICS, **{"Accept-Encoding": "gzip"})[0][1]["ETag"]
    values = {"etag": known["ETag"], "other": other, "date": known["Last-Modified"]}
    headers = {name: value.format(**values) for name, value in conditions.items()}

    from_memory = server.ask(ICS, method=method, **headers)
    generation.bump()
    by_django = server.ask(ICS, method=method, **headers)

    assert (from_memory[1], by_django[1]) == (False, True)
    assert from_memory[0][:2] == by_django[0][:2]
    assert from_memory[0][2] == (b"" if method == "HEAD" else by_django[0][2])


def test_answer_from_memory_asks_no_database(server):
    first = server.ask(ICS)

    with database_away():
        assert server.ask(ICS) == (first[0], False)


@pytest.mark.parametrize("path", [ICS, DOWNLOAD, OPML])
def test_last_bytes_given_while_the_database_is_away_are_not_remembered(server, path):
    first = server.ask(path)[0]
    generation.bump()

    with database_away():
        assert [server.ask(path) for _ in range(2)] == [(first, True)] * 2
    assert [server.ask(path)[1] for _ in range(2)] == [True, False]


def test_parameters_cookies_and_host_change_nothing(server):
    first = server.ask(ICS)[0]

    assert server.ask(f"{ICS}?utm_source=mail", Cookie="django_language=he", Host="else.example") == (
        first,
        False,
    )


def test_change_is_in_the_next_answer(server, session, django_capture_on_commit_callbacks):
    server.ask(JSON)

    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(session, title="Autrement")
    (status, _headers, body), asked_django = server.ask(JSON)

    assert (status, asked_django, "Autrement" in body.decode()) == ("200 OK", True, True)
    assert server.ask(JSON)[1] is False


def test_mark_that_is_committed_and_not_yet_looked_at_is_not_passed_over(
    server, monkeypatch, django_capture_on_commit_callbacks
):
    server.ask(ICS)
    monkeypatch.setattr("feeds.refresh.refresh", lambda **kwargs: None)

    with django_capture_on_commit_callbacks(execute=True):
        mark_everything()

    assert server.ask(ICS)[1] is True


def test_what_was_read_before_a_change_is_not_remembered_behind_it(server, monkeypatch):
    django = server.django

    def slow(environ, start_response):
        answer = django(environ, start_response)
        generation.bump()
        return answer

    server.django = slow
    server.ask(ICS)
    server.django = django

    assert server.ask(ICS)[1] is True


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (ICS, "OPTIONS"),
        (ICS, "POST"),
        ("/fr/", "GET"),
        ("/feeds/fr/all/nothing.ics", "GET"),
        ("/feeds/de/all/sessions.ics", "GET"),
        ("/feeds/fr/session/nothing-1.ics", "GET"),
    ],
)
def test_everything_else_is_the_matter_of_django(server, path, method):
    server.ask(ICS)

    assert [server.ask(path, method=method)[1] for _ in range(2)] == [True, True]


def test_feed_that_is_gone_is_gone(server, session, django_capture_on_commit_callbacks):
    server.ask(DOWNLOAD)

    with django_capture_on_commit_callbacks(execute=True):
        session.unpublish()

    assert [server.ask(DOWNLOAD)[0][0] for _ in range(2)] == ["410 Gone"] * 2


@pytest.mark.parametrize("off", [{"STORE_DIR": ""}, {"FEED_MEMORY": 0}], ids=lambda off: next(iter(off)))
def test_fast_path_is_off_by_one_setting(server, settings, monkeypatch, off):
    by_fast_path = server.ask(ICS)[0], server.ask(ICS)[0]
    monkeypatch.setattr(fastpath, "watch", None)
    settings.PARVIS = settings.PARVIS | off

    answers = [Server().ask(ICS) for _ in range(2)]

    assert [passed_on for _answer, passed_on in answers] == [True, True]
    assert [answer for answer, _passed_on in answers] == list(by_fast_path)


def test_feed_that_is_dated_ahead_of_the_clock_says_its_own_date_when_that_has_come(server):
    early = datetime.datetime(2021, 5, 3, tzinfo=datetime.UTC)
    with time_machine.travel(early, tick=False):
        first, second = server.ask(ICS), server.ask(ICS)
    later, latest = server.ask(ICS), server.ask(ICS)

    assert [passed_on for _answer, passed_on in (first, second, later, latest)] == [True, False, True, False]
    dates = [answer[1].get("Last-Modified") for answer, _passed_on in (first, second, later, latest)]
    assert (dates[:2], dates[2] == dates[3], dates[2] is None) == ([None, None], True, False)
    assert len({answer[1]["ETag"] for answer, _passed_on in (first, second, later, latest)}) == 1


class Crowd:
    """Threads that ask for one address at once, of an application that remembers what it answered; and how often it was asked."""

    def __init__(self, *, readers: int, application, is_remembered: bool = True) -> None:
        self.asked = 0
        self._answer, self._readers, self._is_remembered = application, readers, is_remembered

    def _application(self, environ, start_response):
        self.asked += 1
        self._answer()
        prepared = prepare(stored(), now=NOW)
        if self._is_remembered:
            environ[REMEMBER](ICS, prepared, size=1)
        start_response("200 OK", [])
        return [prepared.forms["identity"].body]

    def rush(self) -> list[bytes]:
        path = FastPath(self._application)
        environ = {"PATH_INFO": ICS, "REQUEST_METHOD": "GET"}
        with ThreadPoolExecutor(self._readers) as readers:
            answers = [readers.submit(path, dict(environ), lambda *args: None) for _ in range(self._readers)]
            return [b"".join(each.result()) for each in answers]


def test_readers_at_once_ask_django_once(server):
    crowd = Crowd(readers=8, application=lambda: time.sleep(0.05))

    assert crowd.rush() == [b"BEGIN:VCALENDAR"] * 8
    assert crowd.asked == 1


def test_reader_who_has_waited_long_asks_too(server, monkeypatch):
    monkeypatch.setattr(fastpath, "PATIENCE_SECONDS", 0.01)
    both = Barrier(2, timeout=5)
    crowd = Crowd(readers=2, application=both.wait)

    assert crowd.rush() == [b"BEGIN:VCALENDAR"] * 2
    assert crowd.asked == 2


def test_readers_of_what_is_not_remembered_do_not_wait_for_each_other(server):
    """As of an unknown address: the first one goes alone, and behind it all the others at once."""
    together, first = Barrier(3, timeout=5), []

    def answer():
        if first:
            together.wait()
        first.append(time.sleep(0.05))

    crowd = Crowd(readers=4, application=answer, is_remembered=False)

    assert crowd.rush() == [b"BEGIN:VCALENDAR"] * 4
    assert crowd.asked == 4


def test_readers_behind_a_failure_are_told_by_django_themselves(server):
    def fail():
        raise ZeroDivisionError

    crowd = Crowd(readers=3, application=fail)

    for _each in range(2):
        with pytest.raises(ZeroDivisionError):
            crowd.rush()
    assert crowd.asked == 6
