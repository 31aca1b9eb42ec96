"""The databases that tests start from, made once for the whole suite and copied into each worker's memory.

Migrating takes longer than most of the suite, and making the same cycle a thousand times as long again. So there is a state for
each of the three fixtures that most tests ask for (`site`, `cycle`, `session`), and a test begins in that of the richest one it
names. States lie in the temporary directory under a name made from the migrations, the code that writes and the installed versions.
Tests that commit (`transaction=True`, `live_server`) get a fresh copy afterwards: Django's flush would take Wagtail's root
page away from the next test. On another server than SQLite there is one state, `site`, and the fixtures make the rest.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

import pytest
from pytest_django.plugin import blocking_manager_key

from tests import factories

ROOT = Path(__file__).parent.parent


# What each state adds to the one before it.
STATES = {
    "site": lambda: (call_command("migrate", verbosity=0), factories.make_site()),
    "cycle": lambda: factories.make_cycle(factories.read_site()),
    "session": lambda: factories.make_session(factories.read_cycle()),
}
# None until there is a database.
_current: str | None = None


@cache
def state_path(state: str) -> Path:
    """Where a state of these migrations, and of the code that published its pages, lies."""
    digest = hashlib.blake2b(digest_size=8)
    sources = [*ROOT.glob("*/migrations/*.py"), ROOT / "tests" / "factories.py"]
    if state != "site":
        sources += [*(ROOT / "events").rglob("*.py"), *(ROOT / "feeds").rglob("*.py")]
    for path in sorted(sources):
        digest.update(path.read_bytes())
    for package in (
        "Django",
        "django-allauth",
        "django-axes",
        "django-taggit",
        "wagtail",
        "wagtail-localize",
    ):
        digest.update(version(package).encode())
    return Path(tempfile.gettempdir()) / f"parvis-test-{digest.hexdigest()}-{state}.sqlite3"


def ensure_states() -> None:
    """Make what is missing; with a database on SQLite that nobody uses."""
    with (state_path("site").with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = None
        for state, add in STATES.items():
            if not state_path(state).exists():
                _make_state(state, add, before=before)
            before = state


def _make_state(state: str, add: Callable[[], object], *, before: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.sqlite3"
        if before:
            shutil.copy(state_path(before), draft)
        connection.settings_dict["NAME"] = str(draft)
        add()
        connection.close()
        _keep(draft, state_path(state))


def _keep(draft: Path, place: Path) -> None:
    """Copy a state as a single file; the name says that it is whole."""
    unfinished = place.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(draft) as source, sqlite3.connect(unfinished) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    unfinished.rename(place)


def _begin_in(state: str) -> None:
    global _current
    _current = state
    connection.ensure_connection()
    template = sqlite3.connect(state_path(state))
    try:
        template.backup(connection.connection)
    finally:
        template.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """On SQLite, a state in memory; on another server, pytest-django's own way."""
    if connection.vendor != "sqlite":
        yield from _other_server(django_db_blocker)
        return
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        ensure_states()
        connection.close()
        connection.settings_dict["NAME"] = name
        _begin_in("site")
    yield  # noqa: PT022  (the other server's way does tear down)


def choose_state(item) -> None:
    """Before any fixture of the test, and outside every transaction: the database is in the state that the test names.

    Where a module's fixture holds a transaction open, the state is that in which it began.
    """
    wanted = next((name for name in reversed(STATES) if name in getattr(item, "fixturenames", ())), "site")
    if _current not in (None, wanted) and not connection.in_atomic_block:
        with item.config.stash[blocking_manager_key].unblock():
            _begin_in(wanted)


@pytest.fixture(autouse=True)
def _state(request):
    """The same for the first test, which found no database yet."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("django_db_setup")
        choose_state(request.node)


def _other_server(django_db_blocker):
    # Each worker of the suite has databases of its own.
    connection.settings_dict["TEST"]["NAME"] = f"test_parvis_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock():
        configuration = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        factories.make_site()
        connection.close()
        connection.creation.clone_test_db("template", verbosity=0, autoclobber=True)
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(suffix="template", verbosity=0)
        teardown_databases(configuration, verbosity=0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that really commits, and after pytest-django's flush, the template's content is back."""
    yield
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    commits = commits or bool({"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ())))
    if commits and nextitem is not None:
        with item.config.stash[blocking_manager_key].unblock():
            _restore()


def _restore() -> None:
    if connection.vendor == "sqlite":
        _begin_in("site")
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_template"')
