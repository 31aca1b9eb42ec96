"""The demonstration as its public reads it: loaded today, behind granian."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.browser.loaded_site.crawling import Crawl, crawl
from tests.partners.conftest import partner  # noqa: F401  (a fixture)

SET_UP = (["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"], ["load_demo"])
SERVER = [
    "--interface",
    "wsgi",
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-ws",
    "--log-level",
    "error",
]


@pytest.fixture(scope="package")
def demo_url(tmp_path_factory) -> Iterator[str]:
    """The address of the demo that RUNNING_SITE names; without it, of one of its own, which ends with the folder."""
    if running := os.environ.get("RUNNING_SITE"):
        yield running
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "TEST_POSTGRES_URL"} | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "PORT": str(port),
        "VAR_DIR": str(tmp_path_factory.mktemp("demo")),
        "DATABASE_URL": "",
    }
    for command in SET_UP:
        subprocess.run([sys.executable, "manage.py", *command], env=environment, check=True)  # noqa: S603
    command = [sys.executable, "-m", "granian", *SERVER, "--port", str(port), "cms.wsgi:application"]
    server = subprocess.Popen(command, env=environment)  # noqa: S603  (our own command)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="package")
def site(demo_url) -> Crawl:
    """Every address that a reader can reach from the chooser, and what it answers."""
    return crawl(demo_url)


def _wait_for(port: int) -> None:
    for _try in range(300):
        with (
            contextlib.suppress(OSError),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection,
        ):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"No demo on port {port}")
