import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.states import State, Window, is_open, next_change, state, window

STARTS_AT = datetime.datetime(2026, 6, 16, 11, 0, tzinfo=datetime.UTC)
ENDS_AT = datetime.datetime(2026, 6, 16, 12, 30, tzinfo=datetime.UTC)
MOMENT = datetime.timedelta(microseconds=1)
HOUR = datetime.timedelta(hours=1)

margins = st.timedeltas(datetime.timedelta(), datetime.timedelta(days=3))


def session(**changes):
    return {
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "opens_before": HOUR,
        "closes_after": HOUR / 2,
        "has_replay": False,
    } | changes


def clock(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2026-06-{text}").replace(tzinfo=datetime.UTC)


def states_at_edges(edges, **changes):
    """For each edge, the state one microsecond before it, at it, and one after it."""
    return [
        tuple(str(state(**session(**changes), now=edge + step)) for step in (-MOMENT, MOMENT * 0, MOMENT))
        for edge in edges
    ]


EDGES = [clock("15T11:00"), clock("16T10:00"), clock("16T11:00"), clock("16T12:30"), clock("16T13:00")]


@pytest.mark.parametrize(("has_replay", "last"), [(False, "ended"), (True, "replay")])
def test_state_changes_exactly_at_each_edge(has_replay, last):
    assert states_at_edges(EDGES, has_replay=has_replay) == [
        ("scheduled", "soon", "soon"),
        ("soon", "open", "open"),
        ("open", "live", "live"),
        ("live", "open", "open"),
        ("open", last, last),
    ]


def test_state_without_margins_has_no_open_window_but_the_session():
    edges = [EDGES[0], STARTS_AT, ENDS_AT]

    assert states_at_edges(edges, opens_before=HOUR * 0, closes_after=HOUR * 0) == [
        ("scheduled", "soon", "soon"),
        ("soon", "live", "live"),
        ("live", "ended", "ended"),
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (24, [("scheduled", "open", "open"), ("open", "open", "open")]),
        (48, [("open", "open", "open"), ("open", "open", "open")]),
    ],
)
def test_state_is_open_rather_than_soon_in_a_long_window(hours, expected):
    edges = [STARTS_AT - 24 * HOUR, STARTS_AT - HOUR]

    assert states_at_edges(edges, opens_before=hours * HOUR) == expected


def test_state_of_a_long_window_goes_from_scheduled_to_open():
    assert states_at_edges([STARTS_AT - 48 * HOUR], opens_before=48 * HOUR) == [("scheduled", "open", "open")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (STARTS_AT - 1000 * HOUR, EDGES[0]),
        (EDGES[0] - MOMENT, EDGES[0]),
        (EDGES[0], EDGES[1]),
        (EDGES[1] - MOMENT, EDGES[1]),
        (EDGES[1], EDGES[2]),
        (EDGES[2] - MOMENT, EDGES[2]),
        (EDGES[2], EDGES[3]),
        (EDGES[3] - MOMENT, EDGES[3]),
        (EDGES[3], EDGES[4]),
        (EDGES[4] - MOMENT, EDGES[4]),
        (EDGES[4], None),
        (EDGES[4] + 1000 * HOUR, None),
    ],
)
def test_next_change_is_the_next_edge(now, expected):
    assert next_change(**session(), now=now) == expected


def test_next_change_passes_edges_that_change_nothing():
    long_window = session(opens_before=48 * HOUR, closes_after=HOUR * 0)

    assert next_change(**long_window, now=STARTS_AT - 47 * HOUR) == STARTS_AT
    assert next_change(**long_window, now=STARTS_AT) == ENDS_AT
    assert next_change(**long_window, now=ENDS_AT) is None


@given(
    opens_before=margins,
    closes_after=margins,
    length=st.timedeltas(MOMENT, datetime.timedelta(hours=23)),
    offset=st.timedeltas(datetime.timedelta(days=-5), datetime.timedelta(days=5)),
    has_replay=st.booleans(),
)
def test_following_next_change_visits_every_state_once_in_order(
    opens_before, closes_after, length, offset, has_replay
):
    facts = {
        "starts_at": STARTS_AT,
        "ends_at": STARTS_AT + length,
        "opens_before": opens_before,
        "closes_after": closes_after,
        "has_replay": has_replay,
    }

    moments = [STARTS_AT + offset]
    while (change := next_change(**facts, now=moments[-1])) is not None:
        moments.append(change)

    seen = [state(**facts, now=moment) for moment in moments]
    last = State.REPLAY if has_replay else State.ENDED
    in_order = iter([State.SCHEDULED, State.SOON, State.OPEN, State.LIVE, State.OPEN, last])
    assert seen[-1] is last
    assert all(one in in_order for one in seen)
    for earlier, later in pairwise(moments):
        assert state(**facts, now=later) is not state(**facts, now=earlier)
        assert state(**facts, now=later - MOMENT) is state(**facts, now=earlier)


@given(
    opens_before=margins,
    closes_after=margins,
    offset=st.timedeltas(datetime.timedelta(days=-5), datetime.timedelta(days=5)),
)
def test_is_open_says_open_or_live(opens_before, closes_after, offset):
    facts = session(opens_before=opens_before, closes_after=closes_after, now=STARTS_AT + offset)

    answer = state(**facts) in {State.OPEN, State.LIVE}

    del facts["has_replay"]
    assert is_open(**facts) is answer


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (EDGES[1] - MOMENT, False),
        (EDGES[1], True),
        (EDGES[2], True),
        (EDGES[3], True),
        (EDGES[4] - MOMENT, True),
        (EDGES[4], False),
    ],
)
def test_is_open_from_opens_at_until_before_closes_at(now, expected):
    assert (
        is_open(starts_at=STARTS_AT, ends_at=ENDS_AT, opens_before=HOUR, closes_after=HOUR / 2, now=now)
        is expected
    )


def test_window_is_an_hour_before_and_half_an_hour_after_by_default():
    assert window(starts_at=STARTS_AT, ends_at=ENDS_AT) == Window(
        opens_at=clock("16T10:00"), closes_at=clock("16T13:00")
    )


@pytest.mark.parametrize("margin", ["opens_before", "closes_after"])
def test_window_refuses_a_negative_margin(margin):
    with pytest.raises(ValueError, match="Give margins of zero or more"):
        window(starts_at=STARTS_AT, ends_at=ENDS_AT, **{margin: -MOMENT})


def test_state_does_not_depend_on_the_zone_of_its_arguments():
    paris = datetime.timezone(2 * HOUR)

    facts = session(starts_at=STARTS_AT.astimezone(paris), ends_at=ENDS_AT.astimezone(paris))

    assert state(**facts, now=STARTS_AT) is State.LIVE
    assert next_change(**facts, now=STARTS_AT) == ENDS_AT
