"""A PostgreSQL of one's own, that may be killed: its files lie in a folder, and go with it."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


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

    def start(self) -> None:
        """And wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def kill(self) -> None:
        """All of its processes at once, in the middle of whatever they do: connections break, and new ones are refused."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def fill(self, url: str) -> None:
        """Copy what a database holds."""
        dump = subprocess.run([self._program("pg_dump"), url], check=True, capture_output=True)  # noqa: S603
        load = [self._program("psql"), "--quiet", "-v", "ON_ERROR_STOP=1", self.url]
        subprocess.run(load, check=True, input=dump.stdout, capture_output=True)  # noqa: S603

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
            server.kill()


def address_of(server: str, *, database: str) -> str:
    """The address of a database on the server of another one."""
    at = urlsplit(server)
    return f"{at.scheme}://{at.netloc}/{database}"
