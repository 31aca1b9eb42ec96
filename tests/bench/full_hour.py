"""The full hour: 10,000 subscribers poll in one minute, each over a TLS connection of its own, and as fast as one can. See README.md."""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

from tests.bench.figures import left_out, ratio
from tests.granian_server import cpu_of
from tests.topology.polling import Poll, play, polls_of
from tests.topology.town import Town, town

SUBSCRIBERS, MINUTE, SEED = 10_000, 60, 7
CONNECTIONS, THREADS, SECONDS = 64, 1, 10
LUA = Path(__file__).with_name("full_hour.lua")


def arrivals(*, subscribers: int = SUBSCRIBERS, seconds: float = MINUTE) -> list[float]:
    """When each comes, in seconds from the full hour: anybody at any moment of the minute, as clocks that are a little wrong."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    return sorted(chance.uniform(0, seconds) for _subscriber in range(subscribers))


def cpu_of_servers(place: Town) -> int:
    """Nanoseconds so far, of the proxy and both web processes."""
    return sum(cpu_of(server.pid) for server in (place.proxy, *place.webs))


def measure_the_minute(place: Town, polls: list[Poll]) -> None:
    """10,000 polls, each at its moment."""
    before = cpu_of_servers(place)
    played = play(place.proxy, polls, due=arrivals())
    each = (cpu_of_servers(place) - before) / 1000 / SUBSCRIBERS
    said = f"{SUBSCRIBERS:,} polls in {MINUTE} s, {each:.0f} us of CPU each with TLS; {played}"
    ratio("full_hour errors", len(played.wrong) + SUBSCRIBERS - len(played.took), costs=said, at_most=0)
    for status, goal in ((304, {"at_most": 50}), (200, {})):
        costs = f"{played.statuses[status]:,} x {status}, from the moment at which each was due; p50 {played.percentile(50, of=(status,)):.1f}"
        ratio(f"full_hour p99_of_a_{status}_ms", played.percentile(99, of=(status,)), costs=costs, **goal)


def measure_as_fast_as_possible(place: Town, polls: list[Poll]) -> None:
    """wrk on connections that stay open, so that the handshake is paid once for each; its own CPU is taken from the same cores."""
    if not which("wrk"):
        left_out("full_hour polls_per_second", reason="wrk is not installed (Debian: wrk)")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as asked:
        asked.writelines(
            f"{poll.path}\t{poll.sent.get('If-None-Match', '')}\t{poll.sent.get('Accept-Encoding', '')}\n"
            for poll in polls
        )
        asked.flush()
        command = [
            "wrk",
            "-t",
            str(THREADS),
            "-c",
            str(CONNECTIONS),
            "-d",
            f"{SECONDS}s",
            "-s",
            str(LUA),
            place.proxy.url,
        ]
        environment = os.environ | {"ASKED": asked.name}
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603  (our own command)
    found = json.loads(done.stdout.splitlines()[-1])
    answered = found["unchanged"] + found["whole"]
    costs = f"{found['unchanged']:,} x 304, {found['whole']:,} x 200, {found['wrong']} wrong; {CONNECTIONS} connections, p99 {found['p99_ms']:.1f} ms"
    ratio("full_hour polls_per_second", answered / found["seconds"], costs=costs, at_least=1000)


def main() -> None:
    """In a town of its own, under a name that wrk finds."""
    if missing := [name for name in ("nginx", "openssl", "redis-server", "pg_ctlcluster") if not which(name)]:
        left_out(
            "full_hour",
            reason=f"Debian's nginx, openssl, redis-server and postgresql are needed; {missing} not found",
        )
        return
    with town(lambda postgresql: None, name="localhost", tick_seconds=MINUTE) as place:
        polls = polls_of(place.proxy)
        play(
            place.proxy, polls, due=[number / 50 for number in range(len(polls))]
        )  # everything is remembered
        measure_the_minute(place, polls)
        measure_as_fast_as_possible(place, polls)


if __name__ == "__main__":
    sys.exit(main())
