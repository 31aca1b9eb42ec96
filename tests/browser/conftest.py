"""Chromium for the browser tests: the system's own, or the one that CHROMIUM names."""

import os
import shutil

import pytest

# Playwright runs an event loop in the thread of the tests; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The launch options of pytest-playwright, for a browser that may run as root in a container."""
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """Instead of the plugin's, which this pytest deprecates: each test gets the address of its own server."""
    return
