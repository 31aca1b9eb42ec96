"""What a poll costs: Parvis beside a bare WSGI application that holds the same answers, nginx, and Django. See README.md."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import which
from statistics import median

from tests.bench.crowd import Crowd, request_for
from tests.bench.figures import left_out, paired, ratio
from tests.bench.seeded import program, seeded
from tests.granian_server import Server, free_port, granian

PATH = "/feeds/fr/cycle-bench-100/sessions.ics"
READERS = 32
# Rounds, and what everybody asks in each: (what, server) -> times. Django's own answer takes a hundred times as long.
ROUNDS, WAVES = 40, 12
SLOW = {"django": 1}
OF_THE_SERVER = {"Server", "Date", "Connection", "Transfer-Encoding", "Keep-Alive"}
NGINX = """
daemon off; master_process on; worker_processes 1; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; types {{ }} default_type "text/calendar; charset=utf-8";
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{ listen 127.0.0.1:{port}; root {folder}/files; keepalive_requests 10000000; }}
}}
"""

# (server, what) -> microseconds of CPU for one answer, round by round; and answers each second.
Costs = dict[tuple[str, str], list[float]]


@contextmanager
def nginx(body: bytes) -> Iterator[Server]:
    """nginx with the body as a file at the feed's address."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        Path(folder).chmod(0o755)  # its worker is another user where we are root
        place = Path(folder, "files", PATH.lstrip("/"))
        place.parent.mkdir(parents=True)
        place.write_bytes(body)
        port = free_port()
        Path(folder, "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        command = ["nginx", "-e", "stderr", "-p", folder, "-c", f"{folder}/nginx.conf"]
        with Server(command, port=port) as server:
            server.wait_for(PATH)
            yield server


@contextmanager
def gunicorn(environment: dict[str, str]) -> Iterator[Server]:
    """The same application on gunicorn with threads, which is installed for this only. Raises CalledProcessError without a package index."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        install = program(
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--target",
            folder,
            "gunicorn",
        )
        subprocess.run(install, check=True, capture_output=True, timeout=120)  # noqa: S603  (our own command)
        port = free_port()
        command = program(
            "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "1",
            "--keep-alive", "60", "--worker-connections", "512", "--log-level", "error", "cms.wsgi:application",
        )  # fmt: skip
        paths = f"{folder}:{Path.cwd()}"
        with Server(command, port=port, environment=environment | {"PYTHONPATH": paths}) as server:
            server.wait_for(PATH)
            yield server


def servers(stack: ExitStack, environment: dict[str, str]) -> dict[str, Server]:
    """Each started, asked once, and seen to give the same bytes; what this machine lacks is left out, with a line."""
    started = {"memory": stack.enter_context(granian("cms.wsgi:application", environment))}
    started["memory"].wait_for(PATH)
    environment = environment | {"BENCH_ANSWER": f"{environment['VAR_DIR']}/answers.json"}
    body = _keep_answers(started["memory"], Path(environment["BENCH_ANSWER"]))
    for name, application in (
        ("bare", "tests.bench.applications:bare"),
        ("django", "tests.bench.applications:without_memory"),
    ):
        started[name] = stack.enter_context(granian(application, environment))
        started[name].wait_for(PATH)
    if which("nginx"):
        started["nginx"] = stack.enter_context(nginx(body))
    else:
        left_out("G2 304_vs_nginx", reason="nginx is not installed (Debian: nginx-light)")
    try:
        started["gunicorn"] = stack.enter_context(gunicorn(environment))
    except (subprocess.SubprocessError, TimeoutError) as error:
        left_out("G5 304_vs_gunicorn", reason=f"gunicorn cannot be installed here ({type(error).__name__})")
    check_equal(started)
    return started


def check_equal(started: dict[str, Server]) -> None:
    """All give the same bytes, and all but nginx the same headers, for 200, 304 and gzip."""
    for name, server in started.items():
        etag = _etag(server)
        questions = ({}, {"If-None-Match": etag}, *([] if name == "nginx" else [{"Accept-Encoding": "gzip"}]))
        for headers in questions:
            expected, found = (
                started["memory"].ask(PATH, **_with_own_etag(headers, started["memory"])),
                server.ask(PATH, **headers),
            )
            same = expected[0] == found[0] and expected[2] == found[2]
            same = same and (name == "nginx" or _own(expected[1]) == _own(found[1]))
            assert same, f"{name} answers {headers} otherwise: {found[0]}, {len(found[2])} bytes, {found[1]}"


def measure(started: dict[str, Server], stack: ExitStack) -> tuple[Costs, Costs]:
    """Microseconds of CPU of the whole process tree for one answer, and answers each second, in interleaved rounds."""
    crowds = {name: stack.enter_context(Crowd(server.port, size=READERS)) for name, server in started.items()}
    cpu: Costs = {}
    speed: Costs = {}
    for turn in range(-1, ROUNDS):
        for what in ("304", "200", "gzip"):
            # In turns of order, so that nobody always follows the same neighbour.
            for name, server in list(started.items())[:: 1 if turn % 2 else -1]:
                if what == "gzip" and name not in {"memory"}:
                    continue
                status = 304 if what == "304" else 200
                headers = {
                    "304": {"If-None-Match": _etag(server)},
                    "200": {},
                    "gzip": {"Accept-Encoding": "gzip"},
                }[what]
                waves = SLOW.get(name, WAVES)
                if name in SLOW and turn % 8:
                    continue
                spent, began = server.cpu(), time.perf_counter()
                count = crowds[name].ask(request_for(PATH, headers), status=status, waves=waves)
                taken = time.perf_counter() - began
                if turn >= 0:  # the first turn warms up
                    cpu.setdefault((name, what), []).append((server.cpu() - spent) / 1_000 / count)
                    speed.setdefault((name, what), []).append(count / taken)
    return cpu, speed


def report(cpu: Costs, speed: Costs) -> None:
    """G1 to G5."""

    def by_cpu(
        name: str, other: tuple[str, str], own: tuple[str, str] = ("memory", "304"), **goal: float
    ) -> None:
        if other in cpu:
            one, two = cpu[other], cpu[own]
            value = paired(one, two) if len(one) == len(two) else median(one) / median(two)
            ratio(
                name, value, costs=f"{other[0]} {median(one):.1f} us, {own[0]} {median(two):.1f} us", **goal
            )

    by_cpu("G1 304_vs_bare", ("bare", "304"), at_least=0.90)
    by_cpu("G2 304_vs_nginx", ("nginx", "304"), at_least=0.25)
    by_cpu("G3 304_vs_view_with_database", ("django", "304"), at_least=15)
    by_cpu("G4 200_vs_bare", ("bare", "200"), ("memory", "200"), at_least=0.90)
    by_cpu("G4b gzip_vs_bare_identity", ("bare", "200"), ("memory", "gzip"), at_least=1.2)
    ours = speed["memory", "304"]
    for name, other, goal in (
        ("G5 304s_vs_gunicorn_wall", "gunicorn", 5),
        ("G5 304s_vs_bare_wall", "bare", 0.9),
    ):
        if (other, "304") in speed:
            theirs = speed[other, "304"]
            costs = f"{other} {median(theirs):,.0f}/s, memory {median(ours):,.0f}/s, client included"
            ratio(name, paired(ours, theirs), costs=costs, at_least=goal)


def main() -> None:
    """Start everything, measure, report."""
    with seeded("six") as environment, ExitStack() as stack:
        started = servers(stack, environment)
        report(*measure(started, stack))


def _keep_answers(server: Server, place: Path) -> bytes:
    """What the bare application is to answer: the very headers and bytes."""
    whole = server.ask(PATH)
    known = server.ask(PATH, **{"If-None-Match": whole[1]["Etag"]})
    zipped = server.ask(PATH, **{"Accept-Encoding": "gzip"})
    answers = {
        name: [_own(each[1]), each[2].hex()]
        for name, each in (("200", whole), ("304", known), ("gzip", zipped))
    }
    place.write_text(json.dumps(answers))
    return whole[2]


def _own(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in OF_THE_SERVER}


_etags: dict[int, str] = {}


def _etag(server: Server) -> str:
    if server.port not in _etags:
        _etags[server.port] = server.ask(PATH)[1]["Etag"]
    return _etags[server.port]


def _with_own_etag(headers: dict[str, str], server: Server) -> dict[str, str]:
    return {name: _etag(server) if name == "If-None-Match" else value for name, value in headers.items()}


if __name__ == "__main__":
    sys.exit(main())
