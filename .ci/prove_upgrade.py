"""Prove that the release before lives on the database of this one: during an upgrade both answer.

Usage: prove_upgrade.py [REF]. REF: a tag or commit; where none is named, the newest tag v* before this commit. Run from the root of a
checkout with its .venv.
This checkout migrates and fills a database (SQLite; DATABASE_URL names another, empty one); then REF's code serves it, and writes to it.
Exits with 1 and what failed; says so where there is no release yet.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

START_SECONDS = 120
PYTHON = Path(".venv/bin/python").absolute()
PATHS = (
    "/readyz",
    "/",
    *(f"/{language}/" for language in ("fr", "en", "es", "el", "he", "fi")),
    *(f"/feeds/{language}/all/{file}" for language in ("fr", "he") for file in ("sessions.ics", "sessions.rss", "sessions.atom", "sessions.json", "news.rss", "changes.atom")),
    "/api/v1/sessions?lang=fr",
    "/embed/fr/all/",
    "/fr/join/solidarites-7/",
    "/fr/search/?q=solidarites",
    "/admin/login/",
    "/sitemap.xml",
)  # fmt: skip
# Publishes a session under another title, as the old release's editors go on doing.
EDIT = """
import django
django.setup()
from events.models import SessionPage
page = SessionPage.objects.get(code="solidarites-7", locale__language_code="fr")
draft = page.get_latest_revision_as_object()
draft.title = "Written by the release before"
draft.save_revision().publish()
"""


def newest_release() -> str:
    """The newest tag v* of another commit; "" where there is none."""
    tags = subprocess.run(
        ["git", "tag", "--list", "v*", "--no-contains", "HEAD", "--sort=-version:refname"], check=True, capture_output=True, text=True
    )  # fmt: skip
    return next(iter(tags.stdout.split()), "")


@contextmanager
def checkout(ref: str, folder: Path):
    """The files of a release, with compiled catalogues."""
    place = folder / "release"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(place), ref], check=True)
    try:
        for source in place.glob("*/locale/*/LC_MESSAGES/django.po"):
            locale = source.parent.parent.name
            compile_one = [
                PYTHON,
                "-m",
                "babel.messages.frontend",
                "--quiet",
                "compile",
                "--input-file",
                source,
            ]
            subprocess.run(
                [*compile_one, "--output-file", source.with_suffix(".mo"), "--locale", locale], check=True
            )
        yield place
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(place)], check=True)


@contextmanager
def served(place: Path, environment: dict[str, str]):
    """The port at which a release answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        PYTHON,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--no-ws",
        "--log-level",
        "error",
        "cms.wsgi:application",
    ]
    process = subprocess.Popen(command, cwd=place, env=environment)
    try:
        end = time.monotonic() + START_SECONDS
        while status_of(port, "/healthz") != 200:
            assert process.poll() is None, "the release before did not start"
            assert time.monotonic() < end, f"the release before did not answer within {START_SECONDS} s"
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def status_of(port: int, path: str) -> int:
    """0 where nobody answers."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with suppress(OSError):
        link.request("GET", path)
        return link.getresponse().status
    return 0


def prove(ref: str, folder: Path) -> None:
    """Raises AssertionError with what the release before cannot do."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "VAR_DIR": str(folder / "var"), "STANDBY_DIR": "none", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    (folder / "var").mkdir()
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run([PYTHON, "manage.py", *command], env=environment, check=True)
    with checkout(ref, folder) as place:
        subprocess.run(
            [PYTHON, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=place,
            env=environment,
            check=True,
        )
        with served(place, environment) as port:
            read(port)
            subprocess.run([PYTHON, "-c", EDIT], cwd=place, env=environment, check=True)
            subprocess.run([PYTHON, "manage.py", "tick"], cwd=place, env=environment, check=True)
            read(port)


def read(port: int) -> None:
    """Everything that readers ask for."""
    statuses = {path: status_of(port, path) for path in PATHS}
    assert set(statuses.values()) == {200}, {
        path: status for path, status in statuses.items() if status != 200
    }


def main(ref: str) -> int:
    """0 where the release before reads and writes, or there is none."""
    if not ref:
        print("no release yet (no tag v* before this commit): name the commit that runs where you upgrade")
        return 0
    with tempfile.TemporaryDirectory(prefix="parvis-upgrade-") as folder:
        prove(ref, Path(folder))
    print(
        f"{ref} reads and writes on the database of this checkout: {len(PATHS)} addresses, a publication, a tick."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else newest_release()))
