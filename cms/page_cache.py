"""Pages and answers of the API that anybody may see, remembered for as long as they are true: a hit costs no query and no rendering.

A page says in Cache-Control how long it stays true (a minute at most, never past the next change of state). Whatever is published
raises the generation that all processes of a host share, and with it everything remembered is void. Another host learns of what feeds
show within a second (feeds/watching.py), and of the rest (a redirect, a page of another kind) when the minute is over.

What is remembered is compressed once. Nothing in it is a secret, so that its length may tell what it says (BREACH).
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    get_max_age,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date, parse_http_date_safe

from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

import brotli

from events.conf import languages
from events.now import now
from events.query_names import names_of
from events.standby.making import MADE_AHEAD
from feeds.generation import bump, shared_generation
from feeds.memory import Memory
from feeds.negotiation import IDENTITY, choose_coding
from feeds.watching import watch

# What one process keeps at most, and what an entry takes beside its body.
MAX_BYTES, OVERHEAD = 32_000_000, 4_000
# Wagtail's own API does not say how long its answers hold. They change by being published only; asked for again after a minute all the same.
WAGTAILS_API, SECONDS = "/api/v3-preview/", 60
FOR_OTHERS = ("/api/", "/embed/")
# How many addresses are known by the parameters that they depend on.
MOST_ADDRESSES = 5_000
# A longer address is answered, and not remembered.
LONGEST = 500
# Of 60 KB each takes about a millisecond; what would save less than this (bytes) is not worth unpacking.
GZIP_LEVEL, BROTLI_QUALITY, WORTH_IT = 6, 5, 200
# What goes with a body only (RFC 9110, 15.4.5).
ABOUT_THE_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """A page as it was rendered at `made`, true before `until`; all in seconds since 1970, UTC.

    `since`: the first whole second at which this body was there before. It is said from then on: no other body was seen with that date.
    """

    made: float
    until: float
    since: int
    etag: str
    headers: dict[str, str]
    bodies: dict[str, bytes]

    @property
    def size(self) -> int:
        """What it takes (bytes)."""
        return OVERHEAD + sum(map(len, self.bodies.values()))

    def holds(self, *, now: float) -> bool:
        """Whether it is true for another second. Not after the clock was set back: until when, nobody can tell then."""
        return self.made <= now <= self.until - 1

    def answer(self, *, now: float, accept_encoding: str) -> HttpResponse:
        """The page again, in one of its codings; whoever keeps it does so for the rest of its time.

        The tag of a compressed page is weak, as nginx and Django have it: the view that made the plain one knows it then too.
        """
        coding = choose_coding(accept_encoding, available=tuple(self.bodies))
        response = HttpResponse(self.bodies[coding], headers=self.headers)
        response["Content-Length"] = str(len(self.bodies[coding]))
        response["ETag"] = self.etag
        if coding != IDENTITY:
            response["Content-Encoding"] = coding
            response["ETag"] = f"W/{self.etag.removeprefix('W/')}"
        if self.since <= now:
            response["Last-Modified"] = http_date(self.since)
        patch_cache_control(response, max_age=int(self.until - now))
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def connect() -> None:
    """Forget pages for changes that raise no generation yet: of pages that no feed shows, and of redirects."""
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(forget)
    for signal in (post_save, post_delete):
        signal.connect(forget, sender=Redirect)


def forget(sender, **kwargs) -> None:
    """Once the change is committed, no process of this host remembers what was before."""
    transaction.on_commit(bump, robust=True)


class PageCache:
    """Stands in MIDDLEWARE above whatever reads a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: Memory[Key, Entry] = Memory(max_bytes=MAX_BYTES)
        # Which parameters an address depends on, of those that said it.
        self._names: Memory[Key, frozenset[str]] = Memory(max_bytes=MOST_ADDRESSES)
        # The latest moment at which a page was made: a clock that is set back gives no date twice.
        self._latest = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page from memory, or as it is rendered now, with what a client needs to ask again for nothing."""
        address = _address(request)
        generation = address and shared_generation()
        if not address or not generation:
            return self.get_response(request)
        watch(generation)
        number, moment = generation.current(), now().timestamp()
        key = _with_query(address, request, names=self._names.find(address, generation=number))
        entry = self.pages.find(key, generation=number)
        if not entry or not entry.holds(now=moment):
            response = _marked(request, self.get_response(request))
            if request.method != "GET" or not _is_for_all(response):
                return _conditional(request, response)
            entry = self._entry_of(response, before=entry, now=moment)
            key = self._note(address, request, response, generation=number)
            if len(key[-1]) <= LONGEST:
                self.pages.remember(key, entry, size=entry.size, generation=number)
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        return _conditional(request, entry.answer(now=moment, accept_encoding=accepted))

    def _note(self, address: Key, request: HttpRequest, response: HttpResponse, *, generation: bytes) -> Key:
        """What the answer is remembered by, and what the next ones of its address will be."""
        names = names_of(response)
        if names is not None:
            self._names.remember(address, names, size=1, generation=generation)
        return _with_query(address, request, names=names)

    def _entry_of(self, response: HttpResponse, *, before: Entry | None, now: float) -> Entry:
        etag = response.get("ETag") or f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        self._latest = max(self._latest, now)
        return Entry(
            made=now,
            until=now + get_max_age(response),
            since=before.since if before and before.etag == etag else int(self._latest) + 1,
            etag=etag,
            headers=dict(response.items()),
            bodies=_in_codings(response.content),
        )


def _in_codings(body: bytes) -> dict[str, bytes]:
    """A body by coding, the best first. Pictures and what is short stay as they are."""
    coded = {
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
    }
    shorter = {coding: packed for coding, packed in coded.items() if len(packed) + WORTH_IT < len(body)}
    return shorter | {IDENTITY: body}


def _address(request: HttpRequest) -> Key | None:
    """What was asked, without its query; None for what may differ from reader to reader, and while the site is closed."""
    if request.method not in {"GET", "HEAD"} or MADE_AHEAD in request.META or _is_known(request):
        return None
    path = request.path
    if len(path) > LONGEST or not _is_of_all(request.path_info) or settings.MAINTENANCE_FILE.exists():
        return None
    try:
        return (request.scheme, request.get_host(), path)
    except DisallowedHost:
        return None


def _with_query(address: Key, request: HttpRequest, *, names: frozenset[str] | None) -> Key:
    """What an answer is remembered by: with the parameters that it depends on, or with all while nobody knows which."""
    query = request.META.get("QUERY_STRING", "")
    if query and names is not None:
        query = urlencode([(name, value) for name in sorted(names) for value in request.GET.getlist(name)])
    scheme, host, path = address
    return (scheme, host, f"{path}?{query}" if query else path)


def _is_known(request: HttpRequest) -> bool:
    """Whether the request says who asks."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META


def _is_of_all(path: str) -> bool:
    return path.startswith(FOR_OTHERS) or path.split("/", 2)[1] in languages()


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.path_info.startswith(WAGTAILS_API) and response.status_code == 200 and _says_nothing(response):
        patch_cache_control(response, public=True, max_age=SECONDS)
    return response


def _says_nothing(response: HttpResponse) -> bool:
    """Whether an answer is the same for everybody as far as it says."""
    return not (response.has_header("Cache-Control") or response.has_header("Vary") or response.cookies)


def _is_for_all(response: HttpResponse) -> bool:
    """Whether every reader gets this for a while, as the page itself says."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Vary")
        and "public" in response.get("Cache-Control", "")
        and bool(get_max_age(response))
    )


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or that it has not changed, which says all that the answer says but of its body (RFC 9110, 13.2.2 and 15.4.5)."""
    if response.status_code == 304:
        patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code != 200 or not response.has_header("ETag"):
        return response
    since = parse_http_date_safe(response.get("Last-Modified", ""))
    short = get_conditional_response(request, etag=response["ETag"], last_modified=since, response=response)
    if short is not response:
        for name, value in response.items():
            if name not in ABOUT_THE_BODY:
                short.headers.setdefault(name, value)
    return short
