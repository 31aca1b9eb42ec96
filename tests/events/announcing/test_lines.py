"""Lines: what a translated pattern becomes with parts in its places, as text and as HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.announcing.lines import Link, filled, joined, plain, under
from events.phrases import Name, Phrase
from events.pictures import Picture
from events.templatetags.parvis_announcing import in_rows, line, size_within

HEBREW = Phrase("ירושלים", "he")
texts = st.text(max_size=30)


@given(texts.filter(lambda text: "%" not in text), texts)
def test_filled_pattern_reads_as_the_pattern_with_its_values(words, value):
    pattern = f"{words}%(label)s: %(value)s{words}"

    line_of = filled(pattern, label="A", value=(value, Phrase("B", "fr")))

    assert plain(line_of) == pattern % {"label": "A", "value": f"{value}B"}


@pytest.mark.parametrize(
    ("parts", "text", "markup"),
    [
        (("<a> & b",), "<a> & b", "&lt;a&gt; &amp; b"),
        ((HEBREW,), "ירושלים", '<bdi lang="he" dir="rtl">ירושלים</bdi>'),
        ((Phrase("<i>", ""),), "<i>", "<bdi>&lt;i&gt;</bdi>"),
        (
            (Link('https://a.example/?b="', "a"),),
            "a",
            '<a href="https://a.example/?b=&quot;" style="color:red"><bdi dir="ltr">a</bdi></a>',
        ),
        (
            (Name(Phrase("ICOM", "fr"), original=HEBREW, website="https://icom.example"),),
            "ICOM (ירושלים)",
            '<a href="https://icom.example" style="color:red"><bdi lang="fr" dir="ltr">ICOM</bdi></a> '
            '(<bdi lang="he" dir="rtl">ירושלים</bdi>)',
        ),
    ],
)
def test_part_is_written_as_text_and_as_html(parts, text, markup):
    assert plain(parts) == text
    assert line(parts, "color:red") == markup


def test_parts_are_joined_by_commas_and_lines_by_what_is_asked():
    assert joined(["a", HEBREW]) == ("a", ", ", HEBREW)
    assert plain(joined([("a", ": b"), ("c",)], by="; ")) == "a: b; c"
    assert joined([]) == ()


@pytest.mark.parametrize(
    ("caption", "credit", "text"),
    [("Porte", "Jan", "Porte © Jan"), ("Porte", "", "Porte"), ("", "Jan", "© Jan"), ("", "", "")],
)
def test_caption_and_credit_stand_under_a_picture(caption, credit, text):
    picture = Picture(url="", width=1, height=1, caption=caption, credit=credit)

    assert plain(under(picture, language="fr")) == text


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(400, 200, (100, 50)), (100, 400, (20, 80)), (30, 20, (30, 20)), (4000, 1, (100, 1))],
)
def test_picture_fits_into_its_box_and_is_never_enlarged(width, height, size):
    shown = size_within(Picture(url="", width=width, height=height), 100, 80)

    assert shown == 'width="{}" height="{}"'.format(*size)


def test_rows_hold_so_many_and_the_last_what_is_left():
    assert in_rows(range(5), 2) == [[0, 1], [2, 3], [4]]
