"""Hosts that start together on an empty PostgreSQL database, in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from django.db import InterfaceError, OperationalError

import psycopg
import pytest

from cms.migrating import LOCK, alone
from tests.journeys.own_postgresql import address_of

ROOT = Path(__file__).parents[2]
KEY = "k3y-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2


@pytest.fixture
def empty_database():
    """Its address; it is gone afterwards."""
    server = os.environ["TEST_POSTGRES_URL"]
    name = f"parvis_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        yield address_of(server, database=name)
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(database: str, folder: Path, *arguments: str) -> subprocess.Popen:
    """`manage.py ...` as production runs it."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production", "DATABASE_URL": database, "VAR_DIR": str(folder),
        "SECRET_KEY": KEY, "SITE_URL": "https://museum.example", "UID_DOMAIN": "museum.example", "ALLOWED_HOSTS": "museum.example",
    }  # fmt: skip
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(process: subprocess.Popen) -> tuple[int, str, str]:
    """Its status, and what it said to both outputs."""
    said, complained = process.communicate(timeout=300)
    return process.returncode, said, complained


@pytest.mark.postgres
@pytest.mark.slow
def test_two_that_prepare_an_empty_database_at_once_both_end_well(empty_database, tmp_path):
    both = [start(empty_database, tmp_path, "prepare") for _each in range(2)]
    results = [ended(each) for each in both]

    assert [status for status, _said, _complained in results] == [0, 0], results
    assert (
        sum("Another migration of this database is under way" in complained for _, _, complained in results)
        == 1
    )
    assert sum("No migrations to apply." in said for _, said, _ in results) == 1
    assert sum("Home pages: /fr/, /en/, /es/, /el/, /he/, /fi/" in said for _, said, _ in results) == 1
    with psycopg.connect(empty_database) as link:
        assert link.execute("SELECT count(*) FROM parvis_events_homepage").fetchone() == (6,)
        # A database of tomorrow is refused by both, and nothing is changed.
        link.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('parvis_feeds', '9001_of_tomorrow', now())"
        )
    for command in (
        ["migrate"],
        ["migrate", "--skip-checks"],
        ["prepare"],
        ["check", "--database", "default"],
    ):
        status, _said, complained = ended(start(empty_database, tmp_path, *command))
        assert (status, "newer than this release: it holds parvis_feeds.9001_of_tomorrow" in complained) == (
            1,
            True,
        )


@pytest.mark.postgres
def test_lock_of_another_is_waited_for_and_given_back(empty_database):
    told = []

    def end_the_other(words: str) -> None:
        told.append(words)
        other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    with (
        psycopg.connect(empty_database, autocommit=True) as other,
        psycopg.connect(empty_database, autocommit=True) as mine,
    ):
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with alone(SimpleNamespace(vendor="postgresql", cursor=mine.cursor), tell=end_the_other):
            assert other.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (False,)
        assert other.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,)

    assert told == ["Another migration of this database is under way: waiting for its end."]


def test_other_databases_need_no_lock():
    with alone(SimpleNamespace(vendor="sqlite"), tell=pytest.fail):
        pass


def test_what_broke_the_connection_is_told_and_not_that_it_is_broken():
    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def execute(self, statement, _values):
            if "unlock" in statement:
                raise InterfaceError("the connection is closed")

        def fetchone(self):
            return (True,)

    with (
        pytest.raises(OperationalError, match="the server went away"),
        alone(SimpleNamespace(vendor="postgresql", cursor=Cursor), tell=pytest.fail),
    ):
        raise OperationalError("the server went away")
