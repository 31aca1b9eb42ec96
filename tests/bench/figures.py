"""What was measured: one line on the terminal, and one line of JSON in var/bench.jsonl."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median

OUTPUT = Path("var/bench.jsonl")
PASS, FAIL = "PASS", "FAIL"


def ratio(
    name: str, value: float, *, costs: str, at_least: float | None = None, at_most: float | None = None
) -> None:
    """A figure with its goal; without a goal it is for information. `costs`: both sides of it, with their unit."""
    verdict, goal = "", ""
    if at_least is not None:
        goal, verdict = f"goal >= {at_least:g}", PASS if value >= at_least else FAIL
    elif at_most is not None:
        goal, verdict = f"goal <= {at_most:g}", PASS if value <= at_most else FAIL
    _say(f"{name}: {value:.3g} ({costs})", goal or "no goal", verdict)
    _keep(name=name, value=round(value, 4), costs=costs, goal=goal, verdict=verdict)


def left_out(name: str, *, reason: str) -> None:
    """A figure that this machine cannot give."""
    _say(f"{name}: not measured", reason)
    _keep(name=name, left_out=reason)


def point(group: str, peer: str, size: int, *, cpu_ms: float, wall_ms: float) -> None:
    """What one peer costs at one size: for the plot."""
    _say(f"  {group} {peer}, {size}: {cpu_ms:.3g} ms CPU, {wall_ms:.3g} ms")
    _keep(point=group, peer=peer, size=size, cpu_ms=round(cpu_ms, 4), wall_ms=round(wall_ms, 4))


def paired(one: list[float], other: list[float]) -> float:
    """The median of one / other, round by round: what disturbs a round disturbs both."""
    return median(first / second for first, second in zip(one, other, strict=True))


@cache
def about() -> dict[str, object]:
    """What this run was measured on. The run is named by its first moment, which the programs of one run share."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own command)
    run = os.environ.setdefault("BENCH_RUN", datetime.now(UTC).isoformat(timespec="seconds"))
    return {"run": run, "commit": commit.stdout.strip(), "cores": os.cpu_count()}


def last_points() -> list[dict]:
    """Every point of the newest run that has some."""
    lines = [json.loads(line) for line in OUTPUT.read_text().splitlines()]
    points = [line for line in lines if "point" in line]
    return [line for line in points if line["run"] == points[-1]["run"]]


def _say(*parts: str) -> None:
    sys.stdout.write(" ".join(part for part in parts if part) + "\n")
    sys.stdout.flush()


def _keep(**line: object) -> None:
    OUTPUT.parent.mkdir(exist_ok=True)
    with OUTPUT.open("a") as output:
        output.write(json.dumps(about() | {"load": round(os.getloadavg()[0], 2)} | line) + "\n")
