"""A PostgreSQL of one's own, that may be killed: its files lie in a folder, and go with it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.granian_server import workers_of


class OwnPostgresql:
    """Stopped until it is started. `url` is the address of its database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"postgres://parvis@127.0.0.1:{self.port}/postgres"
        folder.mkdir()
        # It refuses to run as root.
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self._run(
            "initdb", "-U", "parvis", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )

    def start(self, *, addresses: str = "127.0.0.1") -> None:
        """And wait until it answers. Without addresses it does so on its socket alone, which lies in `folder`."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses='{addresses}'"
        self._run("pg_ctl", "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def kill(self) -> None:
        """All of its processes at once, in the middle of whatever they do: connections break, and new ones are refused."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def end(self) -> None:
        """In whatever state it is: running, frozen or killed."""
        with suppress(FileNotFoundError):
            self.thaw()
            self.kill()

    def freeze(self) -> None:
        """All of its processes: connections stay open, new ones are taken, and nothing is said."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on as if nothing had been."""
        self._signal(signal.SIGCONT)

    def set_read_only(self, is_read_only: bool) -> None:
        """Whether transactions may write, for those who are connected too; as on a standby after a failover."""
        value = "on" if is_read_only else "off"
        self.run(f"ALTER SYSTEM SET default_transaction_read_only = {value}", "SELECT pg_reload_conf()")

    def ask_for_password(self, user: str, password: str) -> str:
        """From now on, of a user made for it; the address of the database with both."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"host all {user} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        self.run(f"CREATE ROLE {user} LOGIN SUPERUSER PASSWORD '{password}'", "SELECT pg_reload_conf()")
        return self.url.replace("parvis@", f"{user}:{password}@")

    def run(self, *statements: str) -> None:
        """Each in a transaction of its own, which may write whatever the server says."""
        command = [self._program("psql"), "--quiet", "-v", "ON_ERROR_STOP=1", self.url]
        for statement in statements:
            command += ["--command", statement]
        may_write = {"PGOPTIONS": "-c default_transaction_read_only=off"}
        subprocess.run(command, check=True, capture_output=True, env=os.environ | may_write)  # noqa: S603

    def fill(self, url: str) -> None:
        """Copy what a database holds."""
        dump = subprocess.run([self._program("pg_dump"), url], check=True, capture_output=True)  # noqa: S603
        load = [self._program("psql"), "--quiet", "-v", "ON_ERROR_STOP=1", self.url]
        subprocess.run(load, check=True, input=dump.stdout, capture_output=True)  # noqa: S603

    def _signal(self, number: int) -> None:
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, number)
        for process in workers_of(first):
            with suppress(ProcessLookupError):  # one that has ended meanwhile
                os.kill(process, number)

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._program(program), "-D", str(self.folder / "data"), *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd="/", user=self._user, **quiet)  # noqa: S603

    def _program(self, name: str) -> str:
        return str(max(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))


@contextmanager
def own_postgresql() -> Iterator[OwnPostgresql]:
    """Running; in a folder that its user may reach."""
    with tempfile.TemporaryDirectory(prefix="parvis-postgresql-") as folder:
        Path(folder).chmod(0o755)
        server = OwnPostgresql(Path(folder) / "server")
        server.start()
        try:
            yield server
        finally:
            server.end()


def address_of(server: str, *, database: str) -> str:
    """The address of a database on the server of another one."""
    at = urlsplit(server)
    return f"{at.scheme}://{at.netloc}/{database}"
