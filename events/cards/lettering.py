"""Text in the fonts that come with us, in whatever direction it runs: nothing depends on fonts of the machine.

The fonts are IBM Plex Sans and its Hebrew (SIL Open Font License, fonts/OFL.txt), unmodified: Latin and Greek, Hebrew and Latin.
What neither has is left out. Right-to-left text needs FriBidi (Debian: libfribidi0); `can_write` says whether it is there.
"""

from bisect import bisect_left
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

from events.languages import direction
from events.phrases import Phrase

FONTS = Path(__file__).parent / "fonts"
LATIN, HEBREW = "IBMPlexSans-Bold.woff2", "IBMPlexSansHebrew-Bold.woff2"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
# The Hebrew font has no narrow no-break space.
_SPACES = str.maketrans({"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}", "\n": " ", "\t": " "})


def can_write(language: str) -> bool:
    """Whether text of a language can be written here: its letters read, and put into their order."""
    return _can_read() and (direction(language) == "ltr" or _has_bidi())


class Line:
    """Words of one language in one size; what the font lacks is left out."""

    def __init__(self, phrase: Phrase, *, size: int):
        text = phrase.text.translate(_SPACES)
        self.name = HEBREW if any("\u0590" <= character <= "\u05ff" for character in text) else LATIN
        self.text = "".join(character for character in text if character in _letters(self.name)).strip()
        self.font = _font(self.name, size)
        self.options = {"direction": phrase.direction} if _has_bidi() else {}

    @property
    def width(self) -> float:
        """In pixels."""
        return self.font.getlength(self.text, **self.options)

    def write(self, pen: ImageDraw.ImageDraw, *, edge: float, baseline: float, colour: str, end: str) -> None:
        """Write the line with its "left" or "right" end at `edge`."""
        pen.text(
            (edge, baseline), self.text, font=self.font, fill=colour, anchor=f"{end[0]}s", **self.options
        )


def lines_of(phrase: Phrase, *, size: int, width: float, limit: int) -> tuple[list[Line], bool]:
    """The words in lines of at most `width` pixels, and whether all of them fit into `limit` lines.

    A word that is longer than a line is broken anywhere; what does not fit ends in an ellipsis.
    """
    written: list[str] = []
    for word in phrase.text.split():
        longer = f"{written[-1]} {word}" if written else word
        if written and _fits(phrase, longer, size=size, width=width):
            written[-1] = longer
            continue
        written.extend(_pieces(phrase, word, size=size, width=width))
        if len(written) > limit:
            written[limit - 1 :] = [_shortened(phrase, written[limit - 1], size=size, width=width)]
            return [_line(phrase, text, size) for text in written], False
    return [_line(phrase, text, size) for text in written], True


def _pieces(phrase: Phrase, word: str, *, size: int, width: float) -> list[str]:
    pieces = []
    while len(word) > 1 and not _fits(phrase, word, size=size, width=width):
        too_long = bisect_left(
            range(1, len(word)), x=True, key=lambda end: not _fits(phrase, word[:end], size=size, width=width)
        )
        end = max(too_long, 1)
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def _shortened(phrase: Phrase, text: str, *, size: int, width: float) -> str:
    while len(text) > 1 and not _fits(phrase, text + ELLIPSIS, size=size, width=width):
        text = text[:-1].rstrip()
    return text + ELLIPSIS


def _fits(phrase: Phrase, text: str, *, size: int, width: float) -> bool:
    return _line(phrase, text, size).width <= width


def _line(phrase: Phrase, text: str, size: int) -> Line:
    return Line(Phrase(text, phrase.language), size=size)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if _has_bidi() else ImageFont.Layout.BASIC
    return ImageFont.truetype(FONTS / name, size, layout_engine=engine)


@cache
def _has_bidi() -> bool:
    return bool(features.check("raqm") and features.check("fribidi"))


@cache
def _can_read() -> bool:
    """Some builds of FreeType read no WOFF2."""
    try:
        _font(LATIN, 20)
    except OSError:
        return False
    return True


@cache
def _letters(name: str) -> frozenset[str]:
    """The characters that a font draws, among those of the scripts that it is for."""
    font = _font(name, 20)
    nothing = bytes(font.getmask("\uffff"))
    ranges = [
        (0x20, 0x7F),
        (0xA0, 0x250),
        (0x370, 0x400),
        (0x590, 0x600),
        (0x1F00, 0x2000),
        (0x2010, 0x2060),
        (0x20A0, 0x20C0),
    ]
    characters = (chr(code) for first, last in ranges for code in range(first, last))
    return frozenset(each for each in characters if each.isspace() or bytes(font.getmask(each)) != nothing)
