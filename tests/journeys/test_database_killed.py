"""PostgreSQL is killed, or hangs, in the middle of many polls: not one is lost, and all is fresh again without a restart."""

import http.client
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from django.db import connection

import pytest

from feeds.generation import Generation
from tests.granian_server import Server, answer_on, until
from tests.journeys.frozen import Tunnel
from tests.journeys.own_postgresql import address_of, own_postgresql
from tests.journeys.web import editor, web

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

PATHS = (
    *(f"/feeds/{language}/all/{file}" for language in ("fr", "he") for file in ("sessions.ics", "sessions.atom", "news.rss")),
    *("/feeds/fr/cycle-solidarites/sessions.json", "/feeds/fr/all/changes.atom"),
    *("/feeds/fr/session/solidarites-7.ics", "/feeds/fr/feeds.opml"),
)  # fmt: skip
READERS = 8


@pytest.fixture
def server(session, transactional_db):
    """With a copy of the tests' session."""
    name = connection.settings_dict["NAME"]
    with own_postgresql() as server:
        server.fill(address_of(os.environ["TEST_POSTGRES_URL"], database=name))
        yield server


class Polls:
    """Readers who poll every feed, on connections that they keep, until they are told to stop."""

    def __init__(self, site: Server) -> None:
        self._site = site
        self._known = {path: site.ask(path)[1:] for path in PATHS}
        self._over = Event()
        self.answered = 0
        self.lost: list[object] = []

    def poll(self, number: int) -> None:
        """Every second time with the tag that the first answer had; the whole answer must be the first one."""
        link = self._site.connect()
        while not self._over.is_set():
            for path in PATHS:
                number += 1
                self._note(link, path, is_known=number % 2 == 0)
        link.close()

    def stop(self) -> None:
        self._over.set()

    def _note(self, link: http.client.HTTPConnection, path: str, *, is_known: bool) -> None:
        headers, body = self._known[path]
        tag = headers["Etag"]
        expected = (304, tag, b"") if is_known else (200, tag, body)
        try:
            status, said, found = answer_on(link, path, **({"If-None-Match": tag} if is_known else {}))
        except (OSError, http.client.HTTPException) as error:
            link.close()
            self.lost.append((path, error))
            return
        self.answered += 1
        if (status, said.get("Etag"), found) != expected:
            self.lost.append((path, status, said.get("Etag")))


@pytest.fixture
def tunnel(session, transactional_db):
    """A way to the database of the test that can be frozen."""
    at = connection.settings_dict
    way = Tunnel((at["HOST"] or "127.0.0.1", int(at["PORT"] or 5432)))
    yield way
    way.thaw()
    way.close()


@contextmanager
def polls_of(site: Server):
    """Eight readers poll within the block, and have ended behind it."""
    polls = Polls(site)
    with ThreadPoolExecutor(READERS) as readers:
        running = [readers.submit(polls.poll, number) for number in range(READERS)]
        try:
            yield polls
        finally:
            polls.stop()
    for poller in running:
        poller.result()


@pytest.mark.debian("postgresql")
def test_postgresql_killed_in_the_middle_of_polls_loses_no_request(server, tmp_path):
    """From memory, and from the store while memory is emptied again and again."""
    with (
        web(tmp_path / "web", database=server.url) as site,
        editor(tmp_path / "desk", database=server.url) as desk,
    ):
        with polls_of(site) as polls:
            time.sleep(2)
            before = polls.answered
            server.kill()
            forget_again_and_again(tmp_path / "web", seconds=5)
            while_away = polls.answered
            server.start()
            forget_again_and_again(tmp_path / "web", seconds=5)
            after = polls.answered

        assert polls.lost == []
        assert 0 < before < while_away < after
        desk.publish("La base est revenue")
        until(lambda: "La base est revenue" in site.ask(PATHS[0])[2].decode(), seconds=10)


def test_postgresql_that_hangs_in_the_middle_of_polls_loses_no_request(tunnel, tmp_path):
    """Connections stay open and nothing is said: whoever has to ask Django waits for the deadline, and gets the stored bytes."""
    at = urlsplit(os.environ["TEST_POSTGRES_URL"])
    url = f"{at.scheme}://{at.netloc.rpartition(':')[0]}:{tunnel.port}/{connection.settings_dict['NAME']}"
    with web(tmp_path / "web", database=url) as site:
        with polls_of(site) as polls:
            time.sleep(2)
            before = polls.answered
            tunnel.freeze()
            forget_again_and_again(tmp_path / "web", seconds=12)
            while_away = polls.answered
            tunnel.thaw()
            forget_again_and_again(tmp_path / "web", seconds=5)
            after = polls.answered

        assert polls.lost == []
        assert 0 < before < while_away < after


@pytest.mark.debian("postgresql")
def test_postgresql_that_knows_the_password_no_more_loses_no_request(server, tmp_path):
    """Somebody changed it there, and not here; changed back, all is fresh again without a restart."""
    url = server.ask_for_password("web", "first")
    with web(tmp_path / "web", database=url) as site:
        with polls_of(site) as polls:
            time.sleep(1)
            before = polls.answered
            server.run("ALTER ROLE web PASSWORD 'second'")
            until(lambda: site.ask("/readyz")[0] == 503, seconds=10)
            forget_again_and_again(tmp_path / "web", seconds=3)
            while_away = polls.answered
            api = site.ask("/api/v1/news")
            server.run("ALTER ROLE web PASSWORD 'first'")
            until(lambda: site.ask("/readyz")[0] == 200, seconds=10)
            forget_again_and_again(tmp_path / "web", seconds=2)
            after = polls.answered

        assert polls.lost == []
        assert 0 < before < while_away < after
        assert (api[0], b"password" in api[2]) == (503, False)


def forget_again_and_again(folder: Path, *, seconds: float) -> None:
    """As a change of feeds does: ten times a second everything is asked of Django once more."""
    shared, end = Generation(folder / "feeds"), time.monotonic() + seconds
    while time.monotonic() < end:
        shared.bump()
        time.sleep(0.1)
