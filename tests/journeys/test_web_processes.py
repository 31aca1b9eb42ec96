"""Real web processes: a herd, a worker that is killed, another host, a request that is all header."""

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from threading import Barrier

import pytest

from feeds.generation import Generation
from tests.database import state_path
from tests.granian_server import until
from tests.journeys.web import editor, web

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ICS = "/feeds/fr/all/sessions.ics"
HERD = 200


@pytest.fixture
def database(session, tmp_path) -> str:
    """A copy of the tests' session, in a file."""
    shutil.copy(state_path("session"), tmp_path / "site.sqlite3")
    return f"sqlite:///{tmp_path}/site.sqlite3"


@pytest.fixture
def notes(tmp_path):
    """What tests/journeys/counted.py noted: all lines, and the renderings among them."""
    place = tmp_path / "notes"
    place.touch()

    def read() -> tuple[list[str], list[str]]:
        lines = place.read_text().splitlines()
        return lines, [line for line in lines if line.startswith(ICS)]

    return read


@pytest.fixture
def counted(database, tmp_path):
    """The site whose renderings are noted."""
    variables = {"application": "tests.journeys.counted:application", "NOTES": str(tmp_path / "notes")}
    return lambda **more: web(tmp_path / "web", database=database, **variables, **more)


def ask_at_once(server, *, readers: int = HERD) -> list[tuple[int, str, bytes]]:
    """Status, tag and body that each of so many readers gets who come at one moment."""
    barrier = Barrier(readers)

    def come(_number):
        barrier.wait()
        status, headers, body = server.ask(ICS)
        return status, headers.get("Etag"), body

    with ThreadPoolExecutor(readers) as people:
        return list(people.map(come, range(readers)))


def test_feed_is_put_together_once_for_a_herd_over_two_processes(counted, notes, tmp_path):
    with counted() as server:
        first = server.ask(ICS)
        store = tmp_path / "web" / "feeds"
        shutil.rmtree(store / "feeds")
        Generation(store).bump()
        before = notes()[1]
        answers = ask_at_once(server)

        assert (len(before), len(notes()[1])) == (1, 2)
    assert set(answers) == {(200, first[1]["Etag"], first[2])}


def test_change_is_put_together_once_for_a_herd_over_two_processes(counted, notes, database, tmp_path):
    """Published by another host a moment before; whoever comes gets the old bytes or the new, each under its own tag."""
    with counted() as server, editor(tmp_path / "desk", database=database) as desk:
        old = server.ask(ICS)
        desk.publish("Tout autre chose")
        answers = set(ask_at_once(server))
        until(lambda: "Tout autre chose" in server.ask(ICS)[2].decode(), seconds=5)
        new = server.ask(ICS)

        versions = [line.split()[1] for line in notes()[1]]
        assert len(versions) == len(set(versions)) == 2
    assert answers <= {(200, each[1]["Etag"], each[2]) for each in (old, new)}


def test_worker_that_is_killed_while_it_builds_costs_its_own_readers_only(counted, notes):
    """The other one goes on without waiting for the dead, and a new one takes its place."""
    with counted(PAUSE="1") as server:
        until(lambda: len(server.workers()) == 2)
        with ThreadPoolExecutor(1) as pool:
            lost = pool.submit(server.ask, ICS)
            until(lambda: notes()[0])
            killed = int(notes()[0][0].split()[1])
            assert killed in server.workers()
            os.kill(killed, signal.SIGKILL)
            with pytest.raises(OSError, match=r"."):
                lost.result()
        began = time.monotonic()
        until(lambda: server.ask(ICS)[0] == 200)
        took = time.monotonic() - began
        until(lambda: len(server.workers()) == 2 and killed not in server.workers())
        answers = {server.ask(ICS)[2] for _each in range(20)}

        assert [line.split()[0] for line in notes()[1]] == [ICS]
    # A second for the building itself; five would be those that one waits for somebody who builds.
    assert (took < 4, len(answers)) == (True, 1)


def test_other_hosts_learn_of_a_change_within_two_seconds(database, tmp_path):
    with (
        web(tmp_path / "web", database=database) as server,
        editor(tmp_path / "desk", database=database) as desk,
    ):
        assert {server.ask(ICS)[0] for _each in range(20)} == {200}
        waits = []
        for number in range(5):
            title = f"Le titre {number}"
            began = desk.publish(title)
            until(lambda title=title: is_everywhere(server, title))
            waits.append(time.monotonic() - began)

    # Of five, so that one pause of the machine is no fault.
    assert median(waits) < 2


def is_everywhere(server, title: str) -> bool:
    """Whether a title is in each of six answers, of whichever worker."""
    return all(title in server.ask(ICS)[2].decode() for _each in range(6))


def test_list_of_tags_of_a_hundred_thousand_bytes_reaches_the_feed(database, tmp_path):
    others = ", ".join(f'"{number:032x}"' for number in range(2_700))
    with web(tmp_path / "web", database=database) as server:
        _status, headers, body = server.ask(ICS)
        known = server.ask(ICS, **{"If-None-Match": f"{others}, {headers['Etag']}"})
        unknown = server.ask(ICS, **{"If-None-Match": others})
        endless = server.ask(ICS, **{"If-None-Match": '"' * 1_000_000})[0]
        after = [server.ask(ICS)[0] for _each in range(6)]

    assert len(others) > 97_000
    assert (known[0], known[2], unknown[0], unknown[2]) == (304, b"", 200, body)
    # Longer than granian takes: refused before it costs anything.
    assert (endless, after) == (431, [200] * 6)
