"""Feeds from memory, in front of Django: what a poll costs is what the server itself costs.

A WSGI application around another. It knows answers that Django gave, as long as the generation of the host is the one under which
they were made, and passes on everything else. Nothing here decides what a feed says: feeds/responses.py prepared it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from threading import Event
from time import time

from events.conf import parvis_setting
from feeds.figures import FEED_ANSWERS, counts
from feeds.generation import shared_generation
from feeds.memory import REMEMBER, Memory
from feeds.responses import Prepared
from feeds.watching import watch

PREFIX = "/feeds/"
METHODS = frozenset({"GET", "HEAD"})
CONDITIONS = [
    ("HTTP_IF_MATCH", "If-Match"),
    ("HTTP_IF_NONE_MATCH", "If-None-Match"),
    ("HTTP_IF_MODIFIED_SINCE", "If-Modified-Since"),
    ("HTTP_IF_UNMODIFIED_SINCE", "If-Unmodified-Since"),
]
STATUS_LINES = {status: f"{status} {HTTPStatus(status).phrase}" for status in (200, 304, 412)}
# How long a reader waits for another one's answer before it asks too.
PATIENCE_SECONDS = 1.0

Application = Callable[..., Iterable[bytes]]


class FastPath:
    """`FastPath(get_wsgi_application())`: GET and HEAD of feeds that were answered before, without Django.

    With FEED_MEMORY 0, and where no generation can be shared, it passes everything on.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self._memory: Memory[str, Prepared] = Memory(max_bytes=parvis_setting("FEED_MEMORY") * 1_000_000)
        # The addresses that Django is being asked for at the moment.
        self._under_way: dict[str, Event] = {}
        self._generation = shared_generation() if self._memory.max_bytes else None

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer from memory, or pass the request on with the way to remember what is read under this generation."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if self._generation is None or not path.startswith(PREFIX) or method not in METHODS:
            return self.application(environ, start_response)
        prepared = self._memory.find(path, generation=self._generation.current())
        if prepared is None or _is_over(prepared):
            return self._pass_on(path, environ, start_response)
        return _answer(prepared, environ, start_response)

    def _pass_on(self, path: str, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """The first who asks for an address goes on; who comes meanwhile waits, and finds the answer in memory, or goes on too."""
        # Nothing is remembered before the first request that comes here.
        watch(self._generation)
        mine = Event()
        first = self._under_way.setdefault(path, mine)
        if first is not mine:
            first.wait(PATIENCE_SECONDS)
            return self._find_or_ask(path, environ, start_response)
        try:
            return self._find_or_ask(path, environ, start_response)
        finally:
            del self._under_way[path]
            mine.set()

    def _find_or_ask(self, path: str, environ: dict, start_response: Callable) -> Iterable[bytes]:
        generation = self._generation.current()
        prepared = self._memory.find(path, generation=generation)
        if prepared is not None and not _is_over(prepared):
            return _answer(prepared, environ, start_response)
        environ[REMEMBER] = partial(self._memory.remember, generation=generation)
        return self.application(environ, start_response)


def _is_over(prepared: Prepared) -> bool:
    return prepared.until is not None and time() >= prepared.until


def _answer(prepared: Prepared, environ: dict, start_response: Callable) -> Iterable[bytes]:
    conditions = {}
    for key, name in CONDITIONS:  # a comprehension would cost twice as much
        if key in environ:
            conditions[name] = environ[key]
    coding = environ.get("HTTP_ACCEPT_ENCODING", "")
    status, headers, body = prepared.answer(conditions, accept_encoding=coding)
    counts[FEED_ANSWERS, prepared.format, status] += 1
    start_response(STATUS_LINES[status], [*headers])
    return [body] if body and environ["REQUEST_METHOD"] == "GET" else []
