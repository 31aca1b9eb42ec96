"""Physical lines of an iCalendar stream (RFC 5545 3.1): at most 75 octets, CRLF after each.

A fold stands neither inside a UTF-8 sequence, nor, where possible, inside what a reader sees as one character: a few clients
unfold octets one line at a time and would show a base letter without its marks (Hebrew points, Greek accents, emoji).
"""

import unicodedata
from collections.abc import Iterable

_OCTETS_PER_LINE = 75
_ZERO_WIDTH_JOINER = "\u200d"


def fold(line: str) -> bytes:
    """Return one content line as physical lines, CRLF after the last one too."""
    octets = line.encode()
    pieces = []
    start, room = 0, _OCTETS_PER_LINE
    while len(octets) - start > room:
        end = _last_break(octets, start=start, limit=start + room)
        pieces.append(octets[start:end])
        start, room = end, _OCTETS_PER_LINE - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def fold_all(lines: Iterable[str]) -> bytes:
    """Return content lines as a stream."""
    return b"".join(map(fold, lines))


def _last_break(octets: bytes, *, start: int, limit: int) -> int:
    """Return the last place in (start, limit] where a fold may stand."""
    last_character = end = _character_start(octets, limit)
    while end > start:
        previous = _character_start(octets, end - 1)
        if not _belong_together(_character(octets, previous), _character(octets, end)):
            return end
        end = previous
    return last_character


def _character_start(octets: bytes, position: int) -> int:
    while octets[position] & 0b1100_0000 == 0b1000_0000:
        position -= 1
    return position


def _character(octets: bytes, position: int) -> str:
    return octets[position : position + 4].decode(errors="ignore")[0]


def _belong_together(left: str, right: str) -> bool:
    """Whether a fold between two characters would part a letter from its marks, an emoji, or an escape such as `\\n`."""
    return (
        left in ("\\", _ZERO_WIDTH_JOINER)
        or right == _ZERO_WIDTH_JOINER
        or unicodedata.category(right).startswith("M")
        or "\U0001f3fb" <= right <= "\U0001f3ff"
        or (_is_flag_half(left) and _is_flag_half(right))
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
