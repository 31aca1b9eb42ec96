"""Latin lettering: marks that the bundled font lacks, spaces, lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cms.demo.lettering import draw_line, text_width, wrap


def line_of(text: str) -> bytes:
    image = Image.new("RGB", (300, 120), "#ffffff")
    draw_line(image=image, text=text, left=40, baseline=80, size=40, colour="#000000")
    return image.tobytes()


@pytest.mark.parametrize(("accented", "plain"), ["ée", "èe", "êe", "ëe", "çc", "Éé", "îi", "ïî"])
def test_accents_are_drawn(accented, plain):
    assert line_of(accented) != line_of(plain)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_break_spaces_are_drawn_as_spaces(space):
    assert line_of(f"parle{space}?") == line_of("parle ?")


@given(words=st.lists(st.text("abcdéèàç", min_size=1, max_size=12), min_size=1, max_size=20))
def test_wrap_keeps_every_word_and_the_width(words):
    lines = wrap(text=" ".join(words), size=40, width=400)

    assert " ".join(lines).split(" ") == words
    assert [line for line in lines if " " in line and text_width(text=line, size=40) > 400] == []
