"""Asks for a feed all the time, and says when it has become another: a process of its own, which knows nothing of Parvis."""

import sys
import time

from tests.bench.crowd import Crowd, request_for

PAUSE_SECONDS = 0.0005


def main(port: str, path: str, etag: str) -> None:
    """Write "ready", then the moment (time.monotonic, which all processes of a machine share) at which 304 became 200."""
    request = request_for(path, {"If-None-Match": etag})
    with Crowd(int(port), size=1) as crowd:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while crowd.status(request) == 304:
            time.sleep(PAUSE_SECONDS)
        sys.stdout.write(f"{time.monotonic()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
