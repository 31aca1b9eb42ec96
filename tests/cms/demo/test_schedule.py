"""Dates of the season: a next session always lies ahead, the others follow the rhythm without a gap."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.demo.schedule import next_of, season_dates
from events.rhythm import Rhythm, dates, follows
from tests.cms.demo.content import SITE

SEASON = SITE["season"]
COUNT = len(SEASON["sessions"])
COMING = [session["role"] for session in SEASON["sessions"]].index("next")
THIRD_TUESDAYS = Rhythm(weekday=SEASON["weekday"], ordinal=SEASON["ordinal"])
DAYS = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2200, 1, 1))


def season(today: datetime.date, *, rhythm: Rhythm = THIRD_TUESDAYS) -> list[datetime.date]:
    return season_dates(rhythm, today=today, count=COUNT, coming=COMING)


@given(DAYS)
def test_next_session_lies_ahead_and_the_one_before_does_not(today):
    days = season(today)

    assert days[COMING - 1] <= today < days[COMING] <= today + datetime.timedelta(days=35)


@given(DAYS)
def test_season_is_every_date_of_the_rhythm_between_its_ends(today):
    days = season(today)

    assert (len(days), days) == (COUNT, dates(THIRD_TUESDAYS, first=days[0], last=days[-1]))


@given(DAYS)
def test_skipped_date_is_bridged(today):
    skipped = season(today)[COMING]
    rhythm = Rhythm(weekday=1, ordinal=3, skipped=frozenset({skipped}))

    days = season(today, rhythm=rhythm)

    assert (len(days), skipped in days, all(follows(rhythm, on=day) for day in days)) == (COUNT, False, True)
    assert days[COMING - 1] <= today < days[COMING]


@pytest.mark.parametrize(
    ("today", "coming"),
    [
        ("2021-05-17", "2021-05-18"),
        ("2026-11-17", "2026-12-15"),  # the third Tuesday itself: at any hour, the next session has not begun
        ("2026-12-31", "2027-01-19"),
        ("2028-02-29", "2028-03-21"),
        ("2026-03-29", "2026-04-21"),  # the clocks of Paris go forward
    ],
)
def test_next_session_is_the_first_third_tuesday_after_today(today, coming):
    assert season(datetime.date.fromisoformat(today))[COMING] == datetime.date.fromisoformat(coming)


def test_next_of_counts_today_and_is_none_when_all_is_over():
    today = datetime.date(2021, 5, 18)
    before, after = today - datetime.timedelta(days=1), today + datetime.timedelta(days=1)

    assert [next_of(days, today=today) for days in ([after, today, before], [after], [before], [])] == [
        today,
        after,
        None,
        None,
    ]
