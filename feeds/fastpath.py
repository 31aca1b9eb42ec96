"""Feeds from memory, in front of Django: what a poll costs is what the server itself costs.

A WSGI application around another. It knows answers that Django gave, as long as the generation of the host is the one under which
they were made, and passes on everything else. Nothing here decides what a feed says: feeds/responses.py prepared it.
"""

from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus

from events.conf import parvis_setting
from feeds.generation import shared_generation
from feeds.memory import REMEMBER, Memory
from feeds.responses import Prepared
from feeds.watching import watch

PREFIX = "/feeds/"
CONDITIONS = {
    "HTTP_IF_MATCH": "If-Match",
    "HTTP_IF_NONE_MATCH": "If-None-Match",
    "HTTP_IF_MODIFIED_SINCE": "If-Modified-Since",
    "HTTP_IF_UNMODIFIED_SINCE": "If-Unmodified-Since",
}
STATUS_LINES = {status: f"{status} {HTTPStatus(status).phrase}" for status in (200, 304, 412)}

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
        """Answer from memory, or pass the request on, with the way to remember what is read under this generation."""
        if self._generation is None:
            return self.application(environ, start_response)
        # What pages remember (the project's cache) is void with it too.
        watch(self._generation)
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self.application(environ, start_response)
        generation = self._generation.current()
        prepared = self._memory.find(path, generation=generation)
        if prepared is None:
            environ[REMEMBER] = partial(self._memory.remember, generation=generation)
            return self.application(environ, start_response)
        return _answer(prepared, environ, start_response)


def _answer(prepared: Prepared, environ: dict, start_response: Callable) -> Iterable[bytes]:
    conditions = {name: environ[key] for key, name in CONDITIONS.items() if key in environ}
    coding = environ.get("HTTP_ACCEPT_ENCODING", "")
    status, headers, body = prepared.answer(conditions, accept_encoding=coding)
    start_response(STATUS_LINES[status], list(headers.items()))
    return [body] if environ["REQUEST_METHOD"] == "GET" and body else []
