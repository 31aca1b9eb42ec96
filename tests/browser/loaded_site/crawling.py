"""Follows every link of a site, as a reader or a search engine could."""

import http.client
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from lxml import html

# What a browser loads or a reader can follow, by element and attribute.
LINKS = (
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("source", "srcset"),
    ("script", "src"),
    ("iframe", "src"),
)
# What a browser loads by itself, from wherever it lies.
LOADED = (
    ("img", "src"),
    ("img", "srcset"),
    ("source", "srcset"),
    ("script", "src"),
    ("iframe", "src"),
    ("video", "src"),
)
# Filters lead to each other without end: they are followed one at a time.
MOST_PARAMETERS = 1
# Programs of their own: the admin, and the documentation of the API.
CLOSED = ("/admin/", "/api/")


@dataclass(frozen=True)
class Page:
    """One answer: header names in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_html(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body.decode())


@dataclass
class Crawl:
    """What was found below `base`. `sources`: for each address the first page that names it; `fragments`: (page, address, fragment)."""

    base: str
    pages: dict[str, Page] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    fragments: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def html(self) -> list[Page]:
        """The pages proper, redirects and files left out."""
        return [page for page in self.pages.values() if page.is_html and page.status == 200]


def crawl(base: str) -> Crawl:
    """Read the chooser of a site and all that it leads to, the admin and the API left out."""
    with closing(http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)) as connection:
        return follow(base, partial(_read, connection))


def follow(base: str, read: Callable[[str], Page]) -> Crawl:
    """The same by any way of reading an address."""
    found = Crawl(base)
    waiting = deque([f"{base}/"])
    found.sources[f"{base}/"] = "the beginning"
    while waiting:
        page = read(waiting.popleft())
        found.pages[page.url] = page
        waiting.extend(_new_addresses(page, found))
    return found


def _new_addresses(page: Page, found: Crawl) -> Iterator[str]:
    for link in _links_of(page):
        address, fragment = urldefrag(link)
        if fragment:
            found.fragments.add((page.url, address, fragment))
        if _is_followed(address, found.base) and address not in found.sources:
            found.sources[address] = page.url
            yield address


def loaded_from_elsewhere(page: Page, base: str) -> list[str]:
    """What a browser would fetch from another host."""
    addresses = {urljoin(page.url, each) for each in _attributes(page, LOADED)}
    return sorted(each for each in addresses if not each.startswith((f"{base}/", "data:")))


def _read(connection: http.client.HTTPConnection, url: str) -> Page:
    parts = urlsplit(url)
    connection.request("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
    answer = connection.getresponse()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return Page(url, answer.status, headers, answer.read())


def _links_of(page: Page) -> list[str]:
    if page.status in {301, 302}:
        return [urljoin(page.url, page.headers["location"])]
    if not page.is_html:
        return []
    return [_over_http(urljoin(page.url, each)) for each in _attributes(page, LINKS)]


def _attributes(page: Page, wanted: tuple[tuple[str, str], ...]) -> list[str]:
    tree = page.tree()
    found = [value for tag, name in wanted for value in tree.xpath(f"//{tag}/@{name}")]
    return [part.split()[0] for value in found for part in value.split(", ") if part.strip()]


def _over_http(address: str) -> str:
    """A calendar's address as a browser reads it."""
    return f"http:{address[7:]}" if address.startswith("webcal:") else address


def _is_followed(address: str, base: str) -> bool:
    parts = urlsplit(address)
    return (
        address.startswith(f"{base}/")
        and not parts.path.startswith(CLOSED)
        and len(parse_qs(parts.query, keep_blank_values=True)) <= MOST_PARAMETERS
    )
