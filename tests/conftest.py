"""Fixtures that several files need. The tree is built by tests/factories.py."""

import gc
import os
import shutil
import socket
import subprocess
from ctypes.util import find_library

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.base import Template
from django.test import client, utils

import pytest
from hypothesis import settings

from feeds import figures
from tests import factories
from tests.database import _state, choose_state, django_db_setup, pytest_runtest_teardown  # noqa: F401  (fixtures and a hook)
from tests.feeds.disks import can_be_read_only, can_be_small


def are_installed(*packages: str) -> bool:
    """Whether Debian's package manager has every one of them."""
    query = shutil.which("dpkg-query")
    if query is None:
        return False
    return subprocess.run([query, "--status", *packages], capture_output=True, check=False).returncode == 0  # noqa: S603


def has_ipv6() -> bool:
    """Whether a server can listen on ::1."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


# What a test may need beyond Python: marker -> (is it there, how to provide it); the marker's arguments go to both.
NEEDS = {
    "browser": (
        lambda: os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"),
        "Chromium: install it, or name it in CHROMIUM",
    ),
    "compose": (
        lambda: shutil.which("docker-compose"),
        "Compose: pip install --require-hashes -r requirements-image.txt, and its folder on PATH",
    ),
    "debian": (are_installed, "programs of Debian: apt-get install {}"),
    "ipv6": (has_ipv6, "IPv6 on the loopback"),
    "java": (lambda: shutil.which("java"), "Java: apt-get install default-jre-headless"),
    "litestream": (
        lambda: shutil.which("litestream"),
        "Litestream: pip install --require-hashes -r requirements-image.txt, and its folder on PATH",
    ),
    "mount": (can_be_read_only, "a user who may mount, or one who is not root"),
    "node": (lambda: shutil.which("node") and shutil.which("npm"), "Node with npm: install them"),
    "pango": (lambda: find_library("pango-1.0"), "Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
    "postgres": (
        lambda: os.environ.get("TEST_POSTGRES_URL"),
        "PostgreSQL: name a server in TEST_POSTGRES_URL",
    ),
    "readers": (
        lambda: all(map(shutil.which, ("khal", "newsboat", "vdirsyncer"))),
        "khal, newsboat and vdirsyncer: install them",
    ),
    "redis": (lambda: os.environ.get("TEST_REDIS_URL"), "Redis: name a server in TEST_REDIS_URL"),
    "small_disk": (can_be_small, "a user who may mount"),
    "sqlite": (
        lambda: not os.environ.get("TEST_POSTGRES_URL"),
        "the suite's database of SQLite: leave TEST_POSTGRES_URL out",
    ),
}


# Modules and collected tests stay alive for the whole run; walking over them again and again was a quarter of its time.
gc.set_threshold(100_000, 20, 100)


# HYPOTHESIS_PROFILE=thorough: as `make audit` asks.
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=400)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "facts: facts are equal in all languages; worth running on each kind of database"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What a fixture of a module or of the demo takes to make is spent in one worker only. Loading the demo is the audit's.

    A module's fixture keeps its transaction open until the module's last test, so the tests that do without come before it.
    """
    for item in items:
        if "package" in _scopes(item):
            item.add_marker(pytest.mark.xdist_group("demo"))
            item.add_marker(pytest.mark.slow)
    together = {item.path for item in items if "module" in _scopes(item)}
    for item in items:
        if item.path in together and "package" not in _scopes(item):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    places = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (places[item.path], "module" in _scopes(item)))


def _scopes(item) -> set[str]:
    """Of the fixtures that the test asks for."""
    return {each[-1].scope for each in item._fixtureinfo.name2fixturedefs.values() if each}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A test whose program is missing is skipped, saying which; with CI=true, where everything is there, it fails."""
    for name, (is_there, advice) in NEEDS.items():
        marker = item.get_closest_marker(name)
        if marker and not is_there(*marker.args):
            refuse = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
            refuse(f"needs {advice.format(' '.join(marker.args))}")
    choose_state(item)


@pytest.fixture(scope="session", autouse=True)
def _plain_templates(django_test_environment):
    """Django's test environment copies the context of every template, each of a form's 2,000 too, for `response.context`.

    No test reads that: what a page says is read from its answer.
    """
    Template._render = utils._TestState.saved_data.template_render


@pytest.fixture(autouse=True)
def _empty_cache():
    """Wagtail keeps renditions by an image's key, and a key comes back after a rollback: to another image, without that file."""
    cache.clear()


@pytest.fixture
def on_own_connection(monkeypatch):
    """Requests through WSGI stay on the connection of the test: neither end of one closes it."""
    # Django's client connects the signals again behind each of its own requests.
    monkeypatch.setattr(client, "close_old_connections", lambda **_signal: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def counts():
    """Numbers of feeds.figures, of this test alone."""
    figures.counts.clear()
    figures.absences.clear()
    yield figures.counts
    figures.counts.clear()
    figures.absences.clear()


@pytest.fixture
def site(db):
    """Six locales with a home page each, fr first; see factories.Site."""
    return factories.read_site()


@pytest.fixture
def cycle(site):
    """A published French cycle, third Tuesday 13:00-14:30 Paris, code "solidarites"."""
    return factories.read_cycle() or factories.make_cycle(site)


@pytest.fixture
def session(cycle):
    """Session 7 of that cycle, 18 May 2021, published in French, with a meeting link."""
    return factories.read_session() or factories.make_session(cycle)
