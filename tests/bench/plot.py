"""Draws what a calendar and a news feed cost against the number of sessions, both axes logarithmic, as SVG that needs nothing else."""

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from tests.bench.figures import last_points

PLACE = Path(__file__).with_name("cost.svg")
WIDTH, HEIGHT = 760, 480
LEFT, RIGHT, TOP, BOTTOM = 80, 610, 56, 410
# Legible on white and on black alike: text and axes follow the reader's choice, the lines have one colour for both.
STYLE = """
  :root { color-scheme: light dark; --ink: #1b1f24; --faint: #d0d7de; --ground: #ffffff; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #3d444d; --ground: #0d1117; } }
  text { fill: var(--ink); font: 13px system-ui, sans-serif; }
  .grid { stroke: var(--faint); } .axis { stroke: var(--ink); } .ground { fill: var(--ground); }
  .title { font-size: 16px; font-weight: 600; }
"""
COLOURS = ("#2f81f7", "#bc4c00", "#8250df", "#1a7f37", "#bf3989", "#9a6700", "#57808d")

Lines = Mapping[str, Sequence[tuple[int, float]]]


def draw(lines: Lines, *, title: str) -> str:
    """The plot. `lines`: name -> (sessions, milliseconds of CPU), each at least one; all above 0."""
    sizes = [size for points in lines.values() for size, _cost in points]
    costs = [cost for points in lines.values() for _size, cost in points]
    across = _scale(min(sizes), max(sizes), LEFT, RIGHT)
    up = _scale(
        10 ** math.floor(math.log10(min(costs))), 10 ** math.ceil(math.log10(max(costs))), BOTTOM, TOP
    )
    parts = [*_grid(sizes, costs, across, up), *_curves(lines, across, up)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">'
    heading = f'<title id="title">{escape(title)}</title>\n<style>{STYLE}</style>'
    ground = f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>'
    name = f'<text class="title" x="{LEFT}" y="30">{escape(title)}</text>'
    return "\n".join([head, heading, ground, name, *parts, "</svg>", ""])


def _scale(least: float, most: float, begin: float, end: float):
    """From a value to a place between `begin` and `end`, by its logarithm."""
    low, high = math.log10(least), math.log10(most)
    width = (high - low) or 1.0
    return lambda value: round(begin + (math.log10(value) - low) / width * (end - begin), 1)


def _grid(sizes: Iterable[int], costs: Iterable[float], across, up) -> Iterable[str]:
    powers = range(math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs))) + 1)
    for cost in (10.0**power for power in powers):
        yield f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{up(cost)}" y2="{up(cost)}"/>'
        yield f'<text x="{LEFT - 8}" y="{up(cost) + 4}" text-anchor="end">{cost:,g} ms</text>'
    for size in sorted(set(sizes)):
        yield f'<line class="grid" x1="{across(size)}" x2="{across(size)}" y1="{TOP}" y2="{BOTTOM}"/>'
        yield f'<text x="{across(size)}" y="{BOTTOM + 20}" text-anchor="middle">{size:,}</text>'
    yield f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
    yield f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 44}" text-anchor="middle">sessions</text>'


def _curves(lines: Lines, across, up) -> Iterable[str]:
    places = _apart([(up(max(points)[1]), name) for name, points in lines.items()])
    for (name, points), colour in zip(lines.items(), COLOURS, strict=False):
        path = " ".join(f"{across(size)},{up(cost)}" for size, cost in sorted(points))
        # Ours is thick, so that it is found without colours.
        width = 4 if name.startswith("Parvis") else 2
        yield f'<polyline fill="none" stroke="{colour}" stroke-width="{width}" points="{path}"/>'
        yield f'<rect x="{RIGHT + 10}" y="{places[name] - 6}" width="10" height="10" fill="{colour}"/>'
        yield f'<text x="{RIGHT + 26}" y="{places[name] + 4}">{escape(name)}</text>'


def _apart(wanted: Sequence[tuple[float, str]]) -> dict[str, float]:
    """A height for each label, as near to the wanted one as the label above leaves room."""
    places, free = {}, float(TOP)
    for height, name in sorted(wanted):
        places[name] = max(height, free)
        free = places[name] + 18
    return places


def main() -> None:
    """Draw the newest run."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for each in last_points():
        lines.setdefault(each["peer"], []).append((each["size"], each["cpu_ms"]))
    if lines:
        PLACE.write_text(draw(lines, title="CPU of one calendar or feed of which nothing is stored yet"))
        sys.stdout.write(f"{PLACE.relative_to(Path.cwd())} is drawn.\n")


if __name__ == "__main__":
    main()
