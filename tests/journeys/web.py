"""The site behind granian, as operators run it, and an editor at another host: processes of their own on one database."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.granian_server import Server, granian

# Publishes session 7 in French under each title that it reads; says when that was committed (seconds of the machine's clock).
EDITOR = """
import sys, time
import django
django.setup()
from django.db import connection
from events.models import SessionPage
from tests import factories
print("ready", flush=True)
for line in sys.stdin:
    connection.close()
    factories.publish(SessionPage.objects.get(code="solidarites-7", locale__language_code="fr"), title=line.strip())
    print(time.monotonic(), flush=True)
"""


def environment_of(folder: Path, *, database: str) -> dict[str, str]:
    """That of a host whose files lie in a folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "DATABASE_URL": database, "VAR_DIR": str(folder),
        "STORE_DIR": str(folder / "feeds"), "STANDBY_DIR": "none", "SITE_URL": "http://127.0.0.1:8000",
    }  # fmt: skip


@contextmanager
def web(
    folder: Path,
    *,
    database: str,
    application: str = "cms.wsgi:application",
    options: Sequence[str] = (),
    **environment: str,
) -> Iterator[Server]:
    """Two workers of four threads, one of which is begun anew where it dies; ready to answer. Its STORE_DIR is `feeds` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    variables = environment_of(folder, database=database) | environment
    options = (
        *("--respawn-failed-workers", "--respawn-interval", "0.1", "--workers-kill-timeout", "5"),
        *options,
    )
    with granian(application, variables, workers=2, threads=4, options=options) as server:
        server.wait_for("/healthz")
        yield server


@contextmanager
def editor(folder: Path, *, database: str, **environment: str) -> Iterator["Editor"]:
    """An editor at a host of its own, ready to publish."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", EDITOR]
    variables = os.environ | environment_of(folder, database=database) | environment
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=variables, **pipes) as process:  # noqa: S603  (our own command)
        assert process.stdout.readline() == "ready\n"
        yield Editor(process)
        process.stdin.close()


@dataclass
class Editor:
    """Publishes session 7."""

    process: subprocess.Popen

    def publish(self, title: str) -> float:
        """When a new title was committed, by time.monotonic()."""
        self.process.stdin.write(f"{title}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())
