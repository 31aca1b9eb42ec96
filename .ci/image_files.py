"""The files of docker/, and the overrides that its pages show, by their own checkers."""

import os
import re
import shutil
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
    check_archive(programs / "docker-compose", env=clean)
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


def check_archive(compose: Path, *, env: dict[str, str]) -> None:
    """The lines of .env.example switch PostgreSQL's archive on for commands that name no file."""
    with tempfile.TemporaryDirectory() as name:
        folder = shutil.copytree(ROOT / "docker", Path(name) / "docker")
        lines = (folder / ".env.example").read_text()
        for variable, value in REQUIRED.items():
            lines = lines.replace(f"\n{variable}=\n", f"\n{variable}={value}\n")
        for variable in ("COMPOSE_FILE", "ARCHIVE", "BASE"):
            lines = lines.replace(f"\n#{variable}=", f"\n{variable}=")
        (folder / ".env").write_text(lines)
        said = run([compose, "config"], cwd=folder, env=env).stdout
    for expected in ("archive_mode=on", "source: /mnt/backups/archive", "source: /mnt/backups/base"):
        assert expected in said, f"with the lines of .env.example compose does not have {expected}"
