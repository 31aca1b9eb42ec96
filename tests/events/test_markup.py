"""Rich text that leaves the site: what editors may write survives, what a partner's page must not get does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from events.markup import ATTRIBUTES, TAGS, linked_pages, portable_html, sanitised
from tests.feeds import hostile

ADDRESSES = {7: "https://parvis.example/fr/solidarites/?a=1&b=2"}


def expanded(rich_text: str) -> str:
    return portable_html(rich_text, addresses=ADDRESSES)


@pytest.mark.parametrize(
    "allowed",
    [
        "<p>Un <b>deux</b> <i>trois</i> <em>quatre</em> <strong>cinq</strong><br>six</p>",
        "<h2>Titre</h2><ul><li>un</li></ul><ol><li>deux</li></ol><blockquote>trois</blockquote><hr>",
        '<p><a href="https://icom.museum/fr/?a=1&amp;b=2">ICOM</a></p>',
        '<p><a href="mailto:contact@icom.example">contact</a></p>',
        "<p>7 &lt; 8 &amp; 9</p>",
        "",
    ],
)
def test_what_editors_may_write_stays(allowed):
    assert expanded(allowed) == allowed


@pytest.mark.parametrize(
    ("rich_text", "expected"),
    [
        ("<script>alert(1)</script>", ""),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p{display:none}</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="c" id="i">a</p>', "<p>a</p>"),
        ('<img src="x" onerror="alert(1)">', ""),
        ("<svg><script>alert(1)</script></svg>", ""),
        ('<iframe src="https://evil.example"></iframe>', ""),
        ("<!-- a comment --><p>a</p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
        ('<a href=" jAvAsCrIpT:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="java&#10;script:alert(1)">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<a href="vbscript:x">a</a>', "<a>a</a>"),
        ('<a href="webcal://x.example/">a</a>', "<a>a</a>"),
        (
            '<a href="https://x.example" target="_blank" rel="opener">a</a>',
            '<a href="https://x.example">a</a>',
        ),
        ('<embed embedtype="image" id="1" alt="" format="left"/><p>a</p>', "<p>a</p>"),
        ('<a linktype="document" id="1">a</a>', "<a>a</a>"),
        ("<p>]]&gt;</p>", "<p>]]&gt;</p>"),
        ("<p>a<b>b", "<p>a<b>b</b></p>"),
        ("</channel></item><p>a</p>", "<p>a</p>"),
    ],
)
def test_what_must_not_leave_is_gone(rich_text, expected):
    assert expanded(rich_text) == expected


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/fr/solidarites/", "https://parvis.example/fr/solidarites/"),
        ("/media/a b.pdf", "https://parvis.example/media/a b.pdf"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("HTTPS://icom.museum/", "HTTPS://icom.museum/"),
    ],
)
def test_address_of_this_site_becomes_absolute(href, expected):
    assert expanded(f'<a href="{href}">a</a>') == f'<a href="{expected}">a</a>'


@pytest.mark.parametrize("href", ["seance-7/", "#programme", "?page=2", ""])
def test_address_relative_to_a_page_leads_nowhere_in_a_feed(href):
    assert expanded(f'<p><a href="{href}">a</a></p>') == "<p><a>a</a></p>"


def test_link_to_a_page_has_the_address_of_that_page():
    assert expanded('<a linktype="page" id="7">a</a>') == (
        '<a href="https://parvis.example/fr/solidarites/?a=1&amp;b=2">a</a>'
    )


@pytest.mark.parametrize("key", ["8", "", "seven", "-7", "²", "9" * 40, "7.0", "0x7"])
def test_link_to_a_page_without_an_address_keeps_its_words(key):
    assert expanded(f'<p><a linktype="page" id="{key}">a</a></p>') == "<p><a>a</a></p>"


def test_link_to_a_page_without_a_key_keeps_its_words():
    assert expanded('<a linktype="page">a</a>') == "<a>a</a>"


@pytest.mark.parametrize("between", ["table", "object"])
def test_link_that_nests_in_another_once_what_parts_them_is_gone_stands_beside_it(between):
    html = f'<a href="https://a.example/">a<{between}><a href="https://b.example/">b</a></{between}></a>'

    assert sanitised(html) == '<a href="https://a.example/">a</a><a href="https://b.example/">b</a>'


def test_pages_linked_from_several_texts_are_found_once_each():
    texts = [
        '<a linktype="page" id="7">a</a><a id="8" linktype="page">b</a>',
        "",
        '<a linktype="page" id="7">a</a><a linktype="document" id="9">c</a><a linktype="page" id="x">d</a>',
    ]

    assert linked_pages(texts) == {7, 8}


TAG_SOUP = (
    '<a linktype="page" id="7">',
    '<a linktype="page" id="7',
    "</a>",
    "<p>",
    "</p>",
    "<a href=",
    '"',
    ">",
    '<embed embedtype="image"',
    "/>",
    "<b onload=x>",
    '<a href="/x">',
    "javascript:",
    "<math><mtext><table>",
    "<noscript>",
    "<style>",
    "<!--",
    "--!>",
    "<svg><a xlink:href='javascript:x'>",
)
rich_texts = st.lists(st.one_of(hostile.texts, st.sampled_from(TAG_SOUP)), max_size=8).map("".join)


@given(rich_text=rich_texts)
def test_nothing_active_survives_whatever_was_stored(rich_text):
    tree = parser.fragment_fromstring(f"<div>{expanded(rich_text)}</div>")

    elements = list(tree.iterdescendants())
    assert {each.tag for each in elements} - TAGS == set()
    assert {name for each in elements for name in each.attrib} - ATTRIBUTES["a"] == set()
    assert [
        each.get("href")
        for each in elements
        if not re.match(r"(?i)(https?:|mailto:|\Z)", each.get("href", ""))
    ] == []


@given(rich_text=rich_texts)
def test_cleaning_twice_changes_nothing(rich_text):
    once = expanded(rich_text)

    assert sanitised(once) == once
