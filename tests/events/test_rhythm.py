import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.rhythm import Rhythm, RhythmError, dates, follows, next_date, rrule

TUESDAY = 1
THIRD_TUESDAY = Rhythm(weekday=TUESDAY, ordinal=3)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def counted(year: int, month: int, *, weekday: int, ordinal: int) -> datetime.date:
    """The date by reading a calendar sheet, without a recurrence rule."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    column = [week[weekday] for week in weeks if week[weekday].month == month]
    return column[ordinal - 1] if ordinal > 0 else column[ordinal]


rhythms = st.builds(
    Rhythm,
    weekday=st.integers(0, 6),
    ordinal=st.sampled_from((1, 2, 3, 4, -1)),
    interval_months=st.integers(1, 12),
    anchor=st.dates(),
)


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("ordinal", [1, 2, 3, 4, -1])
def test_dates_agree_with_a_calendar_sheet_for_eleven_years(weekday, ordinal):
    expected = [
        counted(year, month, weekday=weekday, ordinal=ordinal)
        for year in range(2026, 2037)
        for month in range(1, 13)
    ]

    rhythm = Rhythm(weekday=weekday, ordinal=ordinal)

    assert dates(rhythm, first=day("2026-01-01"), last=day("2036-12-31")) == expected


def test_third_tuesdays_hold_the_session_of_18_may_2021():
    assert dates(THIRD_TUESDAY, first=day("2021-05-01"), last=day("2021-07-31")) == [
        day("2021-05-18"),
        day("2021-06-15"),
        day("2021-07-20"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-06-16", "2026-06-16", ["2026-06-16"]),
        ("2026-06-17", "2026-07-20", []),
        ("2026-06-17", "2026-07-21", ["2026-07-21"]),
        ("2026-06-16", "2026-06-15", []),
    ],
)
def test_dates_include_both_ends(first, last, expected):
    assert dates(THIRD_TUESDAY, first=day(first), last=day(last)) == [day(text) for text in expected]


def test_dates_leave_out_skipped_and_put_in_added_ones_in_order():
    rhythm = Rhythm(
        weekday=TUESDAY,
        ordinal=3,
        skipped=frozenset({day("2026-07-21"), day("2026-08-18"), day("2026-08-19")}),
        added=frozenset({day("2026-07-02"), day("2026-09-15"), day("2027-01-01")}),
    )

    assert dates(rhythm, first=day("2026-06-01"), last=day("2026-09-30")) == [
        day("2026-06-16"),
        day("2026-07-02"),
        day("2026-09-15"),
    ]


def test_dates_keep_a_date_that_is_both_skipped_and_added():
    rhythm = Rhythm(
        weekday=TUESDAY,
        ordinal=3,
        skipped=frozenset({day("2026-06-16")}),
        added=frozenset({day("2026-06-16")}),
    )

    assert dates(rhythm, first=day("2026-06-01"), last=day("2026-06-30")) == [day("2026-06-16")]


@pytest.mark.parametrize("anchor", ["2026-02-01", "2026-02-28", "2020-04-30", "2031-12-31"])
def test_dates_of_every_second_month_count_from_the_anchor_in_both_directions(anchor):
    rhythm = Rhythm(weekday=TUESDAY, ordinal=3, interval_months=2, anchor=day(anchor))

    expected = [counted(2026, month, weekday=TUESDAY, ordinal=3) for month in (2, 4, 6, 8, 10, 12)]
    assert dates(rhythm, first=day("2026-01-01"), last=day("2026-12-31")) == expected


def test_dates_of_every_fifth_month_pass_the_year():
    rhythm = Rhythm(weekday=4, ordinal=-1, interval_months=5, anchor=day("2026-10-30"))

    assert dates(rhythm, first=day("2026-01-01"), last=day("2027-12-31")) == [
        day("2026-05-29"),
        day("2026-10-30"),
        day("2027-03-26"),
        day("2027-08-27"),
    ]


@given(rhythm=rhythms, first=st.dates(), length=st.integers(0, 800))
def test_dates_are_sorted_unique_within_and_in_the_right_months(rhythm, first, length):
    last = min(first, datetime.date.max - datetime.timedelta(days=length)) + datetime.timedelta(days=length)

    found = dates(rhythm, first=first, last=last)

    assert found == sorted(set(found))
    for date in found:
        months = (date.year - rhythm.anchor.year) * 12 + date.month - rhythm.anchor.month
        assert first <= date <= last
        assert months % rhythm.interval_months == 0
        assert date == counted(date.year, date.month, weekday=rhythm.weekday, ordinal=rhythm.ordinal)


@pytest.mark.parametrize(("anchor", "expected"), [("2026-01-31", "0001-01-01"), ("2026-06-01", "0001-06-04")])
def test_dates_begin_with_the_first_month_of_all(anchor, expected):
    rhythm = Rhythm(weekday=0, ordinal=1, interval_months=12, anchor=day(anchor))

    assert dates(rhythm, first=datetime.date.min, last=day("0001-12-31")) == [day(expected)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-06-16", True),
        ("2026-06-15", False),
        ("2026-06-09", False),
        ("2026-07-21", False),
        ("2026-07-02", True),
    ],
)
def test_follows_knows_the_rule_and_its_exceptions(on, expected):
    rhythm = Rhythm(
        weekday=TUESDAY,
        ordinal=3,
        skipped=frozenset({day("2026-07-21")}),
        added=frozenset({day("2026-07-02")}),
    )

    assert follows(rhythm, on=day(on)) is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-06-15", "2026-06-16"),
        ("2026-06-16", "2026-07-02"),
        ("2026-07-02", "2026-08-18"),
        ("2026-12-31", "2027-01-19"),
    ],
)
def test_next_date_is_strictly_later(after, expected):
    rhythm = Rhythm(
        weekday=TUESDAY,
        ordinal=3,
        skipped=frozenset({day("2026-07-21")}),
        added=frozenset({day("2026-07-02")}),
    )

    assert next_date(rhythm, after=day(after)) == day(expected)


@given(rhythm=rhythms, after=st.dates(max_value=day("9980-01-01")))
def test_next_date_is_the_first_that_follows(rhythm, after):
    found = next_date(rhythm, after=after)

    assert follows(rhythm, on=found)
    assert dates(rhythm, first=after, last=found) in ([found], [after, found])


def test_next_date_gives_up_when_ten_years_are_skipped():
    after = day("2026-01-01")
    skipped = frozenset(dates(THIRD_TUESDAY, first=after, last=day("2036-12-31")))

    with pytest.raises(RhythmError) as raised:
        next_date(Rhythm(weekday=TUESDAY, ordinal=3, skipped=skipped), after=after)

    assert raised.value.code == "exhausted"
    assert str(raised.value) == "The rhythm has no date in the ten years after 2026-01-01: skip fewer dates."


def test_next_date_gives_up_at_the_end_of_all_dates():
    with pytest.raises(RhythmError) as raised:
        next_date(THIRD_TUESDAY, after=datetime.date.max)

    assert raised.value.code == "exhausted"


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (THIRD_TUESDAY, "FREQ=MONTHLY;BYDAY=3TU"),
        (Rhythm(weekday=4, ordinal=-1), "FREQ=MONTHLY;BYDAY=-1FR"),
        (Rhythm(weekday=0, ordinal=1, anchor=datetime.date(2026, 1, 5)), "FREQ=MONTHLY;BYDAY=1MO"),
        (
            Rhythm(weekday=6, ordinal=4, interval_months=2, anchor=datetime.date(2026, 1, 25)),
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=4SU",
        ),
    ],
)
def test_rrule_is_the_rule_of_rfc_5545(rhythm, expected):
    assert rrule(rhythm) == expected


@pytest.mark.parametrize(
    ("values", "code", "message"),
    [
        ({"weekday": 7}, "weekday", "The weekday is 7: it must be from 0 (Monday) to 6 (Sunday)."),
        ({"weekday": -1}, "weekday", "The weekday is -1: it must be from 0 (Monday) to 6 (Sunday)."),
        (
            {"ordinal": 5},
            "ordinal",
            "The ordinal is 5: it must be 1, 2, 3, 4, or -1 for the last one of the month.",
        ),
        (
            {"ordinal": 0},
            "ordinal",
            "The ordinal is 0: it must be 1, 2, 3, 4, or -1 for the last one of the month.",
        ),
        ({"interval_months": 0}, "interval", "The interval is 0: it must be from 1 to 12 months."),
        ({"interval_months": 13}, "interval", "The interval is 13: it must be from 1 to 12 months."),
        (
            {"interval_months": 2},
            "anchor",
            "A rhythm of every 2 months needs an anchor: a date in one of its months.",
        ),
    ],
)
def test_rhythm_refuses_what_cannot_be(values, code, message):
    with pytest.raises(ValueError, match=r"\A") as raised:
        Rhythm(**({"weekday": 1, "ordinal": 3} | values))

    assert raised.value.code == code
    assert str(raised.value) == message
