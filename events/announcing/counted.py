"""A text of at most 280 characters, as networks count them, that always keeps the date and the address. Pure."""

from events.text import clean_line

LIMIT = 280
# X counts an address as this many characters, however short it is, and a character outside of these ranges as two.
ADDRESS_LENGTH = 23
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_BEFORE_ELLIPSIS = " ,;:-\N{EN DASH}\N{EM DASH}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def short_text(*, headline: str, when: str, address: str, limit: int = LIMIT) -> str:
    """Three lines: as many whole words of the headline as there is room for, date and time, and the address.

    What stands between two plain spaces is a word, so that a French colon stays with the word before it. Without room for one
    word there is no headline; date and address are never cut, even where they alone take more than `limit`.
    """
    when, address = clean_line(when), clean_line(address)
    kept = counted(f"\n{when}\n") + max(counted(address), ADDRESS_LENGTH)
    lines = [_shortened(clean_line(headline), room=limit - kept), when, address]
    return "\n".join(line for line in lines if line)


def counted(text: str) -> int:
    """The length of a text as X counts it, or a little more: an emoji of several characters is counted by each."""
    return sum(1 if any(first <= ord(char) <= last for first, last in _LIGHT) else 2 for char in text)


def _shortened(line: str, *, room: int) -> str:
    if counted(line) <= room:
        return line
    words = line.split(" ")
    beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    cut = (beginning.rstrip(_BEFORE_ELLIPSIS) + _ELLIPSIS for beginning in beginnings)
    return next((text for text in cut if text != _ELLIPSIS and counted(text) <= room), "")
