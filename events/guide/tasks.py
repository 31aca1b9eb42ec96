"""The guide's texts: read from content/, with the labels of the admin put in as the admin shows them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wagtail import hooks

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "fr")
# A project that adds to the admin adds tasks: the hook's functions return a folder like content/, of whose files only the tasks are read.
HOOK = "parvis_guide_tasks"
LABEL = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Task:
    """One task. `steps` are HTML with the labels in bold; `picture` is the path of a static file."""

    key: str
    title: str
    steps: tuple[SafeString, ...]
    picture: str


@dataclass(frozen=True)
class Guide:
    """The guide in one language, `language`."""

    language: str
    title: str
    introduction: str
    tasks: tuple[Task, ...]


def read_guide(language: str) -> Guide:
    """The guide for an editor who reads the admin in `language`, which is active: French, else English."""
    chosen = language if language in LANGUAGES else "en"
    content = read_content(chosen)
    return Guide(
        language=chosen,
        title=content["title"],
        introduction=content["introduction"],
        tasks=tuple(
            Task(
                key=task["key"],
                title=task["title"],
                steps=tuple(map(_with_labels, task["steps"])),
                picture=f"events/guide/{task['key']}-{chosen}.png",
            )
            for task in all_tasks(chosen)
        ),
    )


def all_tasks(language: str) -> list[dict]:
    """Ours, then those of the project, as their files have them."""
    folders = [CONTENT, *(folder() for folder in hooks.get_hooks(HOOK))]
    return [task for folder in folders for task in read_content(language, folder=folder)["tasks"]]


@cache
def read_content(language: str, *, folder: Path = CONTENT) -> dict:
    """The file of one language in a folder."""
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


def _with_labels(step: str) -> SafeString:
    """A label stands in the language of the admin, where it can be found."""
    pieces = LABEL.split(step)
    labels = [
        format_html("<bdi><b>{}</b></bdi>", gettext(label).rstrip("\N{NO-BREAK SPACE} :"))
        for label in pieces[1::2]
    ]
    return format_html_join("", "{}{}", zip(pieces[::2], [*labels, ""], strict=True))
