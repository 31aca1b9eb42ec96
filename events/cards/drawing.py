"""Draw a card: the date as large as on the page, the title beside it; mirrored where the reader's language runs to the left."""

from io import BytesIO

from PIL import Image, ImageDraw

from events.cards.card import HEIGHT, WIDTH, Card
from events.cards.lettering import Line, lines_of
from events.languages import direction
from events.phrases import Phrase

PAPER, INK, QUIET, ACCENT = "#ffffff", "#15130f", "#4a453b", "#8c1c0c"
MARGIN, COLUMN = 64, 350
TOP = 92
TITLE_SIZES = (84, 76, 68, 60, 54, 48, 42)
TITLE_LINES = 4


def draw_card(card: Card) -> bytes:
    """The card as a PNG of 1200 x 630. Equal cards give equal bytes on one machine."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    sheet = Sheet(ImageDraw.Draw(image), mirrored=direction(card.language) == "rtl")
    sheet.rule(MARGIN, 44, WIDTH - MARGIN, 52)
    start = MARGIN + COLUMN if card.day else MARGIN
    if card.day:
        _draw_date(sheet, card)
    _draw_words(sheet, card, start=start)
    _draw_foot(sheet, card, start=start)
    stream = BytesIO()
    image.quantize(colors=64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        stream, "PNG", optimize=True
    )
    return stream.getvalue()


class Sheet:
    """Paper on which positions count from the side where reading begins."""

    def __init__(self, pen: ImageDraw.ImageDraw, *, mirrored: bool):
        self.pen, self.mirrored = pen, mirrored

    def write(self, line: Line, *, start: float, baseline: float, colour: str = INK) -> None:
        """A line that begins `start` pixels from the side."""
        edge, end = (WIDTH - start, "right") if self.mirrored else (start, "left")
        line.write(self.pen, edge=edge, baseline=baseline, colour=colour, end=end)

    def rule(self, start: int, top: int, end: int, bottom: int) -> None:
        """A bar from `start` to `end`, both from the side."""
        left, right = (WIDTH - end, WIDTH - start) if self.mirrored else (start, end)
        self.pen.rectangle((left, top, right - 1, bottom - 1), fill=INK)


def _draw_date(sheet: Sheet, card: Card) -> None:
    sheet.write(_own(card, card.weekday, 34), start=MARGIN, baseline=TOP + 34)
    sheet.write(_own(card, card.day, 260), start=MARGIN - 12, baseline=TOP + 266)
    lines, _whole = lines_of(Phrase(card.month, card.language), size=34, width=COLUMN - 40, limit=2)
    for position, line in enumerate(lines):
        sheet.write(line, start=MARGIN, baseline=TOP + 336 + 42 * position)


def _draw_words(sheet: Sheet, card: Card, *, start: float) -> None:
    width = WIDTH - MARGIN - start
    above, _whole = lines_of(card.above, size=28, width=width, limit=1)
    baseline = TOP + 30.0
    for line in above:
        sheet.write(line, start=start, baseline=baseline, colour=QUIET)
    for text in (card.number, card.notice):
        if text:
            baseline += 48
            lines, _whole = lines_of(Phrase(text, card.language), size=32, width=width, limit=1)
            sheet.write(lines[0], start=start, baseline=baseline, colour=ACCENT)
    size, lines = _title(card.title, width=width, height=HEIGHT - 168 - baseline)
    baseline += 16
    for line in lines:
        baseline += size * 1.12
        sheet.write(line, start=start, baseline=baseline)


def _title(title: Phrase, *, width: float, height: float) -> tuple[int, list[Line]]:
    """The title as large as it fits; cut short where it does not fit at all."""
    for size in TITLE_SIZES:
        limit = min(TITLE_LINES, int(height / (size * 1.12)))
        lines, whole = lines_of(title, size=size, width=width, limit=max(limit, 1))
        if whole:
            break
    return size, lines


def _draw_foot(sheet: Sheet, card: Card, *, start: float) -> None:
    baseline = HEIGHT - 92
    if card.times:
        times = Line(Phrase(card.times, "en"), size=34)
        sheet.write(times, start=start, baseline=baseline)
        sheet.write(_own(card, card.zone, 34), start=start + times.width + 20, baseline=baseline)
    baseline += 46
    for phrase in card.languages:
        line = Line(phrase, size=26)
        if start + line.width > WIDTH - MARGIN:
            break
        sheet.write(line, start=start, baseline=baseline, colour=QUIET)
        start += line.width + 28
    _draw_site(sheet, card, baseline=baseline)


def _draw_site(sheet: Sheet, card: Card, *, baseline: float) -> None:
    """The portal of the site, as beside its name on every page, and the name."""
    if not card.day:
        return
    top, bottom = baseline - 22, baseline
    sheet.rule(MARGIN, int(top), MARGIN + 22, int(top) + 7)
    sheet.rule(MARGIN, int(top), MARGIN + 7, int(bottom))
    sheet.rule(MARGIN + 15, int(top), MARGIN + 22, int(bottom))
    lines, _whole = lines_of(Phrase(card.site, card.language), size=28, width=COLUMN - 80, limit=1)
    for line in lines:
        sheet.write(line, start=MARGIN + 36, baseline=baseline)


def _own(card: Card, text: str, size: int) -> Line:
    return Line(Phrase(text, card.language), size=size)
