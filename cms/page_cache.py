"""Pages and answers of the API that anybody may see, remembered for as long as they are true: a hit costs no query and no rendering.

A page says in Cache-Control how long it stays true (a minute at most, never past the next change of state). Whatever is published
raises the generation that all processes of a host share, and with it everything remembered is void. Another host learns of what feeds
show within a second (feeds/watching.py), and of the rest (a redirect, a page of another kind) when the minute is over.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from wagtail.contrib.redirects.models import Redirect
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from events.conf import languages
from events.now import now
from events.standby.making import MADE_AHEAD
from feeds.generation import bump, shared_generation

# What one process keeps at most, of all bodies.
MAX_BYTES = 32_000_000
# What the API says changes by being published only, and is asked for again after a minute all the same.
API, API_SECONDS = "/api/", 60
EMBEDS = "/embed/"
# A longer address is answered, and not remembered.
LONGEST = 500
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Entry:
    """A page as it was rendered at `made`, true before `until`; All in seconds since 1970, UTC.

    `since`: the first whole second at which this body was there before. It is said from then on: no other body was seen with that date.
    """

    generation: bytes
    made: float
    until: float
    since: int
    etag: str
    headers: dict[str, str]
    body: bytes

    def holds(self, *, generation: bytes, now: float) -> bool:
        """Whether it is true for another second. Not after the clock was set back: until when, nobody can tell then."""
        return self.generation == generation and self.made <= now <= self.until - 1

    def answer(self, *, now: float) -> HttpResponse:
        """The page again; whoever keeps it does so for the rest of its time."""
        response = HttpResponse(self.body, headers=self.headers)
        del response["Cache-Control"]
        patch_cache_control(response, public=True, max_age=int(self.until - now))
        return response


class Pages:
    """Entries by scheme, host and address; those longest unused leave first."""

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes, self.size = max_bytes, 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Entry | None:
        """The last entry, true or not any more."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def keep(self, key: Key, entry: Entry) -> None:
        """Replace what is kept for a page."""
        with self._lock:
            self._forget(key)
            self._entries[key] = entry
            self.size += len(entry.body)
            while self.size > self.max_bytes:
                self._forget(next(iter(self._entries)))

    def _forget(self, key: Key) -> None:
        if known := self._entries.pop(key, None):
            self.size -= len(known.body)


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
        self.pages = Pages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page from memory, or as it is rendered now, with what a client needs to ask again for nothing."""
        key, generation = _key(request), shared_generation()
        if key is None or generation is None:
            return self.get_response(request)
        number, moment = generation.current(), now().timestamp()
        entry = self.pages.find(key)
        if entry and entry.holds(generation=number, now=moment):
            return _conditional(request, entry.answer(now=moment), entry, now=moment)
        response = self.get_response(request)
        if request.path_info.startswith(API) and response.status_code == 200:
            patch_cache_control(response, public=True, max_age=API_SECONDS)
        if request.method != "GET" or not _is_for_all(response):
            return response
        entry = _entry_of(response, before=entry, generation=number, now=moment)
        self.pages.keep(key, entry)
        return _conditional(request, response, entry, now=moment)


def _key(request: HttpRequest) -> Key | None:
    """What an answer is remembered by; None for what may differ from reader to reader."""
    if request.method not in {"GET", "HEAD"} or MADE_AHEAD in request.META or _is_known(request):
        return None
    address = request.get_full_path()
    if len(address) > LONGEST or not _is_of_all(request.path_info):
        return None
    try:
        return (request.scheme, request.get_host(), address)
    except DisallowedHost:
        return None


def _is_known(request: HttpRequest) -> bool:
    """Whether the request says who asks."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META


def _is_of_all(path: str) -> bool:
    return path.startswith((API, EMBEDS)) or path.split("/", 2)[1] in languages()


def _is_for_all(response: HttpResponse) -> bool:
    """Whether every reader gets this for a while, as the page itself says."""
    cached = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Vary")
        and "public" in cached
        and _max_age(cached) > 0
    )


def _max_age(cached: str) -> int:
    ages = [
        part.strip().partition("=")[2] for part in cached.split(",") if part.strip().startswith("max-age=")
    ]
    return int(ages[0]) if ages and ages[0].isdecimal() else 0


def _entry_of(response: HttpResponse, *, before: Entry | None, generation: bytes, now: float) -> Entry:
    etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    return Entry(
        generation=generation,
        made=now,
        until=now + _max_age(response["Cache-Control"]),
        since=before.since if before and before.etag == etag else int(now) + 1,
        etag=etag,
        headers=dict(response.items()),
        body=response.content,
    )


def _conditional(request: HttpRequest, response: HttpResponse, entry: Entry, *, now: float) -> HttpResponse:
    """The page, or that it has not changed (RFC 9110, 13.2.2)."""
    response["ETag"] = entry.etag
    since = entry.since if entry.since <= now else None
    if since:
        response["Last-Modified"] = formatdate(since, usegmt=True)
    return get_conditional_response(request, etag=entry.etag, last_modified=since, response=response)
