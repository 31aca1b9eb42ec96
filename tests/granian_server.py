"""Starts the site as production does, behind granian on a free port, and ends it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

PATIENCE_SECONDS = 60
Answer = tuple[int, dict[str, str], bytes]


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def cpu_of(process: int) -> int:
    """Nanoseconds on a CPU so far, of every thread of a process and of those that it started."""
    total, processes = 0, [process]
    while processes:
        for task in Path(f"/proc/{processes.pop()}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
                total += int((task / "schedstat").read_text().split()[0])
                processes += map(int, (task / "children").read_text().split())
    return total


def workers_of(process: int) -> list[int]:
    """The processes that a process started itself."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _command_of(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def until(holds: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until something holds; whoever cannot be asked yet is asked again. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, http.client.HTTPException):
            if holds():
                return
        time.sleep(0.02)
    raise TimeoutError(f"Not within {seconds} s: {holds}")


class Server:
    """A server on 127.0.0.1 (or another `host`) in a process of its own, for as long as the block lasts."""

    host = "127.0.0.1"

    def __init__(
        self, command: list[str], *, port: int, environment: Mapping[str, str] | None = None
    ) -> None:
        self.command, self.port, self.environment = command, port, {**os.environ, **(environment or {})}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self.command, env=self.environment)  # noqa: S603  (our own command)
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        """With -9, it and every process that it started, as where a container or its host dies."""
        processes = [self.pid, *workers_of(self.pid)]
        for process in processes:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [child for child in workers_of(self.pid) if b"_tracker" not in _command_of(child)]

    def cpu(self) -> int:
        """Nanoseconds on a CPU so far, of the whole process tree."""
        return cpu_of(self.pid)

    def connect(self) -> http.client.HTTPConnection:
        """A connection, to be closed by whoever asked for it."""
        return http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_SECONDS)

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """One answer, over a connection of its own."""
        with closing(self.connect()) as link:
            return answer_on(link, path, method=method, **headers)

    def wait_for(self, path: str, *, status: int = 200, **headers: str) -> None:
        """Until the path is answered so. Raises TimeoutError with what was answered instead."""
        end, last = time.monotonic() + PATIENCE_SECONDS, "nothing"
        while time.monotonic() < end:
            with suppress(OSError, http.client.HTTPException):
                last = str(self.ask(path, **headers)[0])
                if last == str(status):
                    return
            time.sleep(0.05)
        raise TimeoutError(f"Port {self.port} answers {last} for {path}")


def answer_on(link: http.client.HTTPConnection, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """Status, headers by name in Title-Case, and body, of one answer on an open connection."""
    link.request(method, path, headers=headers)
    answer = link.getresponse()
    body = answer.read()
    return answer.status, {name.title(): value for name, value in answer.getheaders()}, body


def granian(
    application: str,
    environment: Mapping[str, str],
    *,
    workers: int = 1,
    threads: int = 1,
    options: Sequence[str] = (),
    port: int = 0,
) -> Server:
    """`module:name`, behind granian as production starts it; `options`: of its command line; on a free port where none is named."""
    port = port or free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", str(threads), "--no-ws", "--log-level", "error", *options, application,
    ]  # fmt: skip
    return Server(command, port=port, environment=environment)
