import pytest

from feeds.rules.html import Tag, active_parts, relative_addresses, tags_of


def test_tags_are_read_with_their_attributes():
    html = "<P CLASS=a title='b > c'>x</P><br/><img src=\"7.png\"alt=''hidden><a href = /en/>"

    assert list(tags_of(html)) == [
        Tag("p", (("class", "a"), ("title", "b > c"))),
        Tag("br", ()),
        Tag("img", (("src", "7.png"), ("alt", ""), ("hidden", ""))),
        Tag("a", (("href", "/en/"),)),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <script> -->",
        "1 < 2",
        "<>",
        "</script>",
        "<!DOCTYPE html>",
        "<!-- never closed <script>",
        "",
    ],
)
def test_text_that_opens_no_tag_is_read_as_none(html):
    assert list(tags_of(html)) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>",
        "<SCRIPT src=x>",
        "</body></html><script>",
        '<p ">' + "<script>",
        '<p a="x" ="><script>',
        "<b>" * 5000 + "<script>",
        "<script/x>",
        "\x00<script>",
        "<svg:script>",
        "<![CDATA[<script>",
    ],
)
def test_script_is_seen_wherever_a_browser_would_see_it(html):
    assert list(active_parts(html)) == ["<script>"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p onclick="x()" style="color:red" class="a">', ["onclick", "style"]),
        ('<a href="javascript:x()">', ["javascript:x()"]),
        ('<a href=" java&#10;script:x()">', ["javascript:x()"]),
        ('<a href="&#0000000000106;avascript:x()">', ["javascript:x()"]),
        ('<img src="data:image/png;base64,AA">', ["data:image/png;base64,AA"]),
        ("<iframe></iframe><form>", ["<iframe>", "<form>"]),
        ('<p>A <b>good</b> text, <a href="https://museum.example/">here</a></p>', []),
        ('<a href="mailto:x@museum.example">', []),
        ("<p title='on fire'>", []),
    ],
)
def test_active_parts_are_found(html, expected):
    assert list(active_parts(html)) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/en/">', ["/en/"]),
        ("<a href=''>", [""]),
        ('<a href="//museum.example/">', ["//museum.example/"]),
        ('<img src="7.png" alt="/not/an/address">', ["7.png"]),
        ('<a href="#notes"><blockquote cite="notes">', ["#notes", "notes"]),
        ('<a href="HTTPS://museum.example/">', []),
        (f'<a href="/&#{"9" * 5000};">', ["/\N{REPLACEMENT CHARACTER}"]),
    ],
)
def test_relative_addresses_are_found(html, expected):
    assert list(relative_addresses(html)) == expected


@pytest.mark.parametrize("piece", ["<!--", "<a '", '<a x="', "<a x='y", "<", "&#", "<a b=c", "<a / = "])
def test_html_that_repeats_an_open_end_takes_linear_time(piece):
    assert list(active_parts(piece * 100_000)) == []
