"""The state of one cell, in every combination; and which cell is next."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.board.cells import State, cell_state, next_work


def state(**known) -> State:
    usual = {
        "exists": True, "is_live": True, "is_origin": False, "origin_is_live": True,
        "read_words": "one", "origin_words": "one",
    }  # fmt: skip
    return cell_state(**(usual | known))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"exists": False, "is_live": False}, State.MISSING),
        ({"is_live": False}, State.DRAFT),
        ({"is_live": False, "origin_words": "two"}, State.DRAFT),
        ({}, State.LIVE),
        ({"origin_words": "two"}, State.STALE),
        ({"origin_words": "two", "is_origin": True}, State.LIVE),
        ({"origin_words": "two", "origin_is_live": False}, State.LIVE),
        ({"read_words": None}, State.LIVE),
        ({"origin_words": None}, State.LIVE),
    ],
)
def test_cell_has_the_state_of_its_page_beside_the_origin(known, expected):
    assert state(**known) == expected


@pytest.mark.parametrize(("exists", "is_live"), list(itertools.product([True, False], repeat=2)))
@given(words=st.tuples(st.none() | st.text(), st.none() | st.text()), origin=st.booleans())
def test_only_a_public_page_is_live_or_stale(exists, is_live, words, origin):
    found = state(
        exists=exists, is_live=is_live, is_origin=origin, read_words=words[0], origin_words=words[1]
    )

    assert (found in {State.LIVE, State.STALE}) == (exists and is_live)


ROWS = [
    ("first", {"fr": State.LIVE, "en": State.DRAFT, "el": State.LIVE}),
    ("second", {"fr": State.LIVE, "en": State.STALE, "el": State.MISSING}),
]


def test_next_work_is_the_first_missing_or_stale_cell():
    assert next_work(ROWS, may=lambda row, language, state: True) == ("second", "en")


def test_next_work_is_one_that_the_user_may_do():
    assert next_work(ROWS, may=lambda row, language, state: language == "el") == ("second", "el")


def test_without_a_missing_or_stale_cell_there_is_no_next_work():
    assert next_work(ROWS[:1], may=lambda row, language, state: True) is None
