"""Somebody else's project: what `wagtail start` makes, and in it what README.md says, taken from its code blocks.

Nothing of Parvis is typed here but what a host project brings along: an app of its own, and templates.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "museum"
READMES = (Path("README.md"), Path("events/abstract/README.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)

APPS_PY = """
from django.apps import AppConfig


class TalksConfig(AppConfig):
    name = "talks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from talks import sources
"""
EXHIBITION = """

from wagtail.fields import RichTextField
from wagtail.models import Page


class ExhibitionPage(Page):
    intro = models.CharField(max_length=255, blank=True)
    body = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
"""
SOURCE_HEAD = """
from django.utils.translation import gettext_lazy as _

from talks.models import ExhibitionPage

"""


def block(beginning: str) -> str:
    """The one code block of the READMEs that begins so. Raises ValueError where there is none, or more than one."""
    found = [
        text
        for readme in READMES
        for _kind, text in BLOCK.findall(readme.read_text())
        if text.startswith(beginning)
    ]
    if len(found) != 1:
        raise ValueError(
            f"{len(found)} code blocks of {', '.join(map(str, READMES))} begin with {beginning!r}: one is needed."
        )
    return found[0]


@dataclass(frozen=True)
class Host:
    """A project in `folder`, run by the interpreter `python`."""

    folder: Path
    python: Path

    @property
    def settings(self) -> Path:
        """The module that the README's block is added to."""
        return self.folder / NAME / "settings" / "base.py"

    @property
    def environment(self) -> dict[str, str]:
        """What the machine has, without what would lead into the checkout."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))
        }
        return kept | {"DJANGO_SETTINGS_MODULE": f"{NAME}.settings.dev", "PYTHONPATH": str(self.folder)}

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """The interpreter with these arguments, in the project. Raises AssertionError with all that was said where it fails."""
        done = subprocess.run(
            [self.python, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not (check and done.returncode), (
            f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done

    def start(self, *arguments: str) -> subprocess.Popen:
        """The same, and not waited for; what it says goes into a file."""
        with (self.folder / "server.log").open("w") as log:
            return subprocess.Popen(
                [self.python, *arguments], cwd=self.folder, env=self.environment, stdout=log, stderr=log
            )

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """A command of the project."""
        return self.run("manage.py", *arguments, check=check)


def make_host(*, folder: Path, python: Path) -> Host:
    """A new project below `folder` with the README's settings and urls, and nothing else."""
    host = Host(folder / NAME, python)
    subprocess.run([python.parent / "wagtail", "start", NAME], cwd=folder, check=True, capture_output=True)
    append(host.settings, block("INSTALLED_APPS"))
    append(host.folder / NAME / "urls.py", block("from django.conf.urls.i18n"))
    return host


def add_app(host: Host) -> None:
    """An app of the project: the session type of events/abstract/README.md, and the pages that README.md puts into the feeds."""
    app = host.folder / "talks"
    templates = app / "templates" / "talks"
    templates.mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "apps.py").write_text(APPS_PY)
    (app / "models.py").write_text(block("from django.db import models") + EXHIBITION)
    (app / "sources.py").write_text(SOURCE_HEAD + block("from feeds.page_sources"))
    (templates / "talk_page.html").write_text(block('{% extends "parvis_events/session_page.html" %}'))
    append(host.settings, 'INSTALLED_APPS += ["talks"]\n')
    host.manage("makemigrations", "talks")


def append(file: Path, text: str) -> None:
    """Add lines to the end of a file."""
    with file.open("a") as opened:
        opened.write(f"\n{text}")
