"""Canaries: a meeting's link, ID and passcode that occur nowhere else, and every public address where they could turn up."""

import gzip
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

import brotli

from tests.browser.loaded_site.crawling import Page, follow
from tests.feeds.fast_server import Server
from tests.feeds.world import LANGUAGES, feed_paths

HOST = "parvis.example"
BASE = f"https://{HOST}"
CODE = "solidarites-7"
SECRETS = {
    "link": "https://zoom.example/j/77712345678?pwd=canarytoken",
    "meeting_id": "77712345678",
    "passcode": "canarypass",
}
# As a page, a file or a column may write them: the ID in groups, whatever stands between these.
MARKS = re.compile(r"canarytoken|canarypass|777\D{0,8}1234\D{0,8}5678")
SCOPES = ("all", "cycle-solidarites", "org-icom-greece")
LISTS = ("languages", "cycles", "sessions", "news", "organisations", "people", "changes")
WAGTAILS = ("pages/", "images/", "documents/", "locales/", "pages/?fields=*", "pages/?search=canary")


def sings(body: bytes | str) -> bool:
    """Whether a canary is in it."""
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    return MARKS.search(text) is not None


def public_addresses(server: Server) -> dict[str, bytes]:
    """Everything that anybody may fetch, headers and body, by its address: what the chooser leads to, and what machines know.

    What was given once is asked for again: then it comes from the memories of the web process, where it is in one.
    """

    def read(url: str) -> Page:
        (status, headers, body), _is_rendered = server.ask(url.removeprefix(BASE), host=HOST)
        return Page(url, int(status[:3]), {name.lower(): value for name, value in headers.items()}, body)

    pages = [*follow(BASE, read).pages.values()]
    known = {page.url for page in pages}
    pages += [read(f"{BASE}{path}") for path in _of_machines() if f"{BASE}{path}" not in known]
    pages += [read(page.url) for page in pages if page.status == 200]
    told = defaultdict(bytes)
    for page in pages:
        told[page.url.removeprefix(BASE)] += f"{page.headers}".encode() + page.body
    return told


def _of_machines() -> Iterator[str]:
    yield from ("/robots.txt", "/sitemap.xml", "/healthz", "/readyz", "/api/v1/openapi.json", "/admin/login/")
    yield from feed_paths(scopes=SCOPES)
    for language in LANGUAGES:
        yield from (f"/feeds/{language}/session/{CODE}.ics", f"/feeds/{language}/feeds.opml")
        yield from (
            f"/{language}/join/{CODE}/",
            f"/{language}/search/?q=canary",
            f"/{language}/search/?q=777",
        )
        yield from (f"/embed/{language}/{scope}/{kind}" for scope in SCOPES for kind in ("", "fragment.html"))
        yield from (f"/api/v1/{name}?lang={language}" for name in LISTS)
        yield from (
            f"/api/v1/sessions/{CODE}?lang={language}",
            f"/api/v1/sessions?lang={language}&q=canary",
        )
        yield f"/oembed?url={BASE}/{language}/"
    yield from (f"/api/v3-preview/{path}" for path in WAGTAILS)


def tables(tells: Callable[[object], bool] = lambda column: sings(str(column))) -> set[str]:
    """Names of the tables with a column that tells a canary, or whatever else `tells` finds."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name for name in names if _is_told_by(cursor, name, tells)}


def _is_told_by(cursor, name: str, tells: Callable[[object], bool]) -> bool:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608  (a name from the database itself)
    return any(tells(column) for row in cursor.fetchall() for column in row)


def files(*folders: str | Path) -> dict[Path, bool]:
    """Files below folders, and whether they hold a canary, packed or not."""
    stored = (path for folder in folders for path in Path(folder).rglob("*") if path.is_file())
    return {path: sings(_unpacked(path)) for path in stored}


def _unpacked(path: Path) -> bytes:
    body = path.read_bytes()
    if path.suffix == ".gz" or body[:2] == b"\x1f\x8b":
        return gzip.decompress(body)
    try:
        return body + brotli.decompress(body)
    except brotli.error:
        return body
