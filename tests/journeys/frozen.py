"""A way to the database that can be frozen, as by a server that hangs: connections stay open, new ones are taken, nothing is said."""

import socket
from contextlib import suppress
from threading import Event, Thread


class Tunnel:
    """Passes bytes on between its own port and an address, until it is frozen."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._thawed = Event()
        self._thawed.set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        """From now on nothing passes."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Everything passes again."""
        self._thawed.set()

    def close(self) -> None:
        """Take no more connections."""
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _peer = self._server.accept()
                Thread(target=self._connect, args=[client], daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        self._thawed.wait()
        with suppress(OSError), client, socket.create_connection(self._address) as server:
            ways = [
                Thread(target=self._pass_on, args=pair, daemon=True)
                for pair in ((client, server), (server, client))
            ]
            for way in ways:
                way.start()
            for way in ways:
                way.join()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._thawed.wait()
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
