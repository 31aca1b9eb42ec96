"""Many readers who ask one server at the same time, as cheaply as a client in Python can."""

import socket
from collections.abc import Mapping, Sequence
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
        _status, size = self._first(request)
        expected = b"HTTP/1.1 %d" % status
        for _wave in range(waves):
            for link in self._links:
                link.sendall(request)
            for link in self._links:
                answer = _read(link, size)
                if not answer.startswith(expected):
                    raise AssertionError(f"{status} was expected, and not {answer[:40]!r}")
        return waves * len(self._links)

    def ask_once(self, requests: Sequence[bytes], *, status: int) -> int:
        """Have one reader ask each of these, one after the other; returns how many answers came."""
        for request in requests:
            found = self.status(request)
            if found != status:
                raise AssertionError(f"{status} was expected, and not {found}, for {request[:80]!r}")
        return len(requests)

    def status(self, request: bytes) -> int:
        """Have one ask, and read the whole answer."""
        return self._first(request)[0]

    @property
    def _one(self) -> socket.socket:
        """Each time another reader."""
        self._links.append(self._links.pop(0))
        return self._links[0]

    def _first(self, request: bytes) -> tuple[int, int]:
        """Status and length, head included, of an answer."""
        link, got = self._one, b""
        link.sendall(request)
        while HEAD_END not in got:
            got += link.recv(65536)
        head = got[: got.index(HEAD_END)].lower()
        status = int(head[9:12])
        _before, _name, rest = head.partition(b"\r\ncontent-length:")
        length = 0 if status == 304 else int(rest.split(b"\r\n")[0] or 0)
        size = len(head) + len(HEAD_END) + length
        _read(link, size - len(got))
        return status, size


def request_for(path: str, headers: Mapping[str, str]) -> bytes:
    """A GET as it goes over the line."""
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
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
