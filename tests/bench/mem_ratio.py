"""Memory of a build: how much more a fresh process holds at its peak than before. See README.md."""

import json
import re
import subprocess
import sys
from pathlib import Path

import django

django.setup()

from tests.bench import peers  # noqa: E402  (models are importable only now)
from tests.bench.figures import ratio  # noqa: E402
from tests.bench.render_ratio import LARGEST, our_calendar, shelf_of  # noqa: E402
from tests.bench.seeded import program  # noqa: E402

MEGABYTE = 1_000_000
BUILDS = {
    "Parvis": lambda: our_calendar(LARGEST),
    "django-ical": lambda: peers.django_ical(peers.rows(LARGEST, language="fr")),
}


def memory(name: str) -> int:
    """A line of /proc/self/status, in bytes."""
    return (
        int(re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)[1]) * 1024
    )


def build(name: str) -> None:
    """In a process of its own: the size of the body, and the peak above what the process held before, in bytes."""
    shelf_of(LARGEST)  # the connection is there
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins here
    before = memory("VmRSS")
    body = BUILDS[name]()
    sys.stdout.write(json.dumps({"body": len(body), "peak": memory("VmHWM") - before}))


def main() -> None:
    """G11."""
    found = {}
    for name in BUILDS:
        command = program("tests.bench.mem_ratio", name)
        answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  (our own command)
        found[name] = json.loads(answer.stdout)
    for name, goal in (("Parvis", {"at_most": 5}), ("django-ical", {})):
        peak, body = found[name]["peak"], found[name]["body"]
        costs = f"peak {peak / MEGABYTE:.0f} MB, body {body / MEGABYTE:.1f} MB"
        label = "G11 peak_of_10000_vs_body" if goal else f"   the_same_of_{name}"
        ratio(label, peak / body, costs=costs, **goal)


if __name__ == "__main__":
    build(sys.argv[1]) if sys.argv[1:] else main()
