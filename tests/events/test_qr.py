"""The QR code is the code of its address, and an SVG that stands in a page under a strict security policy."""

import re

import segno
from lxml import etree

from events.qr import qr_svg

ADDRESS = "webcal://parvis.example/feeds/fr/cycle-solidarites/sessions.ics"
BORDER = 4


def drawn(svg: str) -> list[list[int]]:
    """The modules that the strokes of the picture draw, without the quiet zone."""
    size = int(etree.fromstring(svg).get("viewBox").split()[2]) - 2 * BORDER
    rows = [[0] * size for _row in range(size)]
    x, y = 0, 0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", svg.rpartition(' d="')[2]):
        if command == "h":
            rows[y][x : x + int(first)] = [1] * int(first)
            x += int(first)
        else:
            x = int(first) + (x if command == "m" else -BORDER)
            y = int(float(second)) + (y if command == "m" else -BORDER)
    return rows


def test_picture_draws_the_modules_of_the_code():
    code = segno.make(ADDRESS, error="m", micro=False)

    assert drawn(qr_svg(ADDRESS)) == [list(row) for row in code.matrix]


def test_picture_has_a_white_ground_with_the_quiet_zone_and_no_size_or_style_of_its_own():
    svg = etree.fromstring(qr_svg(ADDRESS))
    ground, lines = svg

    assert (ground.get("fill"), lines.get("stroke")) == ("#fff", "#000")
    assert ground.get("d") == "M0 0h45v45h-45z"
    assert [node.get(name) for node in (svg, *svg) for name in ("width", "height", "style")] == [None] * 9


def test_picture_of_an_address_is_small():
    assert len(qr_svg(ADDRESS)) < 3000
