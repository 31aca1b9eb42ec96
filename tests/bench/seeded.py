"""Databases for measurements, filled by `manage.py seed_bench` once for each state of the code, and copied for each use."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SEED = 7
# Name -> (languages that the site offers, sessions of each cycle, languages that have words).
DATABASES = {
    "one": ("fr", "10,100,1000,10000", 1),
    "six": ("fr,en,es,el,he,fi", "10,100,1000", 2),
}


@contextmanager
def seeded(name: str) -> Iterator[dict[str, str]]:
    """The environment of a program that has a copy of a database to itself, and an empty store."""
    with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
        environment = environment_of(name, folder=Path(folder))
        shutil.copy(_filled(name), f"{folder}/bench.sqlite3")
        Path(folder, "static").mkdir()
        yield environment


def environment_of(name: str, *, folder: Path) -> dict[str, str]:
    """The demo's settings, over the database in a folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "VAR_DIR": str(folder), "STANDBY_DIR": "none", "SITE_URL": "http://127.0.0.1:8000",
        "LANGUAGES": DATABASES[name][0],
    }  # fmt: skip


def collect_static(environment: dict[str, str]) -> None:
    """What pages for people need, 404 among them."""
    manage = [sys.executable, "-W", "ignore", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(manage, env=os.environ | environment, check=True, cwd=ROOT)  # noqa: S603  (our own command)


def program(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-W", "ignore", "-m", module, *arguments]


def _filled(name: str) -> Path:
    place = Path(tempfile.gettempdir()) / f"parvis-bench-{name}-{_state_of_the_code()}.sqlite3"
    if not place.exists():
        with tempfile.TemporaryDirectory(prefix="parvis-bench-") as folder:
            _fill(name, Path(folder))
            with (
                sqlite3.connect(f"{folder}/bench.sqlite3") as source,
                sqlite3.connect(f"{folder}/whole") as whole,
            ):
                source.backup(whole)
            shutil.move(f"{folder}/whole", place)
    return place


def _fill(name: str, folder: Path) -> None:
    environment = os.environ | environment_of(name, folder=folder)
    _languages, sessions, locales = DATABASES[name]
    manage = [sys.executable, "-W", "ignore", "manage.py"]
    seed = ["seed_bench", "--sessions", sessions, "--locales", str(locales), "--seed", str(SEED)]
    for command in (["migrate", "--verbosity", "0"], seed):
        subprocess.run([*manage, *command], env=environment, check=True, cwd=ROOT)  # noqa: S603  (our own command)


def _state_of_the_code() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for folder in ("events", "feeds", "cms/bench", "cms/demo"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    for package in ("Django", "wagtail", "wagtail-localize", "icalendar", "django-ical", "feedgen"):
        digest.update(version(package).encode())
    return digest.hexdigest()
