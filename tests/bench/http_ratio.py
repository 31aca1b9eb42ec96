"""What a poll costs: Parvis against a bare WSGI application that holds the same answer, both on granian. See README.md."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from tests.database import ensure_states, state_path  # noqa: E402  (it imports models)

ROUNDS, REQUESTS = 7, 1_500
PATH = "/feeds/fr/all/sessions.ics"
OUTPUT = Path("var/bench.jsonl")
APPLICATIONS = {
    "bare": "tests.bench.applications:bare",
    "memory": "cms.wsgi:application",
    "django": "tests.bench.applications:without_memory",
}
# Name, the two servers compared, what is asked; at least (above 0) what the first must be of the second, by CPU.
RATIOS = [
    ("G1 304_vs_bare", "bare", "memory", "304", 0.90),
    ("G3 304_vs_view_with_database", "django", "memory", "304", 15.0),
    ("G4 200_vs_bare", "bare", "memory", "200", 0.90),
]


class Server:
    """granian with one worker on a free port."""

    def __init__(self, application: str, environment: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--no-ws",
        ]
        command += ["--workers", "1", "--blocking-threads", "1", "--log-level", "error", application]
        self._process = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603  (our own command)

    def answer(self, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One answer, as soon as there is one."""
        for _try in range(300):
            with contextlib.suppress(OSError):
                return self._ask(http.client.HTTPConnection("127.0.0.1", self.port), headers)
            time.sleep(0.1)
        raise TimeoutError(f"No answer on port {self.port}")

    def cost(self, *, status: int, **headers: str) -> float:
        """CPU of all processes of the server for one request, in microseconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        before = self._cpu()
        for _each in range(REQUESTS):
            assert self._ask(connection, headers)[0] == status
        return (self._cpu() - before) / 1_000 / REQUESTS

    def stop(self) -> None:
        """End it, with its worker."""
        self._process.terminate()
        self._process.wait(timeout=30)

    def _ask(self, connection, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        connection.request("GET", PATH, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, {name.title(): value for name, value in answer.getheaders()}, body

    def _cpu(self) -> int:
        """Nanoseconds on a CPU so far, of every thread."""
        total, processes = 0, [self._process.pid]
        while processes:
            for task in Path(f"/proc/{processes.pop()}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0])
                processes += map(int, (task / "children").read_text().split())
        return total


@contextlib.contextmanager
def servers() -> Iterator[dict[str, Server]]:
    """One of each application, over a copy of the tests' session; each has been asked once, and gives the same."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(state_path("session"), f"{folder}/bench.sqlite3")
        environment = {
            "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "VAR_DIR": folder, "BENCH_ANSWER": f"{folder}/answer.json", "SITE_URL": "http://127.0.0.1:8000",
        }  # fmt: skip
        started: dict[str, Server] = {}
        try:
            for name in ("memory", "django", "bare"):
                started[name] = Server(APPLICATIONS[name], environment)
                whole = started[name].answer()
                known = started[name].answer(**{"If-None-Match": whole[1]["Etag"]})
                if name == "memory":
                    _keep(Path(environment["BENCH_ANSWER"]), whole, known)
                    expected = (200, whole[2]), (304, b"")
                found = (whole[0], whole[2]), (known[0], known[2])
                assert found == expected, f"{name} answers {whole[0]} with {len(whole[2])} bytes, {known[0]}"
            yield started
        finally:
            for server in started.values():
                server.stop()


def _keep(place: Path, whole, known) -> None:
    """What the bare application is to answer: the very headers and bytes."""
    own = {"Server", "Date", "Connection", "Transfer-Encoding"}
    kept = [{n: v for n, v in headers.items() if n not in own} for headers in (whole[1], known[1])]
    place.write_text(json.dumps([*kept, whole[2].decode()]))


def measure() -> dict[tuple[str, str], float]:
    """Microseconds by server and what was asked: medians of interleaved rounds."""
    found: dict[tuple[str, str], list[float]] = {}
    with servers() as started:
        etag = started["memory"].answer()[1]["Etag"]
        asked = {"200": {}, "304": {"If-None-Match": etag}}
        for _round in range(ROUNDS):
            for name, server in started.items():
                for what, headers in asked.items():
                    cost = server.cost(status=int(what), **headers)
                    found.setdefault((name, what), []).append(cost)
    return {key: statistics.median(costs) for key, costs in found.items()}


def main() -> None:
    """Print a line for each ratio, and keep it."""
    ensure_states()
    cost = measure()
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own command)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit.stdout.strip(),
        "cores": os.cpu_count(), "load": os.getloadavg()[0],
    }  # fmt: skip
    OUTPUT.parent.mkdir(exist_ok=True)
    with OUTPUT.open("a") as output:
        for name, first, second, what, goal in RATIOS:
            one, other = cost[first, what], cost[second, what]
            ratio = one / other
            verdict = "PASS" if ratio >= goal else "MISS"
            costs = f"{first} {one:.0f} us, {second} {other:.0f} us"
            sys.stdout.write(f"{name}: {ratio:.2f} ({costs}) goal>={goal} {verdict}\n")
            output.write(json.dumps(about | {"name": name, "ratio": round(ratio, 3), "goal": goal}) + "\n")


if __name__ == "__main__":
    main()
