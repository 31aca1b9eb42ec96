"""A server that is there and does not answer: stopped in the middle, or from the beginning."""

import os
import signal
import socket
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

import psycopg
import pytest

from cms.deadline import OverdueError, waiting_at_most
from cms.postgresql import base
from cms.postgresql.base import Connection, DatabaseWrapper, Silence
from cms.settings.environment import database


@pytest.fixture(autouse=True)
def _silence(monkeypatch):
    """What one test finds out about its server is not true of another's."""
    monkeypatch.setattr(base, "silence", Silence())


@contextmanager
def stopped(pid: int):
    """The process of a connection, stopped as by a host that hangs: it holds its connection and says nothing."""
    if not Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres:"):
        pytest.fail(
            "TEST_POSTGRES_URL names a server on another machine; this test has to stop a process of it"
        )
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.fixture
def silent_address():
    """An address where connections are taken and nothing is said."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield "postgres://parvis@{}:{}/parvis".format(*server.getsockname())


@pytest.mark.postgres
def test_query_ends_at_its_deadline_and_closes_the_connection():
    with Connection.connect(os.environ["TEST_POSTGRES_URL"]) as link:
        pid = link.execute("SELECT pg_backend_pid()").fetchone()[0]
        with stopped(pid), waiting_at_most(0.3):
            began = time.monotonic()
            with pytest.raises(OverdueError, match=r"within 0\.3 s"):
                link.execute("SELECT 1")
            took = time.monotonic() - began

    assert 0.3 <= took < 1.5
    assert link.closed


@pytest.mark.postgres
def test_query_within_its_deadline_is_answered():
    with Connection.connect(os.environ["TEST_POSTGRES_URL"]) as link, waiting_at_most(5):
        assert link.execute("SELECT pg_sleep(0.3), 7").fetchone()[1] == 7
        link.commit()
        link.rollback()
        with pytest.raises(psycopg.errors.DivisionByZero):
            link.execute("SELECT 1/0")
        assert not link.closed


@pytest.mark.postgres
def test_transaction_of_django_that_is_overdue_ends_as_a_database_error_and_the_next_one_works(db):
    link = DatabaseWrapper(connection.settings_dict, alias="other")
    with link.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    with stopped(pid), waiting_at_most(0.3), pytest.raises(DatabaseError), link.cursor() as cursor:
        cursor.execute("SELECT 1")
    link.close()

    with link.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    link.close()


def test_connection_to_a_silent_server_is_given_up_and_not_tried_again_at_once(db, silent_address):
    link = DatabaseWrapper(settings.DATABASES["default"] | wanted(silent_address), alias="silent")

    with waiting_at_most(1):
        began = time.monotonic()
        with pytest.raises(DatabaseError):
            link.ensure_connection()
        first, began = time.monotonic() - began, time.monotonic()
        with pytest.raises(DatabaseError, match="a moment ago"):
            link.ensure_connection()

    assert (first < 4, time.monotonic() - began < 0.5) == (True, True)


def wanted(address: str) -> dict[str, object]:
    """Django's settings for the address, complete."""
    defaults = {
        "OPTIONS": {},
        "TIME_ZONE": None,
        "AUTOCOMMIT": True,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
    }
    return {**defaults, **database(address)}
