"""Programs from npm that tests run: installed into .venv, at the versions that a folder of tests/ names."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def install(name: str) -> Path:
    """The folder that has the packages of tests/NAME/package.json; they are installed where they are missing."""
    installed = ROOT / ".venv" / name
    installed.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / name / "package.json", installed)
    subprocess.run(  # noqa: S603  (our own command)
        [shutil.which("npm"), "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
        cwd=installed, env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}, check=True,
    )  # fmt: skip
    return installed
