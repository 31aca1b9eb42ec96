"""Two hundred connections that send their headers a byte at a time: whoever asks properly is answered, and they are cut (reliability.md F14).

A body that is sent slowly occupies whoever reads it: the proxy in front takes it whole before it passes it on.
"""

import shutil
import socket
import time
from contextlib import ExitStack

import pytest

from tests.database import state_path
from tests.journeys.web import web

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CONNECTIONS, LONGEST, PROPER = 200, 75, 40
BEGINNING = b"GET /fr/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
PATHS = ("/feeds/fr/all/sessions.ics", "/api/v1/sessions?lang=fr", "/robots.txt", "/healthz")


def is_cut(link: socket.socket) -> bool:
    """Whether the server has closed it, with or without an answer."""
    link.setblocking(False)
    try:
        while link.recv(4096):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def test_slow_headers_stop_nobody_and_are_cut(session, tmp_path):
    shutil.copy(state_path("session"), tmp_path / "site.sqlite3")
    database = f"sqlite:///{tmp_path}/site.sqlite3"
    with web(tmp_path / "web", database=database) as server, ExitStack() as links:
        for path in PATHS:
            server.ask(path)
        slow = [
            links.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            for _each in range(CONNECTIONS)
        ]
        began = time.monotonic()
        for link in slow:
            link.sendall(BEGINNING)

        took = []
        for number in range(PROPER):
            asked = time.monotonic()
            status = server.ask(PATHS[number % len(PATHS)])[0]
            took.append((status, time.monotonic() - asked))
        while not all(map(is_cut, slow)) and time.monotonic() - began < LONGEST:
            time.sleep(1)
            for link in slow:
                try:
                    link.send(b"a")
                except OSError:
                    continue

        assert {status for status, _seconds in took} == {200}
        assert max(seconds for _status, seconds in took) < 2
        assert [link for link in slow if not is_cut(link)] == []
