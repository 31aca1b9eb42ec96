"""The order and the comparisons of RFC 9110 13, over every combination that a client could send."""

import datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.conditional import status_for

ETAG = '"0a1b2c"'
MOMENT = datetime.datetime(2021, 5, 3, 9, 30, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def http_date(moment: datetime.datetime) -> str:
    return format_datetime(moment, usegmt=True)


def status(**headers: str) -> int:
    """Header names with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status_for(named, etag=ETAG, last_modified=MOMENT)


def test_request_without_condition_gets_everything():
    assert status() == 200


@pytest.mark.parametrize(
    "header",
    [
        ETAG,
        f"W/{ETAG}",
        "*",
        " * ",
        f'"other", {ETAG}',
        f'"other",{ETAG},W/"third"',
        f'W/"other" , W/{ETAG}',
        f'"with, comma", {ETAG}',
        f"  {ETAG}  ",
        f'"", {ETAG}',
    ],
)
def test_reader_who_has_one_of_the_tags_gets_304(header):
    assert status(If_None_Match=header) == 304


@pytest.mark.parametrize(
    "header",
    [
        '"other"',
        'W/"other"',
        '""',
        "",
        "0a1b2c",
        '"0A1B2C"',
        '"0a1b2c',
        "'0a1b2c'",
        '"0a1b2c-gzip"',
        "**",
        ",",
    ],
)
def test_reader_who_has_none_of_the_tags_gets_200(header):
    assert status(If_None_Match=header) == 200


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (http_date(MOMENT), 304),
        (http_date(MOMENT + SECOND), 304),
        (http_date(MOMENT - SECOND), 200),
        ("Monday, 03-May-21 09:30:12 GMT", 304),
        ("Mon May  3 09:30:12 2021", 304),
        ("yesterday", 200),
        ("Thu, 33 May 2021 09:30:12 GMT", 200),
        ("", 200),
    ],
)
def test_date_says_what_the_reader_has(since, expected):
    assert status(If_Modified_Since=since) == expected


@pytest.mark.parametrize("tags", ['"other"', "0a1b2c", ""])
def test_tag_wins_over_date_even_where_it_cannot_be_read(tags):
    assert status(If_None_Match=tags, If_Modified_Since=http_date(MOMENT)) == 200


def test_tag_that_matches_wins_over_an_old_date():
    assert status(If_None_Match=ETAG, If_Modified_Since=http_date(MOMENT - SECOND)) == 304


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(ETAG, 200), ("*", 200), (f'"other", {ETAG}', 200), (f"W/{ETAG}", 412), ('"other"', 412)],
)
def test_if_match_compares_strongly(tags, expected):
    assert status(If_Match=tags) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"If_Unmodified_Since": http_date(MOMENT)}, 200),
        ({"If_Unmodified_Since": http_date(MOMENT - SECOND)}, 412),
        ({"If_Unmodified_Since": "yesterday"}, 200),
        ({"If_Unmodified_Since": http_date(MOMENT - SECOND), "If_Match": ETAG}, 200),
        ({"If_Match": ETAG, "If_None_Match": ETAG}, 304),
        ({"If_Match": '"other"', "If_None_Match": ETAG}, 412),
    ],
)
def test_preconditions_come_in_the_order_of_the_standard(headers, expected):
    assert status(**headers) == expected


@given(
    tags=st.lists(st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E), max_size=8), max_size=5),
    weak=st.booleans(),
    space=st.sampled_from(["", " ", "\t"]),
)
def test_list_of_tags_matches_exactly_when_it_holds_ours(tags, weak, space):
    header = f",{space}".join(f'{"W/" if weak else ""}"{tag}"' for tag in tags)

    assert (status(If_None_Match=header) == 304) == (ETAG.strip('"') in tags)


@given(seconds=st.integers(-40_000_000, 40_000_000))
def test_date_matches_exactly_when_it_is_not_older(seconds):
    since = http_date(MOMENT + seconds * SECOND)

    assert status(If_Modified_Since=since) == (304 if seconds >= 0 else 200)


@given(
    headers=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            ["If_Match", "If_None_Match", "If_Modified_Since", "If_Unmodified_Since"], st.text(max_size=60)
        ),
    )
)
def test_no_header_raises(headers):
    assert status(**headers) in {200, 304, 412}
