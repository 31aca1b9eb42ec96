"""Which stored form of a body a reader gets (RFC 9110 12.5.3). Plain values in, the name of a content coding out."""

from collections.abc import Iterable
from functools import lru_cache

IDENTITY = "identity"
# No program sends as much. Read, and remembered, it would cost more than the bytes that it saves.
LONGEST = 1_000


def choose_coding(accept_encoding: str, *, available: tuple[str, ...]) -> str:
    """The best of the `available` codings, given best first, that the header asks for; "identity" for none.

    A coding counts only where it, or "*", stands there with a quality above 0; of two equal ones the first available wins. Plain
    bytes are the answer to everything else, even where the header forbids them: a feed is never refused.
    """
    return _choose(accept_encoding, available) if len(accept_encoding) <= LONGEST else IDENTITY


@lru_cache(maxsize=256)
def _choose(accept_encoding: str, available: tuple[str, ...]) -> str:
    qualities = _qualities(accept_encoding)
    best, best_quality = IDENTITY, 0.0
    for coding in available:
        quality = qualities.get(coding, qualities.get("*", 0.0))
        if quality > best_quality:
            best, best_quality = coding, quality
    return best if best_quality >= qualities.get(IDENTITY, 0.0) else IDENTITY


def _qualities(header: str) -> dict[str, float]:
    qualities = {}
    for part in header.split(","):
        coding, *parameters = (each.strip().lower() for each in part.split(";"))
        if coding:
            qualities["gzip" if coding == "x-gzip" else coding] = _quality(parameters)
    return qualities


def _quality(parameters: Iterable[str]) -> float:
    """The weight of a coding, between 0 and 1; what cannot be read as one counts as 0."""
    for parameter in parameters:
        name, _sign, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0) if "n" not in value else 0.0
            except ValueError:
                return 0.0
    return 1.0
