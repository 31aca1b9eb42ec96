"""Many readers who ask one server at the same time, as cheaply as a client in Python can."""

import socket
from collections.abc import Mapping
from typing import Self

HEAD_END = b"\r\n\r\n"


class Crowd:
    """Connections that stay open. Every reader asks for the same, and each answer must be as long as the first one."""

    def __init__(self, port: int, *, size: int) -> None:
        self._links = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(size)]
        for link in self._links:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for link in self._links:
            link.close()

    def ask(self, request: bytes, *, status: int, waves: int) -> int:
        """Have everybody ask `waves` times; returns how many answers came. Raises where one has another status."""
        size = self._first_size(request)
        expected = b"HTTP/1.1 %d" % status
        for _wave in range(waves):
            for link in self._links:
                link.sendall(request)
            for link in self._links:
                answer = _read(link, size)
                if not answer.startswith(expected):
                    raise AssertionError(f"{status} was expected, and not {answer[:40]!r}")
        return waves * len(self._links)

    def _first_size(self, request: bytes) -> int:
        link, got = self._links[0], b""
        link.sendall(request)
        while HEAD_END not in got:
            got += link.recv(65536)
        head = got[: got.index(HEAD_END)].lower()
        _before, _name, rest = head.partition(b"\r\ncontent-length:")
        length = 0 if head.startswith(b"http/1.1 304") else int(rest.split(b"\r\n")[0] or 0)
        size = got.index(HEAD_END) + len(HEAD_END) + length
        _read(link, size - len(got))
        return size


def request_for(path: str, headers: Mapping[str, str]) -> bytes:
    """A GET as it goes over the line."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def _read(link: socket.socket, size: int) -> bytes:
    chunks = []
    while size > 0:
        chunk = link.recv(min(size, 1 << 20))
        if not chunk:
            raise ConnectionError("The server closed the connection")
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)
