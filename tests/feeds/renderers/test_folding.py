import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.renderers.folding import fold, fold_all

_LINES = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("\u05b8\u0301\u200d\U0001f3fe\U0001f1eb👩é\\"),
    ),
    max_size=400,
)


def unfold(stream):
    return stream.replace(b"\r\n ", b"")


@given(line=_LINES)
def test_fold_is_undone_by_unfolding(line):
    assert unfold(fold(line)) == line.encode() + b"\r\n"


@given(line=_LINES)
def test_fold_keeps_lines_within_75_octets_of_whole_characters(line):
    *physical, rest = fold(line).split(b"\r\n")

    assert rest == b""
    assert max(map(len, physical)) <= 75
    assert (
        "".join(piece.decode().removeprefix(" " if index else "") for index, piece in enumerate(physical))
        == line
    )


@pytest.mark.parametrize(
    ("length", "lines"), [(0, 1), (75, 1), (76, 2), (75 + 74, 2), (75 + 74 + 1, 3), (75 + 74 + 74, 3)]
)
def test_fold_fills_lines(length, lines):
    assert fold("x" * length).count(b"\r\n") == lines


@pytest.mark.parametrize("before", range(60, 76))
@pytest.mark.parametrize(
    "cluster",
    ["e\u0301", "בְּ", "👩\u200d👩\u200d👧\u200d👦", "👋🏾", "🇮🇱", "\\n", "❤\ufe0f"],
    ids=["accent", "points", "family", "tone", "flag", "escape", "variant"],
)
def test_fold_stands_outside_a_cluster(before, cluster):
    physical = fold("x" * before + cluster + "y" * 80).decode().split("\r\n")

    assert sum(cluster in line for line in physical) == 1


def test_fold_parts_a_cluster_longer_than_a_line_between_characters():
    line = "a" + "\u0301" * 200

    assert unfold(fold(line)).decode() == line + "\r\n"
    assert all(len(piece) <= 75 for piece in fold(line).split(b"\r\n"))


def test_fold_of_pointed_hebrew_starts_no_line_with_a_point():
    physical = fold("בְּרֵאשִׁית בָּרָא אֱלֹהִים " * 12).decode().split("\r\n ")

    assert [line for line in physical if unicodedata.category(line[0]).startswith("M")] == []


def test_fold_all_joins_lines():
    assert fold_all(["BEGIN:VCALENDAR", "END:VCALENDAR"]) == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
