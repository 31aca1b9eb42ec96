"""Whether a worker of granian holds more memory after 100,000 requests, unknown addresses among them. See README.md."""

import itertools
import re
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.bench.crowd import Crowd, request_for
from tests.bench.figures import ratio
from tests.bench.seeded import collect_static, seeded
from tests.granian_server import Server, granian, workers_of

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")
PATHS = [
    f"/feeds/{language}/{scope}/sessions.{extension}"
    for language in LANGUAGES
    for scope in ("all", "cycle-bench-10", "cycle-bench-100")
    for extension in ("ics", "rss", "atom", "json")
]
REQUESTS, BATCH = 100_000, 1_000
# Of a thousand requests: so many for bytes that are remembered, so many for addresses that never were; the rest are 304.
HITS, UNKNOWN = 300, 30
READERS, WORKERS = 10, 2
# The first requests fill what is kept on purpose: caches of Django, answers, compiled patterns.
WARM_UP = 10_000
MEGABYTE = 1_000_000


def resident(process: int) -> int:
    """Bytes of RSS."""
    return (
        int(re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)[1])
        * 1024
    )


def etag_of(server: Server, path: str) -> str:
    status, headers, body = server.ask(path)
    assert status == 200, f"{path} gives {status}: {body[:200]!r}"
    return headers["Etag"]


def ask(server: Server, count: int, etags: dict[str, str], numbers: itertools.count) -> None:
    """So many requests, in batches over new connections, so that all workers get some."""
    paths = itertools.cycle(PATHS)
    for _batch in range(count // BATCH):
        with Crowd(server.port, size=READERS) as crowd:
            asked = crowd.ask_once(
                [
                    request_for(f"/feeds/fr/cycle-nothing-{next(numbers)}/sessions.ics", {})
                    for _each in range(UNKNOWN)
                ],
                status=404,
            )
            asked += crowd.ask_once(
                [request_for(next(paths), {"Accept-Encoding": "gzip"}) for _each in range(HITS)], status=200
            )
            while asked < BATCH:
                path = next(paths)
                request = request_for(path, {"If-None-Match": etags[path]})
                asked += crowd.ask(request, status=304, waves=1)


def main() -> None:
    """G12."""
    with ExitStack() as stack:
        environment = stack.enter_context(seeded("six"))
        collect_static(environment)
        server = stack.enter_context(granian("cms.wsgi:application", environment, workers=WORKERS, threads=2))
        server.wait_for(PATHS[0])
        etags, numbers = {path: etag_of(server, path) for path in PATHS}, itertools.count()
        ask(server, WARM_UP, etags, numbers)
        workers = workers_of(server.pid)
        before = {worker: resident(worker) for worker in workers}
        ask(server, REQUESTS, etags, numbers)
        drifts = [(resident(worker) - before[worker]) / MEGABYTE for worker in workers]
    costs = f"{REQUESTS} requests, {next(numbers)} unknown addresses; {', '.join(f'{each:+.2f} MB' for each in drifts)}"
    costs += f" of {max(before.values()) / MEGABYTE:.0f} MB"
    ratio("G12 drift_of_a_worker_MB", max(drifts), costs=costs, at_most=2)


if __name__ == "__main__":
    sys.exit(main())
