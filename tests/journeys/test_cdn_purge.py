"""A change is gone from a real Varnish at once, with the VCL that operators use; a Varnish that is away keeps nobody waiting, and learns of it later."""

import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cms.test_settings import ROOT
from tests.database import ensure_states, state_path
from tests.docker.pages import commands
from tests.granian_server import Server, answer_on, free_port, until
from tests.journeys.web import editor, environment_of, web

pytestmark = pytest.mark.debian("varnish")

HOST = "127.0.0.1:8000"
FEED, EMBED, API = "/feeds/fr/all/sessions.ics", "/embed/fr/all/", "/api/v1/sessions/solidarites-7?lang=fr"
PAGE, HOME = "/fr/solidarites/seance-7/", "/fr/solidarites/"
UNTOUCHED = "/embed/v1.js"


def database_of(folder: Path) -> Path:
    """A site with one session, in a file."""
    ensure_states()
    path = folder / "site.sqlite3"
    with sqlite3.connect(state_path("session")) as source, sqlite3.connect(path) as target:
        source.backup(target)
    return path


@contextmanager
def varnish(folder: Path, *, port: int, origin: int) -> Iterator[Server]:
    """By the line of docker/CDN.md, with the VCL of docker/, in front of another port."""
    folder.mkdir(exist_ok=True)
    text = (ROOT / "docker" / "varnish.vcl").read_text()
    vcl = folder / "site.vcl"
    vcl.write_text(text.replace('"web"', '"127.0.0.1"').replace('"8000"', f'"{origin}"'))
    line = commands("CDN.md", beginning="varnishd ")
    line = line.replace(" :6081 ", f" 127.0.0.1:{port} ").replace("docker/varnish.vcl", str(vcl))
    command = [
        *shlex.split(line),
        "-F",
        "-j",
        "none",
        "-n",
        str(folder / "work"),
        "-p",
        "thread_pool_min=10",
        "-p",
        "thread_pools=1",
    ]
    with Server(command, port=port) as server:
        server.wait_for("/healthz", Host=HOST)
        yield server


class Stand:
    """The site, a cache in front of it, and an editor."""

    def __init__(self, folder: Path, cache: Server, cdn: str, database: Path, editor) -> None:
        self.folder, self.cache, self.cdn, self.database, self.editor = folder, cache, cdn, database, editor

    def get(self, path: str) -> tuple[str, str]:
        """Whether it came from the cache, and what it says."""
        status, headers, body = self.cache.ask(path, Host=HOST)
        assert status == 200, (path, status)
        return headers["X-Cache"], body.decode()

    def warm(self, *paths: str) -> None:
        for path in paths:
            # The date of a feed that has just changed is ahead of the clock for a second.
            self.get(path)
            assert self.get(path)[0] == "hit", path

    def waiting(self) -> int:
        with sqlite3.connect(self.database) as link:
            query = "SELECT count(*) FROM parvis_feeds_delivery WHERE kind = 'cdn'"
            return link.execute(query).fetchone()[0]

    def errors(self) -> set[str]:
        """Why what waits was not told."""
        with sqlite3.connect(self.database) as link:
            return {row[0] for row in link.execute("SELECT DISTINCT error FROM parvis_feeds_delivery")}

    def tick_when_due(self) -> None:
        """As if the time until the next attempt had passed."""
        with sqlite3.connect(self.database) as link:
            link.execute(
                "UPDATE parvis_feeds_delivery SET due_at = datetime('now', '-1 minute'), lease = NULL"
            )
        variables = environment_of(self.folder / "editor", database=f"sqlite:///{self.database}")
        command = [sys.executable, "manage.py", "tick"]
        environment = {**os.environ, **variables, "CDN": self.cdn}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603


@pytest.fixture(scope="module")
def static_files(tmp_path_factory) -> str:
    """A folder with the collected files, which pages name by what they hold."""
    folder = tmp_path_factory.mktemp("collected")
    variables = environment_of(folder, database=f"sqlite:///{folder}/none") | {"STATIC_ROOT": str(folder)}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | variables, check=True, capture_output=True)  # noqa: S603
    return str(folder)


