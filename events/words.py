"""Which words a reader gets: the reader's own language, else a fallback, visibly. Pure."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def fallback_chain(
    *, language: str, fallbacks: Iterable[str], origin: str | None, languages: Iterable[str]
) -> list[str]:
    """Languages to try, best first: the reader's, its fallbacks, the origin's, then the site's in their order."""
    tries = [language, *fallbacks, *([origin] if origin else []), *languages]
    return list(dict.fromkeys(tries))


def choose_words(
    versions: Mapping[str, T],
    *,
    language: str,
    fallbacks: Iterable[str],
    origin: str | None,
    languages: Iterable[str],
) -> tuple[str, T] | None:
    """The language and version to show to a reader of `language`; None when there is no version at all."""
    for candidate in fallback_chain(
        language=language, fallbacks=fallbacks, origin=origin, languages=languages
    ):
        if candidate in versions:
            return candidate, versions[candidate]
    return None
