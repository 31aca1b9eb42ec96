"""`make bench`: everything, each part in a process of its own. See README.md."""

import os
import subprocess
import sys

from tests.bench import figures
from tests.bench.seeded import program, seeded

# Module -> the seeded database whose copy it works in; None for those that start their own.
PARTS = {
    "render_ratio": "one",
    "mem_ratio": "one",
    "http_ratio": None,
    "herd": "six",
    "publish_to_fresh": "six",
    "page_hit": "six",
    "restore": "one",
    "drift": None,
    "full_hour": None,
    "plot": None,
}


def run(part: str, environment: dict[str, str]) -> bool:
    """Whether a part came to its end."""
    command = program(f"tests.bench.{part}")
    return subprocess.run(command, env=os.environ | environment, check=False).returncode == 0  # noqa: S603  (our own command)


def main(parts: list[str]) -> int:
    """0 where every part came to its end, whatever its figures are."""
    about = figures.about()
    sys.stdout.write(f"Commit {about['commit']}, {about['cores']} cores, load {os.getloadavg()[0]:.1f}\n")
    sys.stdout.flush()
    ended = []
    for part in parts or PARTS:
        if PARTS[part] is None:
            ended.append(run(part, {}))
        else:
            with seeded(PARTS[part]) as environment:
                ended.append(run(part, environment))
    sys.stdout.write(f"Load {os.getloadavg()[0]:.1f}. Every line is in {figures.OUTPUT}.\n")
    return 0 if all(ended) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
