"""One SQLite database for the whole suite, migrated and with the homes of all languages: made once, copied into each worker's memory.

Migrating takes longer than most of the suite. The template lies in the temporary directory under a name made from the
migrations, the factories and the installed versions, so a change of any makes a new one. Tests that commit (`transaction=True`,
`live_server`) get a fresh copy afterwards: Django's flush would take Wagtail's root page away from the next test.
"""

import fcntl
import hashlib
import sqlite3
import tempfile
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


@cache
def template_path() -> Path:
    """Where the migrated template of this set of migrations lies."""
    digest = hashlib.blake2b(digest_size=8)
    for path in (*sorted(ROOT.glob("*/migrations/*.py")), Path(factories.__file__)):
        digest.update(path.read_bytes())
    for package in ("Django", "wagtail", "wagtail-localize", "django-taggit"):
        digest.update(version(package).encode())
    return Path(tempfile.gettempdir()) / f"parvis-test-template-{digest.hexdigest()}.sqlite3"


def _ensure_template(path: Path) -> None:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        connection.settings_dict["NAME"] = str(draft)
        call_command("migrate", verbosity=0)
        factories.make_site()
        connection.close()
        with sqlite3.connect(draft) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        draft.rename(path)


def _copy_template() -> None:
    connection.ensure_connection()
    template = sqlite3.connect(template_path())
    try:
        template.backup(connection.connection)
    finally:
        template.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """On SQLite, the template in memory; on another server, pytest-django's own way."""
    if connection.vendor != "sqlite":
        yield from _other_server(django_db_blocker)
        return
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        _ensure_template(template_path())
        connection.close()
        connection.settings_dict["NAME"] = name
        _copy_template()
    yield  # noqa: PT022  (the other server's way does tear down)


def _other_server(django_db_blocker):
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
        _copy_template()
        return
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_template"')
