"""When mails are due."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.board.moments import MOMENTS, due_moment

START = datetime.datetime(2027, 5, 18, 11, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def due(**before) -> int | None:
    return due_moment(starts_at=START, now=START - datetime.timedelta(**before))


@pytest.mark.parametrize(
    ("before", "moment"),
    [
        ({"hours": 24, "seconds": 1}, None),
        ({"hours": 24}, 24),
        ({"hours": 23}, 24),
        ({"hours": 2, "seconds": 1}, 24),
        ({"hours": 2}, 2),
        ({"seconds": 1}, 2),
        ({"seconds": 0}, None),
        ({"seconds": -1}, None),
    ],
)
def test_mail_is_due_from_its_moment_to_the_next_or_to_the_start(before, moment):
    assert due(**before) == moment


@given(minutes=st.integers(-3000, 3000))
def test_late_tick_finds_the_nearest_moment_that_has_come(minutes):
    come = [hours for hours in MOMENTS if 0 < minutes <= hours * 60]

    assert due(minutes=minutes) == min(come, default=None)


def test_moment_is_the_same_in_every_zone():
    paris = datetime.timezone(datetime.timedelta(hours=2))

    assert due_moment(starts_at=START.astimezone(paris), now=START - MINUTE) == 2
