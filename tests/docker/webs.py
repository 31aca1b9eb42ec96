"""Servers behind the proxy of docker/nginx, which answer whatever a test tells them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FEED = "/feeds/fr/all/sessions.ics"
PUBLIC = {"Cache-Control": "public, max-age=300, stale-if-error=604800", "Vary": "Accept-Encoding"}
# nginx counts whole seconds: what holds for one is over after two.
A_WHILE = 2.1


@dataclass
class Asked:
    """A request as it came to web."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A server that answers `answer(asked)`: status, headers, body; None for a connection that is closed without an answer."""

    answer: Callable[[Asked], tuple[int, dict[str, str], bytes] | None]
    asked: list[Asked] = field(default_factory=list)

    def says(self, body: str, *, status: int = 200, **headers: str) -> None:
        """From now on, with these headers, whose names have _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = lambda _asked: (status, named, body.encode())


def _handler(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            web.asked.append(asked)
            answer = web.answer(asked)
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD" and status != 304:
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_OPTIONS = _do  # noqa: N815  (the library's names)

        def log_message(self, *_arguments: object) -> None:
            """Nothing: a test says what it saw."""

    return Handler


@contextmanager
def listening(web: Web) -> Iterator[int]:
    """The port on which it answers while the block lasts; afterwards nobody does."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(web)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def asked_for(webs: tuple[Web, Web]) -> list[str]:
    return [asked.path for web in webs for asked in web.asked]


def say(webs: tuple[Web, Web], body: str, **about) -> None:
    for web in webs:
        web.says(body, **about)
