"""Whatever the bytes, the doctor answers."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.rules import RULES, Finding, examine
from tests.feeds import hostile
from tests.feeds.rules.documents import DOCUMENTS, URLS

# What has a meaning somewhere: a mutation that moves these about goes deeper than one of single bytes.
TOKENS = re.compile(rb"[A-Za-z0-9_-]+|[^A-Za-z0-9_-]")
ODD = (
    *(each.encode("utf-8", "surrogatepass") for each in hostile.FRAGMENTS),
    b"\r\nBEGIN:VEVENT\r\n",
    b"\r\nEND:VEVENT\r\n",
    b"00010101T000000",
    b"99991231T235959Z",
    b";UNTIL=00010101T000000Z",
    b";UNTIL=99991231T235959Z",
    b"-2359",
    b"+235959",
    b"9" * 5000,
    b"&#" + b"9" * 5000 + b";",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"<?x?>",
    b"<!---->",
    b"{}",
    b"[]",
    b"null",
    b"1e999",
    b'"\\ud800"',
)


@st.composite
def mutated(draw, name):
    """A good document of a format in which some tokens were dropped, doubled, exchanged or replaced."""
    tokens = TOKENS.findall(DOCUMENTS[name])
    seed = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311  (repeats a failure)
    for _ in range(draw(st.integers(1, 12))):
        here, there = seed.randrange(len(tokens)), seed.randrange(len(tokens))
        tokens[here] = seed.choice((b"", tokens[here] * 2, tokens[there], tokens[there], seed.choice(ODD)))
    return b"".join(tokens)


def assert_is_answered(body, name):
    findings = examine(body, format=name, url=URLS[name])

    known = {rule.id for rule in RULES[name]}
    assert all(isinstance(each, Finding) and each.rule in known and str(each) for each in findings)


@pytest.mark.parametrize("name", RULES)
@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered(name, body):
    assert_is_answered(body, name)
    assert examine(body, format=name, url="") != []


@pytest.mark.parametrize("name", RULES)
@given(data=st.data())
def test_mutated_documents_are_answered(name, data):
    assert_is_answered(data.draw(mutated(name)), name)


@pytest.mark.parametrize("name", RULES)
@given(data=st.data())
def test_documents_with_a_hole_are_answered(name, data):
    body = DOCUMENTS[name]
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))

    assert_is_answered(body[:start] + data.draw(st.binary(max_size=20)) + body[end:], name)


@pytest.mark.parametrize("other", RULES)
@pytest.mark.parametrize("name", RULES)
def test_document_of_another_format_is_a_finding(name, other):
    assert (examine(DOCUMENTS[other], format=name, url="") == []) is (name == other)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ics", b"BEGIN:VCALENDAR\r\n" * 20_000),
        ("ics", b"BEGIN:VCALENDAR\r\n" + b"\n" * 100_000),
        ("ics", b"BEGIN:VCALENDAR\r\nX" + b";a=" * 100_000),
        ("ics", b"BEGIN:VCALENDAR\r\nX;a=" + b'"' * 100_000),
        ("ics", b"BEGIN:VCALENDAR\r\nSUMMARY:" + b"\\" * 100_001),
        ("ics", b"BEGIN:VCALENDAR\r\nDESCRIPTION:" + b"<p a" * 100_000),
        ("json", b'{"a":' * 200_000),
        ("json", b'{"items":[' + b"{}," * 20_000 + b"{}]}"),
        ("json", b'{"items":[{"_event":{"start":' + b"[" * 900 + b"]" * 900 + b"}}]}"),
        (
            "json",
            b'{"feed_url":' + b"[" * 900 + b"]" * 900 + b',"next_url":' + b"[" * 900 + b"]" * 900 + b"}",
        ),
        ("rss", b"<a>" * 300_000),
        ("rss", b"<rss version='2.0'><channel>" + b"<item/>" * 10_000 + b"</channel></rss>"),
        ("atom", b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry/>" * 10_000 + b"</feed>"),
        ("opml", b"<opml version='2.0'><head/><body>" + b"<outline/>" * 10_000 + b"</body></opml>"),
    ],
)
def test_large_and_deep_documents_are_answered(name, body):
    assert_is_answered(body, name)
