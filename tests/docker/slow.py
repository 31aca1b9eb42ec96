"""An application that takes a second for an answer."""

import time


def application(environ, start_response):
    """WSGI."""
    time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"whole"]
