"""Names of a person in text, and text without them. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterable
from html import escape

# What stands where a name stood: that somebody was there is no secret.
GAP = "…"
# Shorter than this a name would be found inside of words.
SHORTEST = 3


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names, the longest first: in either case, whatever blank parts its words, also as HTML writes it.

    Raises ValueError where there is no name, and for one of fewer than three characters, which would be found everywhere.
    """
    wanted = {unicodedata.normalize("NFC", " ".join(name.split())) for name in names}
    if not wanted or any(len(name) < SHORTEST for name in wanted):
        raise ValueError(f"A name has at least {SHORTEST} characters.")
    written = {each for name in wanted for each in (name, escape(name), escape(name, quote=False))}
    alternatives = [_with_any_blank(each) for each in sorted(written, key=lambda name: (-len(name), name))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


def without(value: object, pattern: re.Pattern[str]) -> object:
    """A text, or what JSON can hold, with a gap in place of each name; keys stay. The same object where nothing was found."""
    if isinstance(value, str):
        return pattern.sub(GAP, value) if pattern.search(value) else value
    if isinstance(value, list):
        kept = [without(each, pattern) for each in value]
    elif isinstance(value, dict):
        kept = {key: without(each, pattern) for key, each in value.items()}
    else:
        return value
    return value if kept == value else kept


def without_in_column(value: object, pattern: re.Pattern[str]) -> object:
    """The same for what a column holds, which may be JSON as text."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            told = json.loads(value)
        except ValueError:
            return without(value, pattern)
        kept = without(told, pattern)
        return value if kept is told else json.dumps(kept)
    return without(value, pattern)


def _with_any_blank(name: str) -> str:
    return r"(?:\s|&nbsp;)+".join(map(re.escape, name.split(" ")))
