"""A site of its own in a folder, on a database of its own, driven by its commands as an operator does."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.database import state_path

ROOT = Path(__file__).parent.parent.parent.parent
# Runs lines of Python on the site, and prints what the last expression gives as JSON.
PROGRAM = """
import ast, json, sys
import django
django.setup()
import datetime
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from events.models import *
from feeds.models import *
from tests import factories
from tests.feeds.happenings import look
from tests.feeds.world import make_world

def read(path):
    answer = Client(headers={"host": "127.0.0.1"}).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()

lines = ast.parse(sys.stdin.read())
last = ast.Expression(lines.body.pop().value)
exec(compile(lines, "lines", "exec"))
print(json.dumps(eval(compile(last, "last", "eval")), default=str))
"""


@dataclass
class SiteOfItsOwn:
    """`folder` is VAR_DIR. `database`: DATABASE_URL; without it SQLite in the folder."""

    folder: Path
    database: str = ""

    def manage(self, *arguments: str, refused: bool = False) -> str:
        """What a command said; where it is to be `refused`, what it said instead."""
        done = subprocess.run(  # noqa: S603  (our own commands)
            [sys.executable, "-W", "ignore", "manage.py", *arguments],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert bool(done.returncode) == refused, done.stdout + done.stderr
        return done.stderr if refused else done.stdout

    def run(self, lines: str):
        """What the last of these lines gives."""
        done = subprocess.run(  # noqa: S603  (our own program)
            [sys.executable, "-W", "ignore", "-c", PROGRAM],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, input=lines, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def make_world(self) -> None:
        """With one of everything, and a store that has its feeds."""
        self.folder.mkdir(exist_ok=True)
        if not self.database and state_path("site").exists():
            shutil.copy(state_path("site"), self.folder / "parvis.sqlite3")
            self.run("make_world(factories.read_site()); factories.make_admin(); look(); None")
            return
        self.manage("migrate", "--verbosity", "0")
        self.run("make_world(factories.make_site()); factories.make_admin(); look(); None")

    @property
    def url(self) -> str:
        return self.database or f"sqlite:///{self.folder / 'parvis.sqlite3'}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.demo", "DATABASE_URL": self.url, "VAR_DIR": str(self.folder),
            "STORE_DIR": str(self.folder / "feeds"), "STANDBY_DIR": "none", "SITE_URL": "http://127.0.0.1:8000",
        }  # fmt: skip
