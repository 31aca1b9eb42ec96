"""The database of this site as a file, and back: PostgreSQL by its own client programs, SQLite by its backup interface.

A restored database is made beside the one in use, seen to there, and takes its place in one step.
"""

import gzip
import os
import re
import shutil
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from django.db import Error, connection
from django.db.backends.postgresql.client import DatabaseClient

from cms.backup.manifest import BackupError

PIECE = 1 << 20
JOBS = 2
LONGEST_NAME = 63


class Engine(ABC):
    """What is done with the database in use. All of it raises BackupError where it cannot be."""

    @abstractmethod
    def check(self) -> None:
        """Refuse where what is needed is missing, before anything is begun."""

    @abstractmethod
    def dump(self, place: Path) -> None:
        """Write the state of one moment to a file."""

    @abstractmethod
    def beside(self, dump: Path) -> "Beside":
        """A restored database beside the one in use; nothing knows of it yet. The caller discards it in the end."""


class Beside(ABC):
    """A restored database that waits to be the one in use."""

    name: str

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Django's connection leads there within the block."""
        before = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = self.name
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before

    @abstractmethod
    def take_over(self, *, aside: Path, stamp: str) -> str:
        """Be the database in use, in one step; what was it before is kept. Gives where; "" for none."""

    @abstractmethod
    def discard(self) -> None:
        """Leave nothing behind, whether it took over or not."""


