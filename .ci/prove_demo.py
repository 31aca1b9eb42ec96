"""Prove a checkout's promise: run `make demo` in it, read the site as its public would, and stop it.

Usage: prove_demo.py CHECKOUT [COMMAND...]. Standard library only: it runs before the checkout has installed anything.
The command is run while the demo is up, and finds its address in RUNNING_SITE.
Exits with 1 and the demo's own output when the demo does not come up, answers wrongly or leaves a process behind, or the command fails.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

START_SECONDS = 1200
STOP_SECONDS = 20
SESSION_7 = "Construire des solidarités entre musées"
FAULTS = (AssertionError, LookupError, ValueError, OSError, http.client.HTTPException, ElementTree.ParseError)
SECRETS = ("zoom.example", "pwd=", "811 7485 4920", "81174854920")


@dataclass(frozen=True)
class Answer:
    """What the demo sent back for one path: header names in lower case, the body as text."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Feed:
    """A syndicated address, its media type, and the parser that refuses a malformed body."""

    path: str
    media_type: str
    parse: Callable[[str], object]


def _parse_calendar(body: str) -> None:
    lines = body.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""]), (
        "not one whole iCalendar stream"
    )
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 5, (
        "the calendar lacks the demo's sessions"
    )
    assert any(line.startswith("SUMMARY") and SESSION_7 in line for line in lines), "session 7 is missing"


FEEDS = (
    Feed("/feeds/fr/all/sessions.ics", "text/calendar", _parse_calendar),
    Feed("/feeds/fr/all/sessions.rss", "application/rss+xml", ElementTree.fromstring),
    Feed("/feeds/fr/all/sessions.atom", "application/atom+xml", ElementTree.fromstring),
    Feed("/feeds/fr/all/sessions.json", "application/feed+json", json.loads),
    Feed("/feeds/fr/all/news.rss", "application/rss+xml", ElementTree.fromstring),
)
# Path, status, and what the body must hold.
PAGES = (
    ("/healthz", 200, ""),
    ("/readyz", 200, ""),
    ("/", 200, "/fr/"),
    ("/fr/", 200, 'lang="fr"'),
    ("/en/", 200, 'lang="en"'),
    ("/he/", 200, 'dir="rtl"'),
    ("/fr/join/solidarites-7/", 200, SESSION_7),
    ("/admin/login/", 200, "csrfmiddlewaretoken"),
    ("/xx/", 404, ""),
    ("/feeds/xx/all/sessions.ics", 404, ""),
)


def fetch(*, port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """GET one path; raises OSError or HTTPException while nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=names, body=response.read().decode())
    finally:
        connection.close()


def check_page(*, port: int, path: str, status: int, text: str) -> None:
    """A page has its status and its words; outside the admin it sets no cookie."""
    answer = fetch(port=port, path=path)
    assert answer.status == status, f"{path}: {answer.status}, expected {status}"
    assert text in answer.body, f"{path}: {text!r} is missing"
    assert path.startswith("/admin/") or "set-cookie" not in answer.headers, f"{path}: sets a cookie"


def check_feed(*, port: int, feed: Feed) -> None:
    """A feed is well-formed, cacheable and revalidated by 304, without a cookie or a way into the meeting."""
    first = fetch(port=port, path=feed.path)
    assert first.status == 200, f"{feed.path}: {first.status}"
    assert first.headers["content-type"].split(";")[0] == feed.media_type, (
        f"{feed.path}: {first.headers['content-type']}"
    )
    assert first.headers["cache-control"].startswith("public, max-age="), (
        f"{feed.path}: {first.headers['cache-control']}"
    )
    assert "set-cookie" not in first.headers, f"{feed.path}: sets a cookie"
    assert not [secret for secret in SECRETS if secret in first.body], f"{feed.path}: holds a join secret"
    feed.parse(first.body)
    again = fetch(port=port, path=feed.path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, ""), f"{feed.path}: {again.status} to its own ETag"


def check_site(*, port: int) -> None:
    """Every page and feed, each on a line of its own."""
    for path, status, text in PAGES:
        check_page(port=port, path=path, status=status, text=text)
        print(f"  {status} {path}")
    for feed in FEEDS:
        check_feed(port=port, feed=feed)
        print(f"  200, 304 {feed.path}")


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_served(*, port: int, demo: subprocess.Popen) -> None:
    """Return when the site is ready; raises AssertionError when the demo ends or START_SECONDS pass before."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert demo.poll() is None, f"make demo ended with {demo.returncode}"
        with suppress(OSError, http.client.HTTPException):
            if fetch(port=port, path="/readyz").status == 200:
                return
        time.sleep(0.5)
    raise AssertionError(f"no answer within {START_SECONDS} s")


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def stop(demo: subprocess.Popen) -> bool:
    """Ask the demo to end, as Ctrl-C does; False if a process of it had to be killed."""
    with suppress(ProcessLookupError):
        os.killpg(demo.pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        demo.poll()
        if not _group_lives(demo.pid):
            return True
        time.sleep(0.2)
    with suppress(ProcessLookupError):
        os.killpg(demo.pid, signal.SIGKILL)
    return False


def start(*, checkout: str, port: int, log: IO[bytes]) -> subprocess.Popen:
    """`make demo` in a process group of its own, so that one signal reaches all that it starts."""
    # A shell starts what it puts in the background with SIGINT ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    command = ["make", "demo", f"PORT={port}"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=checkout, start_new_session=True, **quiet)


def check_clients(*, port: int, command: list[str]) -> None:
    """The command, whose own words say what is wrong."""
    environment = os.environ | {"RUNNING_SITE": f"http://127.0.0.1:{port}"}
    ended = subprocess.run(command, env=environment, check=False).returncode if command else 0
    assert not ended, f"{' '.join(command)} ended with {ended}"


def fault_of(*, demo: subprocess.Popen, port: int, command: list[str]) -> str:
    """What is wrong with the demo from its start to its end; empty when nothing is."""
    started = time.monotonic()
    try:
        wait_until_served(port=port, demo=demo)
        print(f"make demo answered after {time.monotonic() - started:.0f} s")
        check_site(port=port)
        check_clients(port=port, command=command)
    except FAULTS as error:
        return f"{type(error).__name__}: {error}"
    finally:
        ended = stop(demo)
    return "" if ended else f"a process of the demo was left {STOP_SECONDS} s after it was asked to end"


def main(checkout: str, *command: str) -> int:
    """Start, check, stop; the demo's own output is shown only when something was wrong."""
    port = free_port()
    with tempfile.NamedTemporaryFile(prefix="parvis-demo-", suffix=".log") as log:
        demo = start(checkout=checkout, port=port, log=log)
        fault = fault_of(demo=demo, port=port, command=[*command])
        if fault:
            print(Path(log.name).read_text(errors="replace"), fault, sep="\n")
    return 1 if fault else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(*sys.argv[1:]))
