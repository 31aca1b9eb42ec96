"""The files of docker/, by their own checkers."""

import os
import subprocess
from pathlib import Path

from image_running import ROOT, run

REQUIRED = {
    "SITE_URL": "https://museum.example",
    "SITE_HOST": "museum.example",
    "UID_DOMAIN": "museum.example",
}


def check_files(programs: Path) -> None:
    """Every checker is content, and compose names each variable that is missing."""
    run([programs / "hadolint", "docker/Dockerfile"], cwd=ROOT)
    run([programs / "compose-lint", "docker/compose.yaml"], cwd=ROOT)
    compose = [programs / "docker-compose", "--file", "docker/compose.yaml", "config", "--quiet"]
    clean = {name: value for name, value in os.environ.items() if name not in REQUIRED}
    run(compose, cwd=ROOT, env=clean | REQUIRED)
    with_log = [*compose[:3], "--file", "docker/compose.wal.yaml", *compose[3:]]
    run(with_log, cwd=ROOT, env=clean | REQUIRED | {"ARCHIVE": "/srv/archive", "BASE": "/srv/base"})
    for name in REQUIRED:
        without = {other: value for other, value in REQUIRED.items() if other != name}
        done = subprocess.run(
            compose, cwd=ROOT, env=clean | without, text=True, capture_output=True, check=False
        )
        assert done.returncode, f"compose.yaml is content without {name}"
        assert f"required variable {name} is missing" in done.stderr, (
            f"compose does not say that {name} is missing"
        )