@pytest.fixture
def stand(tmp_path, static_files, django_db_setup):
    database, port = database_of(tmp_path), free_port()
    cdn = f"http://127.0.0.1:{port}"
    url = f"sqlite:///{database}"
    with (
        web(tmp_path / "host", database=url, CDN=cdn, STATIC_ROOT=static_files) as site,
        varnish(tmp_path / "varnish", port=port, origin=site.port) as cache,
        editor(tmp_path / "editor", database=url, CDN=cdn) as writer,
    ):
        yield Stand(tmp_path, cache, cdn, database, writer)


def test_publication_is_gone_from_the_cache_at_once_and_nothing_else_is(stand):
    paths = (FEED, EMBED, API, PAGE, HOME)
    stand.warm(*paths, UNTOUCHED)
    assert "Autrement" not in stand.get(FEED)[1]

    published = stand.editor.publish("Autrement dit")
    until(lambda: "Autrement dit" in stand.get(FEED)[1], seconds=10)
    took = time.monotonic() - published

    assert took < 5  # where a feed holds 300 s
    until(lambda: stand.waiting() == 0, seconds=10)
    assert {path: "Autrement dit" in stand.get(path)[1] for path in paths} == dict.fromkeys(paths, True)
    assert stand.get(UNTOUCHED)[0] == "hit"


@pytest.mark.slow
def test_cache_forgets_once_more_what_it_fetched_right_behind_a_publication(stand):
    stand.warm(FEED)
    stand.editor.publish("Encore une fois")
    missed = []

    def was_forgotten_again() -> bool:
        if stand.get(FEED)[0] == "miss":
            missed.append(time.monotonic())
        # In its first second a feed is kept by no cache.
        return bool(missed) and missed[-1] - missed[0] > 2

    until(was_forgotten_again, seconds=10)
    assert missed[-1] - missed[0] < 8  # where a feed holds 300 s
    assert "Encore une fois" in stand.get(FEED)[1]


@pytest.mark.slow
def test_frozen_cache_keeps_no_editor_waiting_and_is_told_later(stand):
    stand.warm(FEED, PAGE)
    processes = [stand.cache.pid, *stand.cache.workers()]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        began = time.monotonic()
        took = stand.editor.publish("Plus tard") - began
        until(lambda: stand.waiting() > 0, seconds=10)
        # One attempt that waits for its deadline.
        time.sleep(5)
        kept = stand.waiting()
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)

    assert took < 5
    assert kept > 50
    assert "Plus tard" not in stand.get(FEED)[1]
    # A cache that was stopped may be begun anew by its own supervisor when it goes on, and miss an attempt for that.
    for _attempt in range(3):
        stand.tick_when_due()
        if not stand.waiting():
            break
    assert (stand.waiting(), stand.errors() - {""}) == (0, set())
    assert "Plus tard" in stand.get(FEED)[1]
    assert "Plus tard" in stand.get(PAGE)[1]


@pytest.mark.slow
def test_dead_cache_is_told_when_it_is_back(stand):
    os.kill(stand.cache.pid, signal.SIGKILL)
    for process in stand.cache.workers() if Path(f"/proc/{stand.cache.pid}/task").exists() else []:
        os.kill(process, signal.SIGKILL)
    stand.editor.publish("Après")
    time.sleep(1)
    stand.tick_when_due()
    assert stand.waiting() > 50

    port = stand.cache.port
    origin = int(stand.folder.joinpath("varnish", "site.vcl").read_text().split('.port = "')[1].split('"')[0])
    with varnish(stand.folder / "again", port=port, origin=origin) as cache:
        stand.cache = cache
        stand.tick_when_due()

        assert stand.waiting() == 0
        assert "Après" in stand.get(FEED)[1]


def test_public_may_not_purge(stand):
    stand.warm(FEED)

    passed_on = stand.cache.ask(FEED, method="PURGE", Host=HOST, **{"X-Forwarded-For": "192.0.2.1"})

    assert passed_on[0] == 405
    with closing(
        HTTPConnection("127.0.0.1", stand.cache.port, timeout=5, source_address=("127.0.0.2", 0))
    ) as stranger:
        assert answer_on(stranger, FEED, method="PURGE", Host=HOST)[0] == 405
    assert stand.get(FEED)[0] == "hit"
