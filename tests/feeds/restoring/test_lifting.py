"""How far SEQUENCE and editions rise after a restore."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.restoring.lifting import HIGHEST, MARGIN, LiftError, edition_after, lifted, moment_after
from tests.feeds.world import utc

NONE, MINUTE = datetime.timedelta(0), datetime.timedelta(minutes=1)
NOW = utc(2026, 11, 27, 12)
sequences = st.dictionaries(st.sampled_from("abcdef"), st.integers(min_value=0, max_value=100_000))
spans = st.timedeltas(min_value=NONE, max_value=datetime.timedelta(days=400))


@given(sequences, sequences, spans)
def test_every_sequence_is_above_all_that_anybody_was_told(saved, survived, lost_for):
    new = lifted(saved, survived=survived, lost_for=lost_for)

    assert new.keys() == saved.keys()
    assert all(sequence > max([*saved.values(), *survived.values()]) for sequence in new.values())


@given(sequences, spans)
def test_without_survivors_every_sequence_rises_by_a_thousand_and_the_seconds_that_were_lost(saved, lost_for):
    new = lifted(saved, survived={}, lost_for=lost_for)

    assert all(new[uid] >= saved[uid] + MARGIN + lost_for.total_seconds() for uid in saved)


@given(sequences, spans, spans)
def test_same_state_restored_again_is_above_what_was_told_after_the_first_time(saved, first, between):
    """Were somebody to change a session once a second in between."""
    once = lifted(saved, survived={}, lost_for=first)
    again = lifted(saved, survived={}, lost_for=first + between)

    assert all(again[uid] >= once[uid] + int(between.total_seconds()) for uid in saved)


def test_figures():
    new = lifted({"a": 3, "b": 0}, survived={"a": 5, "gone": 1_500}, lost_for=MINUTE)

    assert new == {"a": 2_560, "b": 2_560}
    assert lifted({"a": 3, "b": 0}, survived={}, lost_for=MINUTE) == {"a": 1_063, "b": 1_063}
    assert edition_after(7, lost_for=MINUTE) == 7_007


def test_moment_to_come_is_refused():
    for lift in (
        lambda: lifted({"a": 1}, survived={}, lost_for=-MINUTE),
        lambda: edition_after(1, lost_for=-MINUTE),
    ):
        with pytest.raises(LiftError, match="still to come"):
            lift()


def test_sequence_beyond_what_calendars_hold_is_refused():
    with pytest.raises(LiftError, match=str(HIGHEST)):
        lifted({"a": HIGHEST - 10}, survived={}, lost_for=NONE)


def test_moment_is_now_or_behind_what_a_wrong_clock_told():
    assert moment_after(NOW, []) == moment_after(NOW, [NOW - MINUTE]) == NOW
    assert moment_after(NOW, [NOW + MINUTE]) == NOW + MINUTE + datetime.timedelta(seconds=1)
