"""The file of SQLite is locked, moved or forbidden under a running site: feeds go on, editors are told, and all is well behind it."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from feeds.generation import Generation
from tests.database import state_path
from tests.granian_server import Server, granian, until
from tests.journeys.web import environment_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.sqlite]

FEEDS = ("/feeds/fr/all/sessions.ics", "/feeds/he/all/sessions.atom", "/feeds/fr/session/solidarites-7.ics")
READERS = 40
PENDING_BYTE = 0x40000000
STATIC = {"DJANGO_SETTINGS_MODULE": "tests.journeys.plain_static"}
# Root reads what is forbidden to everybody, unless it gives that up.
OBEDIENT = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
# nginx gives up on a feed after five seconds, and begins to give what it has.
PATIENCE_OF_THE_PROXY = 5


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Another program has it for itself: it holds the lock without which nobody begins to read (SQLite's PENDING_BYTE)."""
    with place.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX, 1, PENDING_BYTE)
        yield


@contextmanager
def moved(place: Path) -> Iterator[None]:
    """It is somewhere else for a while."""
    elsewhere = place.rename(place.with_suffix(".moved"))
    yield
    for name in (place, *place.parent.glob(f"{place.name}-*")):
        name.unlink(missing_ok=True)
    elsewhere.rename(place)


@contextmanager
def forbidden(place: Path) -> Iterator[None]:
    """Its rights were changed; a web process of root's has given up the power to pass over them."""
    place.chmod(0)
    yield
    place.chmod(0o600)


@pytest.fixture
def database(session, tmp_path) -> Path:
    """A copy of the tests' session, in a file."""
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(state_path("session"), tmp_path / "data" / "site.sqlite3"))


@contextmanager
def site_on(database: Path, folder: Path) -> Iterator[Server]:
    """The site behind granian, with two workers of four threads, which obey the rights of files."""
    folder.mkdir()
    environment = environment_of(folder, database=f"sqlite:///{database}")
    server = granian("cms.wsgi:application", environment | STATIC, workers=2, threads=4)
    server.command = [*OBEDIENT, *server.command]
    with server:
        server.wait_for("/readyz")
        yield server


@pytest.mark.parametrize("fault", [locked, moved, forbidden])
def test_feeds_outlive_the_file_of_sqlite_and_editors_are_told(fault, database, tmp_path):
    with site_on(database, tmp_path / "web") as site:
        first = {path: site.ask(path) for path in FEEDS}
        with fault(database):
            # As a change of feeds does: whoever comes next asks Django.
            Generation(tmp_path / "web" / "feeds").bump()
            with ThreadPoolExecutor(READERS) as readers:
                came = list(
                    readers.map(lambda number: come(site, FEEDS[number % len(FEEDS)]), range(READERS))
                )
            known = [site.ask(path, **{"If-None-Match": first[path][1]["Etag"]})[0] for path in FEEDS]
            statuses = {path: site.ask(path)[0] for path in ("/healthz", "/readyz", "/admin/login/")}
            editor = site.ask("/admin/", Cookie=f"sessionid={'a' * 32}")
        until(lambda: site.ask("/readyz")[0] == site.ask("/admin/login/")[0] == 200, seconds=10)

    assert [
        (path, status) for path, status, body, _seconds in came if (status, body) != (200, first[path][2])
    ] == []
    assert max(seconds for *_answer, seconds in came) < PATIENCE_OF_THE_PROXY
    assert known == [304] * len(FEEDS)
    assert statuses == {"/healthz": 200, "/readyz": 503, "/admin/login/": 503}
    assert (editor[0], editor[1]["Retry-After"], b'<p class="status-code"' in editor[2]) == (503, "120", True)


def come(site: Server, path: str) -> tuple[str, int, bytes, float]:
    """One reader: what they asked for, the answer, and how long it took (seconds)."""
    began = time.monotonic()
    status, _headers, body = site.ask(path)
    return path, status, body, time.monotonic() - began
