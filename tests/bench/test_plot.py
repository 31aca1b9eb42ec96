"""The plot of what things cost: well-formed, everything labelled, cheaper drawn lower."""

import re
from xml.etree import ElementTree

from tests.bench.plot import BOTTOM, TOP, _apart, draw

LINES = {
    "Parvis calendar": [(10, 0.9), (10_000, 80.0)],
    "django-ical": [(10, 6.0), (10_000, 6_000.0)],
    "a < b & c": [(10, 5.0), (10_000, 5_900.0)],
}
SVG = "{http://www.w3.org/2000/svg}"


def heights(root: ElementTree.Element) -> list[list[float]]:
    return [
        [float(pair.split(",")[1]) for pair in line.get("points").split()]
        for line in root.iter(f"{SVG}polyline")
    ]


def test_every_line_is_drawn_and_named():
    root = ElementTree.fromstring(draw(LINES, title="What it costs"))  # noqa: S314  (our own)
    texts = [text.text for text in root.iter(f"{SVG}text")]

    assert set(LINES) | {"What it costs", "sessions", "10", "10,000", "0.1 ms", "10,000 ms"} <= set(texts)
    assert len(heights(root)) == len(LINES)


def test_what_costs_more_stands_higher_inside_the_frame():
    ours, theirs, _others = heights(ElementTree.fromstring(draw(LINES, title="x")))  # noqa: S314  (our own)

    assert ours[0] > ours[1]
    assert all(our > their for our, their in zip(ours, theirs, strict=True))
    assert all(TOP <= each <= BOTTOM for each in (*ours, *theirs))


def test_one_size_is_enough():
    assert re.search("polyline", draw({"Parvis calendar": [(10, 1.0)]}, title="x"))


def test_labels_never_cover_each_other():
    places = _apart([(100.0, "a"), (101.0, "b"), (300.0, "c"), (100.5, "d")])

    assert places == {"a": 100.0, "d": 118.0, "b": 136.0, "c": 300.0}
