"""A Redis of one's own, that may be killed."""

import socket
from contextlib import closing
from pathlib import Path

from tests.granian_server import Server, free_port, until


class RedisServer(Server):
    """A cache on a port of its own: nothing of it is kept on a disk."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = [
            "redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no",
            "--dir", str(folder), "--loglevel", "warning", "--logfile", str(folder / "redis.log"),
        ]  # fmt: skip
        super().__init__(command, port=port)
        self.url = f"redis://127.0.0.1:{port}/0"

    def __enter__(self) -> "RedisServer":
        super().__enter__()
        until(self._answers)
        return self

    def _answers(self) -> bool:
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=1)) as link:
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
