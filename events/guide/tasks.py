"""The guide's texts: read from content/, with the labels of the admin put in as the admin shows them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

CONTENT = Path(__file__).parent / "content"
LANGUAGES = ("en", "fr")
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
            for task in content["tasks"]
        ),
    )


@cache
def read_content(language: str) -> dict:
    """The file of one language."""
    return tomllib.loads((CONTENT / f"{language}.toml").read_text(encoding="utf-8"))


def _with_labels(step: str) -> SafeString:
    """A label stands in the language of the admin, where it can be found."""
    pieces = LABEL.split(step)
    labels = [
        format_html("<bdi><b>{}</b></bdi>", gettext(label).rstrip("\N{NO-BREAK SPACE} :"))
        for label in pieces[1::2]
    ]
    return format_html_join("", "{}{}", zip(pieces[::2], [*labels, ""], strict=True))
