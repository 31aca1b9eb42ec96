"""Requests that nobody means: addresses that never were, headers without end. They are answered rightly, and leave nothing behind."""

import gc
import logging
import resource
import tracemalloc
from pathlib import Path

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import resolve

import pytest
import time_machine

from feeds import generation
from feeds.negotiation import LONGEST, choose_coding
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

ICS = "/feeds/fr/all/sessions.ics"
NOW = utc(2121, 5, 3, 9, 30)
MANY = 100_000
HUGE = 100_000


@pytest.fixture
def server(session, web_process):
    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOW):
        yield web_process()
    logging.disable(logging.NOTSET)


def unknown(number: int) -> str:
    """An address that has the form of one, and is none; each time another. One in ten asks the database."""
    with_queries = (
        f"/feeds/fr/cycle-c{number}/sessions.ics",
        f"/feeds/fr/session/s{number}-1.ics",
        f"/feeds/x{number}/all/news.atom",
        f"/feeds/fr/all/sessions-{1000 + number % 9000}.atom?{number}",
    )
    if number % 10 == 0:
        return with_queries[number // 10 % len(with_queries)]
    return (f"/feeds/fr/cycle-c{number}/news.ics", f"/feeds/fr/all/{number}.ics", f"/feeds/{number}")[
        number % 3
    ]


def taken_by(work, *, times: int) -> int:
    """The memory that is not given back (bytes), by Python's allocator; what the first few calls prepare does not count."""
    first = times // 5
    work(range(first))
    gc.collect()
    tracemalloc.start()
    try:
        work(range(first, first + times))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def kept(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_unknown_addresses_leave_nothing_in_memory_nor_in_the_store(server, tmp_path):
    """Through all of Django: less than 50 bytes for each of 2,000, so they are not kept anywhere."""
    first, statuses = server.ask(ICS)[0], set()

    def ask(numbers):
        statuses.update(server.ask(unknown(number))[0][0] for number in numbers)

    taken = taken_by(ask, times=2_000)

    assert statuses == {"404 Not Found"}
    assert taken < 2_000 * 50
    assert kept(tmp_path) == [
        ".generation",
        ".removals",
        "feeds/fr/all/.sessions.ics.lock",
        "feeds/fr/all/sessions.ics",
    ]
    assert server.ask(ICS) == (first, False)


def views_alone(environ, start_response):
    """The views of Django, without its middleware and without the page that says 404."""
    try:
        view, arguments, keywords = resolve(environ["PATH_INFO"])
        status = view(WSGIRequest(environ), *arguments, **keywords).status_code
    except Http404:
        status = 404
    start_response(f"{status} ", [])
    return []


def resident() -> int:
    """What the process holds of the machine's memory (bytes)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.slow
def test_hundred_thousand_unknown_addresses_leave_what_is_known_in_memory(server, tmp_path):
    """Every one through the fast path and the very views. 200 bytes for each would be 20 MB."""
    first = server.ask(ICS)[0]
    server.django = views_alone
    statuses = {server.ask(unknown(number))[0][0] for number in range(1_000)}
    before = resident()

    statuses |= {server.ask(unknown(number))[0][0] for number in range(1_000, MANY)}

    assert (statuses, server.passed_on) == ({"404 "}, 1 + MANY)
    assert resident() - before < 10_000_000
    assert kept(tmp_path) == [
        ".generation",
        ".removals",
        "feeds/fr/all/.sessions.ics.lock",
        "feeds/fr/all/sessions.ics",
    ]
    assert server.ask(ICS) == (first, False)


# Headers


def long_lists(etag: str) -> dict[str, tuple[str, str]]:
    """Lists of 100,000 bytes, with the status that each asks for."""
    others = ", ".join(f'"{number:032x}"' for number in range(HUGE // 36))
    return {
        "with ours at its end": (f"{others}, {etag}", "304 Not Modified"),
        "with ours, weak, at its beginning": (f"W/{etag}, {others}", "304 Not Modified"),
        "of others": (others, "200 OK"),
        "of nothing": ("," * HUGE, "200 OK"),
        "of one long tag": (f'"{"x" * HUGE}"', "200 OK"),
        "of a tag that never ends": (f'"{etag[1:-1] * (HUGE // 32)}', "200 OK"),
        "of quotes": ('"' * HUGE, "200 OK"),
        "of weak beginnings": ("W/" * (HUGE // 2), "200 OK"),
    }


LISTS = tuple(long_lists("x"))


@pytest.mark.parametrize("kind", LISTS)
def test_list_of_tags_as_long_as_it_may_be_is_answered_rightly(server, kind):
    (_status, known, body), _passed_on = server.ask(ICS)
    value, expected = long_lists(known["ETag"])[kind]

    from_memory = server.ask(ICS, **{"If-None-Match": value})
    generation.bump()
    by_django = server.ask(ICS, **{"If-None-Match": value})

    assert (from_memory[1], by_django[1]) == (False, True)
    assert from_memory[0] == by_django[0]
    assert (from_memory[0][0], from_memory[0][2]) == (expected, body if expected == "200 OK" else b"")


def test_list_of_tags_is_not_remembered(server):
    server.ask(ICS)

    def ask(numbers):
        for number in numbers:
            server.ask(ICS, **{"If-None-Match": f'"{number}{"x" * 1_000}"', "If-Match": f'"{number}"'})

    assert taken_by(ask, times=400) < 400 * 50


def test_codings_that_are_asked_for_are_remembered_within_bounds(server):
    server.ask(ICS)

    def ask(numbers):
        for number in numbers:
            server.ask(ICS, **{"Accept-Encoding": f"gzip;q=0.5, x{number}{'y' * 900}"})
            server.ask(ICS, **{"Accept-Encoding": f"gzip, {number}" + "y" * HUGE})

    assert taken_by(ask, times=400) < 256 * 3_000


@pytest.mark.parametrize(("length", "coding"), [(LONGEST, "br"), (LONGEST + 1, "identity")])
def test_header_that_no_program_sends_gets_plain_bytes(length, coding):
    assert choose_coding("br".ljust(length), available=("br", "gzip")) == coding
