"""What a visitor is told at each moment, and which way in there is."""

import datetime
from types import SimpleNamespace

import pytest

from events.presentation_state import joining_of, max_age_seconds, moment_of, notices_of, rule_of
from tests.events.plain_session import CYCLE, STARTS, UTC, in_english, make_session


def moment(now: datetime.datetime, **fields):
    return moment_of(make_session(**fields), cycle=CYCLE, now=now)


def notice_kinds(now: datetime.datetime, **fields) -> list[str]:
    session = make_session(**fields)
    found = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="")
    return [notice.kind for notice in found]


MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (STARTS - datetime.timedelta(hours=24) - MINUTE, []),
        (STARTS - datetime.timedelta(hours=24), ["soon"]),
        (STARTS - datetime.timedelta(minutes=60), ["open"]),
        (STARTS, ["live"]),
        (STARTS + datetime.timedelta(minutes=90), ["open"]),
        (STARTS + datetime.timedelta(minutes=120), ["ended"]),
    ],
)
def test_notices_follow_the_clock(now, kinds):
    assert notice_kinds(now) == kinds


def test_notice_of_a_past_session_with_replay():
    assert notice_kinds(STARTS + datetime.timedelta(days=1), replay="https://video.example") == ["replay"]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_session_that_was_called_off_has_no_other_notice(status):
    previous = [(STARTS - datetime.timedelta(days=7)).isoformat()]

    assert notice_kinds(STARTS, status=status, previous_starts=previous) == [status]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime.datetime(2021, 5, 17, 21, 59, tzinfo=UTC), "Tomorrow"),
        (datetime.datetime(2021, 5, 17, 22, 0, tzinfo=UTC), "Today"),
    ],
)
def test_tomorrow_becomes_today_at_midnight_in_the_zone_of_the_session(now, words):
    session = make_session()

    notices = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="")

    assert [notice.words for notice in notices] == [words]


def test_moved_session_says_from_when_and_why():
    earlier = ["2021-05-04T11:00:00+00:00", "2021-05-11T16:30:00+00:00"]
    session = make_session(previous_starts=earlier)
    now = STARTS - datetime.timedelta(days=3)

    notices = in_english(notices_of, session, moment_of(session, cycle=CYCLE, now=now), reason="Strike")

    assert [(notice.kind, notice.words, notice.detail) for notice in notices] == [
        ("moved", "New date: it was planned for Tuesday, May 11, 2021, 18:30", "Strike")
    ]


def test_session_that_moved_back_has_not_moved():
    assert notice_kinds(STARTS - datetime.timedelta(days=3), previous_starts=[STARTS.isoformat()]) == []


@pytest.mark.parametrize(
    ("seconds", "expected"), [(3600, 60), (60, 60), (59.9, 59), (1, 1), (0.2, 0), (-5, 0)]
)
def test_max_age_never_passes_the_next_change(seconds, expected):
    assert max_age_seconds(STARTS + datetime.timedelta(seconds=seconds), now=STARTS) == expected


def test_max_age_is_a_minute_where_nothing_changes_any_more():
    assert max_age_seconds(None, now=STARTS) == 60


def joining(now: datetime.datetime, **fields):
    session = make_session(**fields)
    return in_english(joining_of, session, moment_of(session, cycle=CYCLE, now=now), cycle=CYCLE)


@pytest.mark.parametrize(
    ("minutes", "phase", "has_button"),
    [(-61, "later", False), (-60, "now", True), (119, "now", True), (120, "over", False)],
)
def test_join_page_has_its_button_in_the_window(minutes, phase, has_button):
    found = joining(STARTS + minutes * MINUTE)

    assert (found.phase, found.has_button, found.details) == (phase, has_button, None)


def test_details_of_a_public_session_are_grouped_for_reading():
    details = joining(STARTS - 600 * MINUTE, disclosure="public").details

    assert (details.meeting_id, details.passcode) == ("811 7485 4920", "314159")


@pytest.mark.parametrize(
    "fields", [{"disclosure": "nobody"}, {"status": "cancelled"}, {"link": "", "meeting_id": ""}]
)
def test_join_page_has_no_button_where_there_is_nothing_to_show(fields):
    assert joining(STARTS, **fields).has_button is False


def test_join_page_says_when_the_window_opens_in_the_zone_of_the_session():
    found = joining(STARTS - 600 * MINUTE)

    assert (found.opens_date, found.opens_time, found.zone) == (
        "Tuesday, May 18, 2021",
        "12:00",
        "Paris time",
    )


@pytest.mark.parametrize(
    ("own", "cycles", "rule"),
    [
        ("", "public", "public"),
        ("nobody", "public", "nobody"),
        ("sesame", "public", "nobody"),
        ("", "sesame", "nobody"),
    ],
)
def test_rule_of_the_session_comes_before_its_cycles(own, cycles, rule):
    assert rule_of(make_session(disclosure=own), cycle=SimpleNamespace(disclosure=cycles)) == rule
