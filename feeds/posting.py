"""A form sent to somebody else's server, which may be slow, broken or hostile."""

import datetime
import socket
from collections.abc import Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlencode, urlsplit

USER_AGENT = "Parvis"


def post_form(address: str, fields: Mapping[str, str], *, timeout: datetime.timedelta) -> int:
    """POST fields as application/x-www-form-urlencoded to an http(s) address; the status of the answer, whichever it is.

    A redirect (RFC 9110 15.4) is an answer like others, and not followed; a body is not read. Straight to the server: proxies
    of the environment do not count. `timeout` bounds each step of the connection, and all that comes after it together.
    Raises OSError or http.client.HTTPException when there is no answer.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Connection": "close",
        "User-Agent": USER_AGENT,
    }
    with closing(kind(parts.hostname, parts.port, timeout=timeout.total_seconds())) as connection:
        connection.connect()
        with _hanging_up(connection.sock, after=timeout):
            connection.request("POST", resource, body=urlencode(fields), headers=headers)
            with connection.getresponse() as response:
                return response.status


@contextmanager
def _hanging_up(connected: socket.socket, *, after: datetime.timedelta):
    """End a conversation that takes longer. The socket's own timeout begins anew with each byte that a slow server sends."""
    is_over = Event()

    def hang_up():
        is_over.set()
        # Not TLS's own shutdown, which is not made for another thread.
        with suppress(OSError):
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(after.total_seconds(), hang_up)
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if is_over.is_set():
            raise TimeoutError("timed out") from error
        raise
    finally:
        timer.cancel()
