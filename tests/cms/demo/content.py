"""Reads the demonstration's content as plain paths and texts, for the tests beside it."""

import tomllib
from pathlib import Path

import cms.demo

CONTENT = Path(cms.demo.__file__).parent / "content"
LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


def read(name: str) -> dict:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def leaves(value, path: str = "") -> dict[str, object]:
    """Every text or number by its path, list positions included."""
    if isinstance(value, dict):
        return {
            key: leaf for name, part in value.items() for key, leaf in leaves(part, f"{path}{name}.").items()
        }
    if isinstance(value, list):
        return {
            key: leaf
            for index, part in enumerate(value)
            for key, leaf in leaves(part, f"{path}{index}.").items()
        }
    return {path.removesuffix("."): value}


SITE = read("site")
WORDS = {language: leaves(read(language)) for language in LANGUAGES}
SESSIONS = {session["key"]: session for session in SITE["season"]["sessions"]}
PHOTOS = SITE["session7"]["photos"] + [photo for session in SESSIONS.values() for photo in session["photos"]]


def everything() -> list[tuple[str, str, str]]:
    files = WORDS | {"site": leaves(SITE)}
    return [
        (name, key, text)
        for name, texts in files.items()
        for key, text in texts.items()
        if isinstance(text, str)
    ]
