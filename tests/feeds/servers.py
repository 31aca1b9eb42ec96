"""Servers of other people, on loopback: one that answers as told and remembers what it was asked, and one that misbehaves."""

import socket
import socketserver
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    method: str
    resource: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.resource).query)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


@dataclass
class Server:
    """A running server: `url` has no trailing slash."""

    url: str
    asked: list[Asked] = field(default_factory=list)


Answer = Callable[[Asked], tuple[int, dict[str, str], bytes]]


def always(status: int, **headers: str) -> Answer:
    return lambda _asked: (status, headers, b"")


@contextmanager
def http_server(answer: Answer, *, methods: Sequence[str] = ("GET", "POST")) -> Iterator[Server]:
    """A server that answers each request so, of these methods."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            server.asked.append(asked)
            status, headers, content = answer(asked)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments):
            pass

    for method in methods:
        setattr(Handler, f"do_{method}", Handler.handle_any)
    with _running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as url:
        server = Server(url)
        yield server


@contextmanager
def raw_server(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that does this with each connection."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            behave(self.request)

    with _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as url:
        yield url


@contextmanager
def _running(server: socketserver.TCPServer) -> Iterator[str]:
    server.daemon_threads = True
    # A client that hangs up is what these tests are about.
    server.handle_error = lambda *_arguments: None
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
