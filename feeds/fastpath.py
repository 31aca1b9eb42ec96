"""Feeds from memory, in front of Django: what a poll costs is what the server itself costs.

A WSGI application around another. It knows answers that Django gave, as long as the generation of the host is the one under which
they were made, and passes on everything else. Nothing here decides what a feed says: feeds/responses.py prepared it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from threading import Lock

from events.conf import parvis_setting
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
# Few addresses share one, so that unknown ones cannot make them without end. How long one waits before it asks too.
TURNS = [Lock() for _each in range(64)]
PATIENCE_SECONDS = 1.0

Application = Callable[..., Iterable[bytes]]


class FastPath:
    """`FastPath(get_wsgi_application())`: GET and HEAD of feeds that were answered before, without Django.

    With FEED_MEMORY 0, and where no generation can be shared, it passes everything on.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self._memory = Memory(max_bytes=parvis_setting("FEED_MEMORY") * 1_000_000)
        self._generation = shared_generation() if self._memory.max_bytes else None

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Answer from memory, or pass the request on with the way to remember what is read under this generation."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if self._generation is None or not path.startswith(PREFIX) or method not in METHODS:
            return self._pass_by(environ, start_response)
        prepared = self._memory.find(path, generation=self._generation.current())
        if prepared is None:
            return self._pass_on(path, environ, start_response)
        return _answer(prepared, environ, start_response)

    def _pass_by(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """What is none of ours. Pages that the project remembers are void by the same generation."""
        if self._generation is not None:
            watch(self._generation)
        return self.application(environ, start_response)

    def _pass_on(self, path: str, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """One after the other for each address: what the first is given, those who wait meanwhile find in memory."""
        # Nothing is remembered before the first request that comes here.
        watch(self._generation)
        turn = TURNS[hash(path) % len(TURNS)]
        is_mine = turn.acquire(timeout=PATIENCE_SECONDS)
        try:
            generation = self._generation.current()
            prepared = self._memory.find(path, generation=generation)
            if prepared is None:
                environ[REMEMBER] = partial(self._memory.remember, generation=generation)
                return self.application(environ, start_response)
        finally:
            if is_mine:
                turn.release()
        return _answer(prepared, environ, start_response)


def _answer(prepared: Prepared, environ: dict, start_response: Callable) -> Iterable[bytes]:
    conditions = {}
    for key, name in CONDITIONS:  # a comprehension would cost twice as much
        if key in environ:
            conditions[name] = environ[key]
    coding = environ.get("HTTP_ACCEPT_ENCODING", "")
    status, headers, body = prepared.answer(conditions, accept_encoding=coding)
    start_response(STATUS_LINES[status], [*headers])
    return [body] if body and environ["REQUEST_METHOD"] == "GET" else []
