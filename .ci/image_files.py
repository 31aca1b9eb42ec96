"""The files of docker/, and the overrides that its pages show, by their own checkers."""

import os
import re
import subprocess
import tempfile
import textwrap
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
    check_overrides(compose, clean | REQUIRED)
    for name in REQUIRED:
        without = {other: value for other, value in REQUIRED.items() if other != name}
        done = subprocess.run(
            compose, cwd=ROOT, env=clean | without, text=True, capture_output=True, check=False
        )
        assert done.returncode, f"compose.yaml is content without {name}"
        assert f"required variable {name} is missing" in done.stderr, (
            f"compose does not say that {name} is missing"
        )


def check_overrides(compose: list[str | Path], environment: dict[str, str]) -> None:
    """Compose takes each block of YAML that a page shows, beside compose.yaml."""
    for page in (ROOT / "docker").glob("*.md"):
        for found in re.findall(r"^ *```yaml\n(.*?)^ *```$", page.read_text(), re.MULTILINE | re.DOTALL):
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as override:
                override.write(textwrap.dedent(found))
                override.flush()
                run([*compose[:3], "--file", override.name, *compose[3:]], cwd=ROOT, env=environment)
