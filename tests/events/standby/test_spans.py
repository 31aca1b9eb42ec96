"""Spans of time between the edges of sessions."""

import datetime

from events.standby.spans import spans_between, spans_inside


def at(hour: int) -> datetime.datetime:
    return datetime.datetime(2021, 5, 18, hour, tzinfo=datetime.UTC)


def test_edges_ahead_cut_the_time():
    assert spans_between([at(12), at(10), at(10), at(13)], now=at(9), end=at(20)) == [
        (at(9), at(10)), (at(10), at(12)), (at(12), at(13)), (at(13), at(20)),
    ]  # fmt: skip


def test_edges_that_are_past_or_too_far_ahead_cut_nothing():
    assert spans_between([at(8), at(9), at(20), at(21)], now=at(9), end=at(20)) == [(at(9), at(20))]


def test_no_time_has_no_spans():
    assert spans_between([at(10)], now=at(9), end=at(9)) == []


def test_spans_inside_a_longer_one_are_found():
    spans = spans_between([at(10), at(11), at(12)], now=at(9), end=at(13))

    assert spans_inside(spans, (at(10), at(12))) == [(at(10), at(11)), (at(11), at(12))]
    assert spans_inside(spans, (at(10), at(11))) == [(at(10), at(11))]
    assert spans_inside(spans, None) == spans
