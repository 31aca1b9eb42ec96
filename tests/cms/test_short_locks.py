"""A migration and somebody who uses its table: nobody waits behind it, and it goes on when the table is free."""

import threading

from django.core.management.base import CommandError
from django.db import OperationalError, connection

import psycopg
import pytest

from cms import short_locks
from cms.short_locks import until_unlocked
from tests.granian_server import until

TABLE = "wagtailcore_site"
WIDEN = f"ALTER TABLE {TABLE} ADD COLUMN seen integer"


def widen() -> None:
    with short_locks.short_locks(connection), connection.cursor() as cursor:
        cursor.execute(WIDEN)


@pytest.fixture
def in_use(transactional_db):
    """Somebody has read the table, in a transaction that does not end."""
    at = connection.settings_dict
    reader = psycopg.connect(host=at["HOST"], port=at["PORT"], user=at["USER"], dbname=at["NAME"])
    reader.execute(f"SELECT COUNT(*) FROM {TABLE}")  # noqa: S608  (a constant)
    yield reader
    reader.close()


@pytest.mark.postgres
def test_migration_gives_up_after_two_seconds_while_a_table_is_in_use_and_goes_on_when_it_is_free(in_use):
    said = []

    def tell(words: str) -> None:
        said.append(words)
        in_use.rollback()

    until_unlocked(widen, tell=tell, pause=0)

    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, TABLE)]
        cursor.execute("SHOW lock_timeout")
        assert ("seen" in columns, cursor.fetchone()[0]) == (True, "0")
    assert said == ["A table is in use: try 1 of 10 gave up after 2 s."]


@pytest.mark.postgres
def test_reader_who_comes_while_a_migration_waits_is_served_when_it_gives_up(in_use):
    """PostgreSQL lets nobody pass who comes after; so the wait is short."""
    failed = []

    def give_up() -> None:
        try:
            widen()
        except OperationalError as error:
            failed.append(error)
        connection.close()

    migration = threading.Thread(target=give_up)
    migration.start()
    at = connection.settings_dict
    with psycopg.connect(host=at["HOST"], port=at["PORT"], user=at["USER"], dbname=at["NAME"]) as other:
        until(
            lambda: other.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted").fetchone() != (0,),
            seconds=5,
        )
        other.execute("SET statement_timeout = '5s'")
        assert other.execute(f"SELECT COUNT(*) FROM {TABLE}").fetchone() == (1,)  # noqa: S608  (a constant)
    migration.join()
    assert len(failed) == 1


def test_table_that_is_never_free_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setattr(short_locks, "TRIES", 2)

    def work() -> None:
        raise OperationalError from psycopg.errors.LockNotAvailable()

    with pytest.raises(CommandError, match=r"in use at each of 2 tries.*run this again"):
        until_unlocked(work, tell=lambda words: None, pause=0)


def test_other_failure_is_not_tried_again():
    calls = []

    def work() -> None:
        calls.append(1)
        raise OperationalError("no space left on device")

    with pytest.raises(OperationalError, match="no space left"):
        until_unlocked(work, tell=lambda words: None, pause=0)
    assert len(calls) == 1


@pytest.mark.postgres
def test_what_broke_the_connection_is_told(transactional_db):
    with pytest.raises(OperationalError, match="terminating connection"):  # noqa: SIM117
        with short_locks.short_locks(connection), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
