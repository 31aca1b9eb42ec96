"""Draw the demonstration's pictures: photo placeholders, one poster, plain wordmarks.

Deterministic: equal arguments give equal bytes, because the files carry no date and nothing is drawn at random.
Nobody's photograph, poster or logo is reproduced; the captions in `content/` say that they are placeholders.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import TypeVar

from PIL import Image, ImageDraw

from cms.demo.lettering import draw_line, text_width, wrap
from cms.demo.motifs import HEIGHT, MOTIFS, WIDTH, Canvas, Palette

POSTER_SIZE = (1000, 1414)
LOGO_SIZE = (600, 240)
INK = "#1f2933"
PAPER = "#ffffff"
# Another word gives another picture to every seed; the alternative texts would then have to follow.
EDITION = "loggia"

Choice = TypeVar("Choice")

PALETTES = {
    "stone": Palette(
        light="#f4efe6", wall="#d9cfbf", floor="#b8a98f", shade="#98876c", accent="#c8643c", dark="#4a4238"
    ),
    "slate": Palette(
        light="#eef2f3", wall="#c9d6d9", floor="#9fb3b8", shade="#7b959c", accent="#d9a441", dark="#34474d"
    ),
    "olive": Palette(
        light="#f3f1ea", wall="#d5d8c4", floor="#a9b08d", shade="#858e67", accent="#b5533c", dark="#3f4530"
    ),
    "rose": Palette(
        light="#f5eeec", wall="#e0ccc6", floor="#bf9f97", shade="#9c7a72", accent="#3f6f73", dark="#4d3733"
    ),
    "lavender": Palette(
        light="#eff0f5", wall="#cfd2e0", floor="#a5aac2", shade="#7f86a5", accent="#d08a4e", dark="#363b55"
    ),
    "ochre": Palette(
        light="#f6f3e9", wall="#e3d9b8", floor="#c2b27f", shade="#9d8c56", accent="#4f6d8f", dark="#463f28"
    ),
}


def composition(seed: str) -> tuple[str, int, str]:
    """Return what `draw_photo` draws for a seed: motif, number of its elements (3 to 5), name of the palette.

    The alternative texts in `content/` describe exactly this.
    """
    motif = _pick(seed, "motif", list(MOTIFS))
    return motif, _pick(seed, "count", [3, 4, 5]), _pick(seed, "palette", list(PALETTES))


def draw_photo(seed: str) -> bytes:
    """Draw an abstract museum view, 1200 x 800, as a PNG with a palette; a seed names one picture for ever."""
    return _png(_scene(seed).resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def draw_poster(*, kind: str, session: str, title: str, seed: str) -> bytes:
    """Draw a portrait poster, 1000 x 1414, as a PNG: kind of cycle, session line (number and date), title.

    The texts are Latin; other scripts raise UnsupportedTextError. `seed` chooses picture and colours.
    """
    palette = PALETTES[composition(seed)[2]]
    image = Image.new("RGB", POSTER_SIZE, palette.light)
    image.paste(_scene(seed).resize((1000, 667), Image.Resampling.BOX), (0, 0))
    ImageDraw.Draw(image).rectangle((0, 667, 1000, 683), fill=palette.accent)
    baseline = _draw_paragraph(image, kind, top=720, size=34, colour=palette.dark)
    baseline = _draw_paragraph(image, title, top=baseline + 40, size=_title_size(title), colour=INK)
    _draw_paragraph(image, session, top=max(baseline + 40, 1260), size=44, colour=palette.dark)
    return _png(image)


def draw_logo(name: str) -> bytes:
    """Draw a Latin name in a plain frame on white, 600 x 240, as a PNG: a wordmark that is nobody's real logo."""
    image = Image.new("RGB", LOGO_SIZE, PAPER)
    ImageDraw.Draw(image).rectangle((6, 6, LOGO_SIZE[0] - 7, LOGO_SIZE[1] - 7), outline=INK, width=4)
    widths = {size: text_width(text=name, size=size) for size in range(72, 7, -4)}
    size = next((size for size, width in widths.items() if width <= LOGO_SIZE[0] - 80), 8)
    left = round((LOGO_SIZE[0] - widths[size]) / 2)
    baseline = round(LOGO_SIZE[1] / 2 + size * 0.35)
    draw_line(image=image, text=name, left=left, baseline=baseline, size=size, colour=INK)
    return _png(image)


def _scene(seed: str) -> Image.Image:
    """Draw the motif at twice its size, to be reduced."""
    image = Image.new("RGB", (WIDTH * 2, HEIGHT * 2))
    motif, count, palette = composition(seed)
    MOTIFS[motif](Canvas(pen=ImageDraw.Draw(image), scale=2), PALETTES[palette], count)
    return image


def _draw_paragraph(image: Image.Image, text: str, *, top: int, size: int, colour: str) -> int:
    """Write wrapped lines between the poster's margins; return the last baseline."""
    baseline = top
    for line in wrap(text=text, size=size, width=image.width - 160):
        baseline += size * 5 // 4
        draw_line(image=image, text=line, left=80, baseline=baseline, size=size, colour=colour)
    return baseline


def _title_size(title: str) -> int:
    """Choose the largest size that keeps the title on three lines of the poster."""
    sizes = (
        size
        for size in range(84, 36, -4)
        if len(wrap(text=title, size=size, width=POSTER_SIZE[0] - 160)) <= 3
    )
    return next(sizes, 36)


def _pick(seed: str, purpose: str, choices: Sequence[Choice]) -> Choice:
    """Choose one, independently for each purpose."""
    digest = hashlib.sha256(f"{EDITION}:{purpose}:{seed}".encode()).digest()
    return choices[int.from_bytes(digest[:4], "big") % len(choices)]


def _png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.quantize(colors=48, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        stream, "PNG", optimize=True
    )
    return stream.getvalue()
