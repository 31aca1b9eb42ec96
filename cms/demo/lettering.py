"""Latin lettering with the one font that Pillow carries.

That font (Aileron) has no accented letter, and the demonstration may not rely on fonts of the machine. Letters are
therefore decomposed (Unicode NFD) and their marks are drawn here, above or below the base letter.
"""

import unicodedata
from functools import cache
from math import ceil

from PIL import Image, ImageDraw, ImageFont

GRAVE, ACUTE, CIRCUMFLEX, DIAERESIS, CEDILLA = "\u0300", "\u0301", "\u0302", "\u0308", "\u0327"
OVERSAMPLING = 3
MARKS = {GRAVE, ACUTE, CIRCUMFLEX, DIAERESIS, CEDILLA}
REPLACEMENTS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "œ": "oe", "Œ": "OE", "\u2013": "-", "\u2014": "-"}
)


class UnsupportedTextError(ValueError):
    """The text holds a character that the bundled font cannot show."""


def wrap(*, text: str, size: int, width: int) -> list[str]:
    """Break a text at its spaces into lines of at most `width` pixels; one longer word stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(text=longer, size=size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def text_width(*, text: str, size: int) -> float:
    """Width of one line in pixels."""
    letters, _marks = _decomposed(text)
    return _font(size).getlength(letters)


def draw_line(*, image: Image.Image, text: str, left: int, baseline: int, size: int, colour: str) -> None:
    """Write one line on an RGB image, in place; `left` and `baseline` are in pixels.

    Raises UnsupportedTextError for what the font lacks (Greek, Hebrew, most symbols).
    """
    stencil = _stencil(text, size)
    image.paste(colour, (left - size, baseline - 2 * size), stencil)


def _stencil(text: str, size: int) -> Image.Image:
    """Draw one line large and reduce it, so that the marks' edges are as smooth as the letters'.

    The margin is one em left and right, two above the baseline and one below.
    """
    letters, marks = _decomposed(text)
    large = size * OVERSAMPLING
    width = ceil(_font(large).getlength(letters) / OVERSAMPLING) + 2 * size
    stencil = Image.new("L", (width * OVERSAMPLING, 3 * large), 0)
    pen = ImageDraw.Draw(stencil)
    pen.text((large, 2 * large), letters, font=_font(large), fill=255, anchor="ls")
    for position, mark in marks:
        _draw_mark(pen, letters, position, mark, large)
    return stencil.reduce(OVERSAMPLING)


def _decomposed(text: str) -> tuple[str, list[tuple[int, str]]]:
    letters = ""
    marks = []
    for character in unicodedata.normalize("NFD", text.translate(REPLACEMENTS)):
        if character in MARKS and letters:
            marks.append((len(letters) - 1, character))
        elif _has_glyph(character):
            letters += character
        else:
            raise UnsupportedTextError(
                f"No glyph for {unicodedata.name(character, repr(character))} in {text!r}."
            )
    return letters, marks


def _draw_mark(pen: ImageDraw.ImageDraw, letters: str, position: int, mark: str, size: int) -> None:
    left, baseline = size, 2 * size
    font = _font(size)
    start = left + font.getlength(letters[:position])
    end = left + font.getlength(letters[: position + 1])
    dotless = letters[position] in "ij" and mark != CEDILLA
    top = baseline + font.getbbox("x" if dotless else letters[position], anchor="ls")[1]
    if dotless:
        pen.rectangle((start, baseline - size, end, top - 1), fill=0)
    foot = baseline if mark == CEDILLA else top - size * 0.06
    for polygon in _mark_polygons(mark):
        pen.polygon([((start + end) / 2 + x * size, foot + y * size) for x, y in polygon], fill=255)


def _mark_polygons(mark: str) -> list[list[tuple[float, float]]]:
    """Outlines in ems around the letter's axis; y grows downwards from the mark's foot."""
    acute = [(-0.055, 0.0), (0.005, 0.0), (0.115, -0.145), (0.02, -0.145)]
    grave = [(-x, y) for x, y in acute]
    shapes = {
        ACUTE: [acute],
        GRAVE: [grave],
        CIRCUMFLEX: [
            [(-0.15, 0.0), (-0.075, 0.0), (0.0, -0.08), (0.0, -0.14), (-0.035, -0.14)],
            [(0.15, 0.0), (0.075, 0.0), (0.0, -0.08), (0.0, -0.14), (0.035, -0.14)],
        ],
        DIAERESIS: [
            [(-0.135, -0.02), (-0.045, -0.02), (-0.045, -0.11), (-0.135, -0.11)],
            [(0.135, -0.02), (0.045, -0.02), (0.045, -0.11), (0.135, -0.11)],
        ],
        CEDILLA: [[(-0.02, 0.0), (0.045, 0.0), (0.03, 0.05), (0.1, 0.1), (0.06, 0.19), (-0.08, 0.2), (-0.08, 0.15),
                   (0.02, 0.13), (0.03, 0.1), (-0.05, 0.075)]],
    }  # fmt: skip
    return shapes[mark]


def _has_glyph(character: str) -> bool:
    return character == " " or bytes(_font(40).getmask(character)) != bytes(_font(40).getmask("\uffff"))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)
