import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from events.text import clean_line, clean_text, excerpt, plain_from_html, without_forbidden

BREAKS = "\r\n\x0b\x0c\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in f"\t{BREAKS}"]
DIRECTIONS = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
NON_CHARACTERS = [chr(code) for code in range(0xFDD0, 0xFDF0)] + [
    chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
]
SURROGATES = [chr(code) for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF)]
REMOVED = [*CONTROLS, "\ufeff", *DIRECTIONS, *SURROGATES, *NON_CHARACTERS]

# Everything, surrogates included, and often what the functions are about.
any_text = st.text(
    st.characters()
    | st.sampled_from([*REMOVED, *BREAKS, *" \t\xa0\u202f\u3000\u0301\u0344\u05b8\u200d<>&;/!-\"'"])
)
html_text = st.lists(
    st.sampled_from(
        [
            "<p>", "</p>", "<br>", "<br/>", "<ul>", "</ul>", "<ol start='3'>", "<ol start='x'>", "</ol>", "<li>", "</li>", "</a>",
            '<a href="https://a.example/">', "<a href>", "<a>", "<script>", "</script>", "<style ", "<!--", "-->", "<![if x]>",
            "<![foo[", "<!DOCTYPE html>", "<?x", "</", "<", "<td>", "<h2>", "&amp;", "&#", "&#x", "9" * 5000, "&lt;p&gt;", " ",
        ]
    )
    | any_text
).map("".join)  # fmt: skip


@pytest.mark.parametrize("char", REMOVED, ids=lambda char: f"U+{ord(char):04X}")
def test_what_no_format_can_carry_is_removed(char):
    assert clean_line(f"a{char}b") == "ab"
    assert clean_text(f"a{char}b") == "ab"
    assert without_forbidden(f"a{char}b") == "ab"
    assert plain_from_html(f"<p>a{char}b</p>") == "ab"


@pytest.mark.parametrize("line_break", [*BREAKS, "\r\n"], ids=ascii)
def test_line_breaks_become_a_space_in_a_line_and_a_newline_in_text(line_break):
    assert clean_line(f"a{line_break}b") == "a b"
    assert clean_text(f"a{line_break}b") == "a\nb"
    assert without_forbidden(f"a{line_break}b") == f"a{line_break}b"


@pytest.mark.parametrize(
    "text",
    [
        "Déjouer l’invisible : les musées",
        "Πώς λειτουργούν τα μουσεία;",
        "הַמּוּזֵאוֹן",
        "\N{LEFT-TO-RIGHT MARK}ICOM\N{RIGHT-TO-LEFT MARK}",
        "क्\N{ZERO WIDTH JOINER}ष می\N{ZERO WIDTH NON-JOINER}خواهم",
        "👩🏽\N{ZERO WIDTH JOINER}🎨 🏴\U000e0067\U000e0062\U000e007f 🇫🇮 ❤\N{VARIATION SELECTOR-16}",
        "10\N{NO-BREAK SPACE}h\N{NARROW NO-BREAK SPACE}?",
        "]]> <!-- & \\,;:\"^ '",
        "",
    ],
)
def test_text_that_every_format_can_carry_stays(text):
    text = unicodedata.normalize("NFC", text)

    assert clean_line(text) == text
    assert clean_text(text) == text
    assert without_forbidden(text) == text


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  a  \t b ", "a b"),
        ("\t\r\n ", ""),
        ("a\r\n\r\nb", "a b"),
        ("a\x00 \x00 b", "a b"),
        ("a\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}b", "a\N{NO-BREAK SPACE}b"),
        ("a \N{NO-BREAK SPACE}b", "a b"),
        ("\N{NO-BREAK SPACE}a\N{IDEOGRAPHIC SPACE}b\N{NO-BREAK SPACE}", "a\N{IDEOGRAPHIC SPACE}b"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("e\x00\N{COMBINING ACUTE ACCENT}", "é"),
        ("\N{ANGSTROM SIGN}", "Å"),
    ],
)
def test_clean_line_joins_white_space_trims_and_composes(typed, line):
    assert clean_line(typed) == line


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\n\nb", "a\n\nb"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\r\n \t\r\n\r\nb", "a\n\nb"),
        ("a\r\x00\nb", "a\nb"),
        ("a\u2028\u2029b", "a\n\nb"),
        ("\n\n  a\tb  \n c\n\n", "a b\nc"),
        (" \n\t\n ", ""),
    ],
)
def test_clean_text_keeps_lines_and_at_most_one_blank_one(typed, text):
    assert clean_text(typed) == text


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_marks_are_capped_at_thirty_in_a_row(clean):
    zalgo = "x" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT BELOW}" * 50 + "y"

    cleaned = clean(zalgo)

    assert len(cleaned) == 32
    assert (cleaned[0], cleaned[-1]) == ("x", "y")


