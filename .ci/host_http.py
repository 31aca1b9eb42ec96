"""The host project by HTTP, as its public and its partners read it: pages, feeds, embeds and the API in two languages."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from host_project import Host

START_SECONDS = 60
# Path with {lang}, status, and what the body must hold in each language.
BOTH = (
    ("/{lang}/", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/{lang}/solidarites/", 200, {"fr": "Solidarités", "en": "Solidarities"}),
    ("/{lang}/solidarites/ponts/", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/{lang}/solidarites/parler/", 200, {"fr": "Tenue libre", "en": "As you like"}),
    ("/{lang}/solidarites/parler/", 200, {"fr": "Salle Nubar", "en": "Salle Nubar"}),
    ("/{lang}/join/solidarites-1/", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/{lang}/search/?q=ponts", 200, {"fr": "Construire des ponts"}),
    ("/{lang}/search/?q=bridg", 200, {"en": "Building bridges"}),
    ("/{lang}/archive/", 200, {}),
    ("/{lang}/subscribe/", 200, {"fr": "sessions.ics", "en": "sessions.ics"}),
    ("/{lang}/partners/", 200, {"fr": "museum.example", "en": "museum.example"}),
    ("/feeds/{lang}/all/sessions.ics", 200, {"fr": "https://museum.example/fr/solidarites/ponts/", "en": "/en/solidarites/ponts/"}),
    ("/feeds/{lang}/cycle-solidarites/sessions.ics", 200, {"fr": "Tenue libre", "en": "As you like"}),
    ("/feeds/{lang}/all/sessions.rss", 200, {"fr": "Salle Nubar", "en": "Salle Nubar"}),
    ("/feeds/{lang}/all/sessions.atom", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/feeds/{lang}/all/sessions.json", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/feeds/{lang}/pages-exhibitions/news.rss", 200, {"fr": "Masques", "en": "Masks"}),
    ("/feeds/{lang}/session/solidarites-2.ics", 200, {"fr": "Parler", "en": "To talk"}),
    ("/embed/{lang}/all/", 200, {"fr": "Construire des ponts", "en": "Building bridges"}),
    ("/embed/{lang}/all/fragment.html", 200, {"fr": "Parler", "en": "To talk"}),
    ("/api/v1/sessions?lang={lang}", 200, {"fr": "solidarites-2", "en": "solidarites-2"}),
)  # fmt: skip
ONCE = (
    ("/", 200, "English"),
    ("/s/solidarites-2", 200, "Salle Nubar"),
    ("/embed/v1.js", 200, "parvis"),
    ("/oembed?url=https%3A%2F%2Fmuseum.example%2Ffr%2Fsolidarites%2F", 200, "iframe"),
    ("/api/v1/docs", 200, "openapi.json"),
    ("/sitemap.xml", 200, "https://museum.example/en/solidarites/parler/"),
    ("/static/events/parvis.css", 200, "--paper"),
    ("/admin/login/", 200, "csrfmiddlewaretoken"),
    ("/feeds/xx/all/sessions.ics", 404, ""),
    ("/api/v1/sessions/none-1?lang=fr", 404, "problem|title"),
    ("/s/none-1", 404, ""),
)
LEADING_ON = ("/s/solidarites-2",)


def _paths() -> Iterator[tuple[str, int, str]]:
    for path, status, words in BOTH:
        for language in words or ("fr", "en"):
            yield path.format(lang=language), status, words.get(language, "")
    yield from ONCE


def check_public(host: Host) -> int:
    """Every address has its status and its words, and no redirect where it has none; returns how many were read."""
    with served(host) as address:
        wrong = [said for path, status, words in _paths() if (said := _fault(address, path, status, words))]
        wrong += _faults_of_a_feed(address)
    assert not wrong, "\n".join(wrong)
    return len([*_paths()])


@contextmanager
def served(host: Host) -> Iterator[str]:
    """The project's own development server on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = host.start("manage.py", "runserver", "--noreload", f"127.0.0.1:{port}")
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, f"runserver ended with {server.returncode}"
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/embed/v1.js", timeout=START_SECONDS).close()
            return
        time.sleep(0.2)
    raise AssertionError(f"no answer within {START_SECONDS} s")


class Answer(NamedTuple):
    """What was read in the end, at `url`; header names in lower case."""

    status: int
    text: str
    headers: dict[str, str]
    url: str


def read(url: str, headers: dict[str, str] | None = None) -> Answer:
    """GET; redirects are followed."""
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=60)
    except urllib.error.HTTPError as error:
        response = error
    with response:
        names = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, response.read().decode(), names, response.url)


def _fault(address: str, path: str, status: int, words: str) -> str:
    answer = read(address + path)
    if answer.status != status:
        return f"{path}: {answer.status}, expected {status}"
    if answer.url != address + path and path not in LEADING_ON:
        return f"{path}: leads to {answer.url}"
    flat = answer.text.replace("\r\n ", "")
    return "" if any(each in flat for each in words.split("|")) else f"{path}: {words!r} is missing"


def _faults_of_a_feed(address: str) -> Iterator[str]:
    """A feed is public, the same for all readers, and revalidated; the API is JSON also where it finds nothing."""
    url = f"{address}/feeds/fr/all/sessions.ics"
    headers = read(url).headers
    if "set-cookie" in headers or "accept-language" in headers.get("vary", "").lower():
        yield f"{url}: differs by reader"
    again = read(url, {"If-None-Match": headers.get("etag", "")}).status
    if again != 304:
        yield f"{url}: {again} to its own ETag"
    kind = read(f"{address}/api/v1/sessions/none-1?lang=fr").headers["content-type"]
    if "json" not in kind:
        yield f"/api/v1/: {kind} where nothing was found"