def engine() -> Engine:
    """For the database of DATABASE_URL."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()


class Sqlite(Engine):
    """One file, which others may be using."""

    def check(self) -> None:
        if not Path(connection.settings_dict["NAME"]).is_absolute():
            raise BackupError(
                "The database must be a file, named by its whole path: DATABASE_URL=sqlite:////srv/parvis/parvis.sqlite3"
            )

    def dump(self, place: Path) -> None:
        whole = place.with_suffix(".sqlite3")
        _copy(Path(connection.settings_dict["NAME"]), whole)
        with whole.open("rb") as source, gzip.open(place, "wb", compresslevel=1) as target:
            shutil.copyfileobj(source, target, PIECE)
        whole.unlink()

    def beside(self, dump: Path) -> "SqliteBeside":
        place = dump.with_suffix(".sqlite3")
        try:
            with gzip.open(dump) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target, PIECE)
            with closing(sqlite3.connect(place)) as found:
                verdict = found.execute("PRAGMA quick_check").fetchone()[0]
        except (OSError, EOFError, sqlite3.DatabaseError) as error:
            raise BackupError(f"The database in the backup cannot be used: {error}.") from error
        if verdict != "ok":
            raise BackupError(f"The database in the backup is damaged: {verdict}.")
        return SqliteBeside(place)


class SqliteBeside(Beside):
    """A file. Its pages are written over those in use in one transaction, which whoever has the database open sees as a change."""

    def __init__(self, place: Path) -> None:
        self.name = str(place)

    def take_over(self, *, aside: Path, stamp: str) -> str:
        used = Path(connection.settings_dict["NAME"])
        kept = aside / "database.sqlite3"
        used.parent.mkdir(parents=True, exist_ok=True)
        # Whoever only asks an absent database makes a file of it that has no table.
        is_there = bool(connection.introspection.table_names())
        connection.close()
        if is_there:
            _copy(used, kept)
        try:
            _copy(Path(self.name), used)
        except BackupError:
            kept.unlink(missing_ok=True)
            raise
        return str(kept) if is_there else ""

    def discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.name}{suffix}").unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """All pages in one transaction. Raises BackupError."""
    try:
        if not target.exists():
            target.touch(mode=0o600)
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target, timeout=20)) as written,
        ):
            # Both in WAL, as the site uses them: pages cannot be written from one mode into the other.
            written.execute("PRAGMA journal_mode=WAL")
            read.backup(written)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{source} cannot be copied to {target}: {error}.") from error


class Postgresql(Engine):
    """A database on a server, through pg_dump and pg_restore."""

    def check(self) -> None:
        server = connection.cursor().connection.info.server_version // 10_000
        for program in ("pg_dump", "pg_restore"):
            if (found := version_of(program)) < server:
                raise BackupError(
                    f"{program} is of version {found}, and the server of {server}: install postgresql-client-{server}."
                )

    def dump(self, place: Path) -> None:
        run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={place}", database=_name()
        )

    def beside(self, dump: Path) -> "PostgresqlBeside":
        found = PostgresqlBeside()
        try:
            found.create()
            run(
                *("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments"),
                *(f"--jobs={JOBS}", f"--dbname={found.name}", str(dump)),
            )
        except BackupError:
            found.discard()
            raise
        return found


class PostgresqlBeside(Beside):
    """A second database on the server. It takes the name of the one in use, which takes another: both in one transaction."""

    def __init__(self) -> None:
        self.name = _name_beside("_restoring")
        self._lock = ExitStack()
        self._is_ours = False

    def create(self) -> None:
        """Empty; one that a restore left that was killed goes first. Raises BackupError while another restore is at work."""
        self._lock_it()
        _on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        _on_server(
            f"CREATE DATABASE \"{self.name}\" TEMPLATE template0 ENCODING 'UTF8'",
            hint=f"Its user must be allowed to make databases: ALTER ROLE {connection.settings_dict['USER']} CREATEDB.",
        )

    def take_over(self, *, aside: Path, stamp: str) -> str:
        used, kept = _name(), _name_beside(f"_before_{stamp.lower()}")
        connection.close()
        renames = [
            f'ALTER DATABASE "{used}" RENAME TO "{kept}"',
            f'ALTER DATABASE "{self.name}" RENAME TO "{used}"',
        ]
        for last in (False, False, False, True):
            _send_visitors_away(used, self.name)
            try:
                _on_server("; ".join(["BEGIN", *renames, "COMMIT"]))
            except BackupError:
                if last:
                    raise
            else:
                return f"the database {kept}"
        raise AssertionError("The last try raises.")

    def discard(self) -> None:
        with suppress(BackupError, Error), self._lock:
            if self._is_ours:
                _on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _lock_it(self) -> None:
        """Until `discard`, or until whoever has it is killed."""
        cursor = self._lock.enter_context(connection._nodb_cursor())
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [self.name])
        self._is_ours = cursor.fetchone()[0]
        if not self._is_ours:
            raise BackupError(f"Another restore of {_name()} is at work: wait until it has ended.")


def version_of(program: str) -> int:
    """The major version of a client program. Raises BackupError where it is missing."""
    said = subprocess.run([_program(program), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\) (\d+)", said.stdout)
    if found is None:
        raise BackupError(f"{program} does not say its version: {said.stdout or said.stderr}")
    return int(found[1])


def run(program: str, *arguments: str, database: str = "") -> None:
    """Run a client program against the server of DATABASE_URL. Raises BackupError with what it said."""
    place, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict | {"NAME": "-"}, [])
    # It begins with the name of another program, and ends with the database.
    command = [_program(program), *place[1:-1], *arguments, *([database] if database else [])]
    done = subprocess.run(  # noqa: S603  (program and options stand here)
        command, env=os.environ | (environment or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"{name} is missing: install PostgreSQL's client programs (Debian: postgresql-client)."
        )
    return found


def _name() -> str:
    return connection.settings_dict["NAME"]


def _name_beside(suffix: str) -> str:
    """PostgreSQL cuts off what is longer."""
    return _name()[: LONGEST_NAME - len(suffix)] + suffix


def _send_visitors_away(*names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY(%s) AND pid <> pg_backend_pid()",
            [list(names)],
        )


def _on_server(*statements: str, hint: str = "") -> None:
    """Run statements one after the other, in another database of the server. Raises BackupError."""
    try:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except Exception as error:
        raise BackupError(f"The server refuses: {str(error).strip()} {hint}".strip()) from error
