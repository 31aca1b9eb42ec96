"""Which form of a body a reader gets, for every header that readers send and for those that nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.negotiation import choose_coding

BOTH = ("br", "gzip")
codings = st.sampled_from(["br", "gzip", "x-gzip", "identity", "*", "deflate", "zstd", "BR", ""])
weights = st.sampled_from(
    ["", ";q=0", ";q=0.000", "; q=0.5", ";q=1", ";q=1.000", ";Q=0", " ;\tq = 0", ";q=", ";q=x", ";q=nan", ";q=-1", ";q=inf", ";q=1e9",
     ";level=9", ";level=9;q=0"]
)  # fmt: skip
headers = st.lists(st.tuples(codings, weights).map("".join), max_size=6).map(",".join)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "identity"),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        (" gzip ,, ", "gzip"),
        ("deflate", "identity"),
        ("identity", "identity"),
        ("*", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip; q=0.5, br; q=0.5", "br"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, br;q=0", "identity"),
        ("gzip;q=0, *", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip", "gzip"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=abc", "identity"),
        ("gzip;q=", "identity"),
        ("gzip;q=nan, br;q=inf", "identity"),
        ("gzip;q=-1", "identity"),
        ("gzip;q=7, br", "br"),
        ("gzip;level=9", "gzip"),
        ("gzip;level=9;q=0", "identity"),
        ("brotli", "identity"),
        ("gzip br", "identity"),
        ("gzip\x00", "identity"),
    ],
)
def test_reader_gets_what_it_likes_best_of_what_there_is(header, expected):
    assert choose_coding(header, available=BOTH) == expected


@pytest.mark.parametrize(
    ("available", "expected"),
    [((), "identity"), (("gzip",), "gzip"), (("br",), "br"), (("gzip", "br"), "gzip")],
)
def test_reader_who_likes_all_gets_the_first_that_is_there(available, expected):
    assert choose_coding("br, gzip, *", available=available) == expected


@given(header=st.one_of(st.text(max_size=60), headers))
def test_no_header_raises_and_no_answer_is_unavailable(header):
    assert choose_coding(header, available=("gzip",)) in {"gzip", "identity"}


@given(
    refused=st.sampled_from(BOTH), zero=st.sampled_from(["0", "0.0", "0.000", "-1", "x", ""]), others=headers
)
def test_coding_that_was_refused_is_never_chosen(refused, zero, others):
    """Of two mentions of a coding the last one counts: the refusal stands at the end."""
    chosen = choose_coding(f"{others},{refused};q={zero}", available=BOTH)

    assert chosen != refused


@given(header=headers)
def test_coding_that_nobody_mentioned_is_never_chosen(header):
    chosen = choose_coding(header, available=BOTH)

    named = {part.partition(";")[0].strip().lower().removeprefix("x-") for part in header.split(",")}
    assert chosen in {*named, "identity"} or "*" in named