@pytest.mark.parametrize("base", ["q", "👏"])
def test_thirty_marks_in_a_row_stay(base):
    text = base + "\N{COMBINING DIAERESIS}" * 30 + "👏" + "\N{COMBINING DIAERESIS}" * 30

    assert clean_line(text) == text


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_marks_that_become_two_are_capped_after_that(clean):
    cleaned = clean("\N{COMBINING GREEK DIALYTIKA TONOS}" * 40)

    assert len(cleaned) == 30
    assert clean(cleaned) == cleaned


def test_many_emoji_in_a_row_are_not_taken_for_marks():
    assert clean_line("👏\N{VARIATION SELECTOR-16}" * 60) == "👏\N{VARIATION SELECTOR-16}" * 60


@given(any_text)
def test_clean_line_is_idempotent_valid_and_one_line(value):
    line = clean_line(value)

    assert clean_line(line) == line
    assert clean_text(line) == line
    assert line == " ".join(line.splitlines()) == line.strip()
    assert unicodedata.is_normalized("NFC", line)
    assert etree.fromstring(etree_bytes(line)).text == (line or None)


@given(any_text)
def test_clean_text_is_idempotent_and_valid(value):
    text = clean_text(value)

    assert clean_text(text) == text
    assert text == "\n".join(text.splitlines()) == text.strip()
    assert "\n\n\n" not in text
    assert [clean_line(line) for line in text.split("\n")] == text.split("\n")
    assert etree.fromstring(etree_bytes(text)).text == (text or None)


@given(any_text)
def test_without_forbidden_is_idempotent_and_a_part(value):
    kept = without_forbidden(value)

    assert without_forbidden(kept) == kept
    assert kept == "".join(
        char for char in value if char not in REMOVED and not 0xD800 <= ord(char) <= 0xDFFF
    )


