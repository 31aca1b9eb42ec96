"""The proxy of docker/nginx before two servers."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.docker.proxy import Proxy
from tests.docker.webs import PUBLIC, Asked, Web, listening


@pytest.fixture
def webs() -> tuple[Web, Web]:
    def plain(_asked: Asked):
        return 200, PUBLIC, b"first"

    return Web(plain), Web(plain)


@pytest.fixture
def proxy(webs, tmp_path) -> Iterator[Proxy]:
    """In front of both."""
    for kind in ("images", "original_images", "documents"):
        (tmp_path / "media" / kind).mkdir(parents=True)
        (tmp_path / "media" / kind / "one.png").write_bytes(b"a picture")
    with (
        listening(webs[0]) as first,
        listening(webs[1]) as second,
        Proxy(tmp_path / "proxy", web_ports=[first, second], media=tmp_path / "media") as running,
    ):
        wait_for_port(running.port)
        yield running


def wait_for_port(port: int) -> None:
    """Until somebody listens there; for ten seconds at most."""
    for _try in range(500):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nobody listens on {port}")
