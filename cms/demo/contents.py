"""Reads the demonstration's facts and words from content/*.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

SOURCE = "fr"
_FOLDER = Path(__file__).parent / "content"

Table = dict[str, Any]


@cache
def facts() -> Table:
    """What content/site.toml holds. Shared: not to be changed."""
    return _read("site")


@cache
def words(language: str) -> Table:
    """What content/{language}.toml holds. Shared: not to be changed."""
    return _read(language)


def translations() -> list[str]:
    """Languages beside the source that the site offers and the content has."""
    offered = {code for code, _name in settings.LANGUAGES}
    return [code for code in facts()["site"]["languages"] if code in offered and code != SOURCE]


def _read(name: str) -> Table:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