def etree_bytes(text: str) -> bytes:
    """A document made by hand: only markup is escaped, so that an invalid character would be refused."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<?xml version="1.0" encoding="utf-8"?><t>{escaped}</t>'.encode()


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 0, ""),
        ("", -1, ""),
        ("abc", 0, ""),
        ("abc", -5, ""),
        ("abc", 1, "…"),
        ("abc", 2, "a…"),
        ("abc", 3, "abc"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("one two three", 4, "one…"),
        ("one two three", 3, "on…"),
        ("one, two: three", 9, "one…"),
        ("one, two: three", 10, "one, two…"),
        ("one\N{NO-BREAK SPACE}- two three", 8, "one…"),
        ("one\n\n two\tthree", 10, "one two…"),
        (", , , word", 4, "…"),
    ],
)
def test_excerpt_is_cut_between_words(text, limit, expected):
    assert excerpt(text, limit=limit) == expected


@pytest.mark.parametrize(
    ("cluster", "expected"),
    [
        ("q\N{COMBINING DIAERESIS}", "ab…"),
        ("ש\N{HEBREW POINT QAMATS}\N{HEBREW POINT SHIN DOT}", "ab…"),
        ("👍🏽", "ab…"),
        ("❤\N{VARIATION SELECTOR-16}", "ab…"),
        ("👩\N{ZERO WIDTH JOINER}🎨", "ab…"),
        ("🇫🇮", "ab…"),
        ("🏴\U000e0067\U000e0062\U000e007f", "ab…"),
        ("م\N{ZERO WIDTH NON-JOINER}", "ab…"),
    ],
)
def test_excerpt_never_cuts_inside_a_cluster(cluster, expected):
    text = f"ab{cluster}cdefgh"

    for limit in range(4, 3 + len(cluster)):
        assert excerpt(text, limit=limit) == expected
    assert excerpt(text, limit=3 + len(cluster)) == f"ab{cluster}…"


@pytest.mark.parametrize("flag", ["🇦🇿", "🇿🇦"])
def test_excerpt_knows_every_letter_of_flags(flag):
    assert excerpt(f"x{flag}yz", limit=3) == "x…"


def test_excerpt_of_marks_without_a_letter_is_an_ellipsis():
    assert excerpt("\N{COMBINING ACUTE ACCENT}" * 5, limit=3) == "…"


def test_excerpt_cuts_between_two_flags():
    assert excerpt("🇫🇷🇫🇮🇬🇷", limit=5) == "🇫🇷🇫🇮…"
    assert excerpt("🇫🇷🇫🇮🇬🇷", limit=4) == "🇫🇷…"
    assert excerpt("🇫🇷🇫🇮🇬🇷", limit=2) == "…"


@given(any_text, st.integers(-2, 40))
def test_excerpt_is_idempotent_and_within_its_limit(text, limit):
    short = excerpt(text, limit=limit)

    assert len(short) <= max(limit, 0)
    assert excerpt(short, limit=limit) == short
    assert clean_line(short) == short
    assert clean_line(text).startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one</p>\n\n  <p>two</p>\n", "one\n\ntwo"),
        ("<P>one</P><DIV>two</DIV><h2>three</h2>four", "one\n\ntwo\n\nthree\n\nfour"),
        ("<p></p><p> </p><p>one</p>", "one"),
        ("<p>one\n  two<br>three<br/>four</p>", "one two\nthree\nfour"),
        ("one<br><br><br>two", "one\n\ntwo"),
        ("<p>one<br></p><p>two</p>", "one\n\ntwo"),
        ("<p>a <b>bold</b><i>face</i> <em>text</em></p>", "a boldface text"),
        ("10&nbsp;h &amp; &lt;p&gt; &eacute;&#233;&#x1F600; &bogus; &", "10\xa0h & <p> éé😀 &bogus; &"),
        ("one<hr>two", "one\n\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>", "a b\n\nc"),
        ("<unknown>one</unknown> two", "one two"),
    ],
)
def test_plain_from_html_parts_blocks_by_blank_lines(html, plain):
    assert plain_from_html(html) == plain


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>", "a\n\n- b\n- c\n\nd"),
        ("<ul>\n <li>b</li>\n <li>c</li>\n</ul>", "- b\n- c"),
        ("<ol><li>b<li>c</ol>d", "1. b\n2. c\n\nd"),
        ('<ol start="7"><li>b</li><li>c</li></ol>', "7. b\n8. c"),
        ('<ol start="x"><li>b</li></ol>', "1. b"),
        ('<ol start="٣"><li>b</li></ol>', "1. b"),
        (f'<ol start="{"9" * 5000}"><li>b</li></ol>', "1. b"),
        ("<ol start><li>b</li></ol>", "1. b"),
        ("<ul><li><p>b</p><p>c</p></li><li>d</li></ul>", "- b\nc\n- d"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n- b\n2. c"),
        ("<ul><li></li><li> </li></ul>after", "after"),
        ("<li>loose</li>end", "- loose\nend"),
        ("</ul></li>one", "one"),
    ],
)
def test_plain_from_html_marks_items(html, plain):
    assert plain_from_html(html) == plain


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ('<a href="https://a.example/x">text</a>.', "text (https://a.example/x)."),
        ('<a href="HTTP://a.example">text </a>more', "text (HTTP://a.example) more"),
        ('<a href="https://a.example/?a=1&amp;b=2">a <b>b</b></a>', "a b (https://a.example/?a=1&b=2)"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ('<a href="https://a.example"> https://a.example </a>!', "https://a.example !"),
        ('<a href=" https://a.example/a b\n">text</a>', "text (https://a.example/a%20b)"),
        ('see <a href="https://a.example"><img src="x"></a>', "see https://a.example"),
        ('<ul><li><a href="https://a.example">text</a></li></ul>', "- text (https://a.example)"),
        ('<a href="https://a.example"><p>text</p></a>next', "text (https://a.example)\n\nnext"),
        ('<a href="mailto:a@b.example">text</a>', "text"),
        ('<a href="javascript:alert(1)">text</a>', "text"),
        ('<a href="/join/">text</a>', "text"),
        ('<a linktype="page" id="3">text</a>', "text"),
        ("<a href>text</a>", "text"),
        ('<a href="https://a.example">one<a href="https://b.example">two</a>',
         "one (https://a.example)two (https://b.example)"),
        ('<a href="https://a.example">open', "open (https://a.example)"),
        ("<li></a>text", "- text"),
        ('<a href="https://a.example">text</a> tail</a>', "text (https://a.example) tail"),
    ],
)  # fmt: skip
def test_plain_from_html_keeps_web_addresses(html, plain):
    assert plain_from_html(html) == plain


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("a<script>alert('<p>')</script>b", "ab"),
        ("a<STYLE type=x>p { }</style >b", "ab"),
        ("a<script src=x>no end", "a"),
        ("a<script", "a"),
        ("a<scripts>b</scripts>", "ab"),
        ("a<!-- <p>x</p> -->b", "ab"),
        ("a<!--b", "a"),
        ("a<!-->b", "ab"),
        ("a<!--->b", "ab"),
        ("a<!--x--!>b", "ab"),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]-->a", "a"),
        ("<![if !supportLists]>a<![endif]>", "a"),
        ("<!DOCTYPE html><p>a</p>", "a"),
        ("a<![foo[b", "a"),
        ("a<![CDATA[b]]>c", "ac"),
        ("<<!---->![foo[a", "<![foo[a"),
        ("<scr<script></script>ipt>a", "<script>a"),
        ("a<\x00script>b</script>", "a"),
        ("1 < 2 <3 <- x</ y", "1 < 2 <3 <- x</ y"),
        ("a<b", "a<b"),
        ("a<?php x ?>b", "a<?php x ?>b"),
        ('<a title="1>2&lt;3" href="https://a.example">x</a>', "x (https://a.example)"),
        ("&#99999999999;", "\N{REPLACEMENT CHARACTER}"),
        ("&#" + "9" * 5000 + ";a", "\N{REPLACEMENT CHARACTER}a"),
        ("&#0;&#8238;&#xFFFF;&#xD800;a", "\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}a"),
    ],
)
def test_plain_from_html_survives_what_is_no_rich_text(html, plain):
    assert plain_from_html(html) == plain


@given(html_text)
def test_plain_from_html_never_raises_and_is_clean(html):
    plain = plain_from_html(html)

    assert clean_text(plain) == plain


@given(any_text)
def test_plain_from_html_of_escaped_text_is_that_text_in_one_paragraph(text):
    line = clean_line(text)
    escaped = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert plain_from_html(f"<p>{escaped}</p>") == line


@pytest.mark.parametrize(
    "function", [clean_line, clean_text, plain_from_html, lambda text: excerpt(text, limit=200)]
)
@pytest.mark.parametrize(
    "unit", ["\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT BELOW}", "<", "<a ", "<!--", "x ", "🇫"]
)
def test_time_grows_with_length_and_not_with_its_square(function, unit):
    started = time.process_time()

    function(unit * 100_000)

    assert time.process_time() - started < 3
