"""Eight abstract views of a museum, each a few flat shapes in one palette; no text, no likeness of a real place.

Coordinates are those of the final picture, 1200 x 800; the canvas scales them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import ImageDraw

WIDTH, HEIGHT = 1200, 800


@dataclass(frozen=True)
class Palette:
    """Six flat colours, from the lightest surface to the darkest line."""

    light: str
    wall: str
    floor: str
    shade: str
    accent: str
    dark: str


@dataclass(frozen=True)
class Canvas:
    """A pen that multiplies coordinates: shapes are drawn large and reduced, which smooths their edges."""

    pen: ImageDraw.ImageDraw
    scale: int

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        self.pen.rectangle([edge * self.scale for edge in (left, top, right, bottom)], fill=colour)

    def disc(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill the ellipse that the rectangle holds."""
        self.pen.ellipse([edge * self.scale for edge in (left, top, right, bottom)], fill=colour)

    def polygon(self, points: list[tuple[float, float]], colour: str) -> None:
        """Fill a closed outline."""
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=colour)

    def arch(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a round-headed opening whose head is half as high as it is wide."""
        width = right - left
        self.disc(left, top, right, top + width, colour)
        self.box(left, top + width / 2, right, bottom, colour)


def arcade(canvas: Canvas, palette: Palette, count: int) -> None:
    """A row of arches, open on a landscape with a low sun."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    canvas.box(0, 650, WIDTH, HEIGHT, palette.floor)
    step = WIDTH / count
    for index in range(count):
        left, right = index * step + step * 0.14, (index + 1) * step - step * 0.14
        canvas.arch(left, 180, right, 700, palette.dark)
        canvas.arch(left + 18, 180, right, 700, palette.light)
        canvas.box(left + 18, 560, right, 700, palette.shade)
        if index == count // 2:
            middle = (left + right) / 2
            canvas.disc(middle - 45, 420, middle + 45, 510, palette.accent)
    canvas.box(0, 90, WIDTH, 112, palette.shade)


def colonnade(canvas: Canvas, palette: Palette, count: int) -> None:
    """The front of a temple: columns, one more than count, between steps and a pediment."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.light)
    canvas.disc(880, 70, 1040, 230, palette.accent)
    canvas.polygon([(140, 270), (600, 110), (1060, 270)], palette.shade)
    canvas.polygon([(280, 252), (600, 142), (920, 252)], palette.wall)
    canvas.box(140, 270, 1060, 315, palette.wall)
    canvas.box(170, 315, 1030, 640, palette.dark)
    columns = count + 1
    step = 860 / columns
    for index in range(columns):
        middle = 170 + step * (index + 0.5)
        canvas.box(middle - 34, 315, middle + 34, 640, palette.wall)
        canvas.box(middle + 12, 335, middle + 34, 622, palette.shade)
        canvas.box(middle - 46, 315, middle + 46, 335, palette.light)
        canvas.box(middle - 46, 622, middle + 46, 640, palette.light)
    for depth, inset in enumerate((120, 80, 40)):
        canvas.box(
            inset, 640 + depth * 30, WIDTH - inset, 670 + depth * 30, (palette.wall, palette.shade)[depth % 2]
        )
    canvas.box(0, 730, WIDTH, HEIGHT, palette.floor)


def gallery(canvas: Canvas, palette: Palette, count: int) -> None:
    """Frames on a wall above a bench."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    canvas.box(0, 640, WIDTH, HEIGHT, palette.floor)
    canvas.box(0, 630, WIDTH, 644, palette.shade)
    step = 1080 / count
    for index in range(count):
        left, right = 60 + index * step + 22, 60 + (index + 1) * step - 22
        top, bottom = (150, 470) if index % 2 else (200, 420)
        canvas.box(left, top, right, bottom, palette.dark)
        canvas.box(left + 14, top + 14, right - 14, bottom - 14, palette.light)
        canvas.polygon(
            [(left + 14, bottom - 14), ((left + right) / 2, top + 90), (right - 14, bottom - 14)],
            palette.shade,
        )
        canvas.disc(right - 84, top + 34, right - 44, top + 74, palette.accent)
    canvas.box(400, 660, 800, 690, palette.dark)
    canvas.box(430, 690, 452, 750, palette.dark)
    canvas.box(748, 690, 770, 750, palette.dark)


def staircase(canvas: Canvas, palette: Palette, count: int) -> None:
    """Steps that climb to a lit doorway; three steps for each unit of count."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    canvas.polygon([(0, 0), (520, 0), (0, 420)], palette.light)
    canvas.arch(960, 90, 1120, 330, palette.dark)
    canvas.arch(976, 90, 1120, 330, palette.accent)
    steps = count * 3
    width, rise = 900 / steps, 420 / steps
    for index in range(steps):
        left, top = index * width, HEIGHT - 50 - (index + 1) * rise
        canvas.box(left, top, WIDTH, HEIGHT, palette.floor if index % 2 else palette.shade)
        canvas.box(left, top, WIDTH, top + 6, palette.light)
    canvas.box(900, 330, WIDTH, 345, palette.light)
    canvas.box(0, 750, WIDTH, HEIGHT, palette.dark)


def dome(canvas: Canvas, palette: Palette, count: int) -> None:
    """The inside of a dome, with its round opening, above a ring of windows: two for each unit of count."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    for index, colour in enumerate((palette.shade, palette.floor, palette.wall, palette.light)):
        inset = index * 110
        canvas.disc(100 + inset, 60 + inset, 1100 - inset, 1060 - inset, colour)
    canvas.disc(540, 150, 660, 230, palette.accent)
    canvas.box(0, 520, WIDTH, HEIGHT, palette.wall)
    canvas.box(0, 520, WIDTH, 545, palette.dark)
    windows = count * 2
    step = 1080 / windows
    for index in range(windows):
        left = 60 + index * step
        canvas.arch(left + step * 0.25, 590, left + step * 0.75, 720, palette.dark)
        canvas.arch(left + step * 0.25 + 8, 590, left + step * 0.75, 720, palette.light)
    canvas.box(0, 745, WIDTH, HEIGHT, palette.floor)


def vessels(canvas: Canvas, palette: Palette, count: int) -> None:
    """Rounded vessels on plinths of unequal height."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.light)
    canvas.box(0, 0, WIDTH, 120, palette.wall)
    canvas.box(0, 670, WIDTH, HEIGHT, palette.floor)
    step = 1080 / count
    for index in range(count):
        middle = 60 + step * (index + 0.5)
        top = 470 if index % 2 else 530
        canvas.box(middle - 78, top, middle + 78, 730, palette.wall)
        canvas.box(middle + 40, top, middle + 78, 730, palette.shade)
        colour = palette.accent if index % 2 else palette.dark
        canvas.disc(middle - 62, top - 150, middle + 62, top - 10, colour)
        canvas.box(middle - 24, top - 205, middle + 24, top - 120, colour)
        canvas.box(middle - 40, top - 222, middle + 40, top - 200, colour)
        canvas.box(middle - 36, top - 26, middle + 36, top, colour)


def skylight(canvas: Canvas, palette: Palette, count: int) -> None:
    """A long hall under a glass roof; its panes throw patches of light on the floor."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    canvas.polygon([(0, 0), (WIDTH, 0), (860, 260), (340, 260)], palette.dark)
    canvas.polygon([(0, HEIGHT), (WIDTH, HEIGHT), (860, 540), (340, 540)], palette.floor)
    canvas.box(340, 260, 860, 540, palette.shade)
    canvas.arch(530, 330, 670, 540, palette.accent)
    for index in range(count):
        near, far = 60 + index * 1080 / count, 370 + index * 460 / count
        next_near, next_far = near + 1080 / count - 30, far + 460 / count - 14
        canvas.polygon([(near, 24), (next_near, 24), (next_far, 236), (far, 236)], palette.light)
        canvas.polygon([(far, 575), (next_far, 575), (next_near - 40, 740), (near + 40, 740)], palette.light)


def enfilade(canvas: Canvas, palette: Palette, count: int) -> None:
    """Doorways one behind the other, the last one lit."""
    canvas.box(0, 0, WIDTH, HEIGHT, palette.wall)
    canvas.box(0, 690, WIDTH, HEIGHT, palette.floor)
    colours = (palette.shade, palette.wall, palette.dark, palette.floor)
    for index in range(count):
        half, top, bottom = (
            330 * (1 - index / (count + 1)),
            80 + index * 300 / count,
            740 - index * 150 / count,
        )
        canvas.box(600 - half - 16, top - 16, 600 + half + 16, bottom, palette.light)
        canvas.box(600 - half, top, 600 + half, bottom, colours[index % 4])
    half, top = half * 0.45, top + 60
    canvas.box(600 - half, top, 600 + half, bottom, palette.accent)


MOTIFS: dict[str, Callable[[Canvas, Palette, int], None]] = {
    "arcade": arcade,
    "colonnade": colonnade,
    "gallery": gallery,
    "staircase": staircase,
    "dome": dome,
    "vessels": vessels,
    "skylight": skylight,
    "enfilade": enfilade,
}
