"""What partners' clocks show, over the weeks in which Europe and Israel change theirs on different days."""

import datetime

import pytest

from events import clock
from events.planning.clocks import ClockChange, clock_changes, local_time

PARIS, ATHENS, JERUSALEM, NEW_YORK = "Europe/Paris", "Europe/Athens", "Asia/Jerusalem", "America/New_York"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def seen_from(zone: str, date: str, *, start: str = "13:00", end: str = "14:30"):
    """A session in Paris as a zone sees it."""
    times = (datetime.time.fromisoformat(each) for each in (start, end))
    starts_at, ends_at = clock.span(date=day(date), start=next(times), end=next(times), zone=PARIS)
    return local_time(starts_at=starts_at, ends_at=ends_at, home=PARIS, zone=zone)


@pytest.mark.parametrize(
    ("zone", "date", "start", "shift"),
    [
        (PARIS, "2027-03-26", "13:00", 0),
        (ATHENS, "2027-03-26", "14:00", 0),
        (ATHENS, "2027-05-18", "14:00", 0),
        # Israel changes on Friday 26 March 2027 at two o'clock, Europe on Sunday 28 March.
        (JERUSALEM, "2027-03-25", "14:00", 0),
        (JERUSALEM, "2027-03-26", "15:00", 60),
        (JERUSALEM, "2027-03-27", "15:00", 60),
        (JERUSALEM, "2027-03-29", "14:00", 0),
        # Both on Sunday 31 October 2027.
        (JERUSALEM, "2027-10-30", "14:00", 0),
        (JERUSALEM, "2027-11-01", "14:00", 0),
        # America changes a week later than Europe in autumn.
        (NEW_YORK, "2027-11-02", "08:00", 60),
        (NEW_YORK, "2027-11-09", "07:00", 0),
        # Without summer time: what holds in most weeks of the year is the usual time.
        ("Africa/Abidjan", "2027-07-20", "11:00", 0),
        ("Africa/Abidjan", "2027-12-21", "12:00", 60),
    ],
)
def test_local_time_and_how_it_differs_from_the_usual_one(zone, date, start, shift):
    seen = seen_from(zone, date)

    assert (f"{seen.start:%H:%M}", seen.shift_minutes) == (start, shift)


def test_usual_time_is_told_beside_an_unusual_one():
    seen = seen_from(JERUSALEM, "2027-03-26")

    assert seen.usual == (datetime.time(14, 0), datetime.time(15, 30))


def test_local_time_on_another_day_has_that_day():
    seen = seen_from("Pacific/Auckland", "2027-05-18")

    assert (seen.start.date(), seen.end.date()) == (day("2027-05-18"), day("2027-05-19"))
    assert seen.start.time() == datetime.time(23, 0)


@pytest.mark.parametrize(
    ("date", "changes"),
    [
        (
            "2027-03-24",
            [(day("2027-03-26"), 60, (JERUSALEM,)), (day("2027-03-28"), 60, (PARIS, ATHENS))],
        ),
        ("2027-03-21", [(day("2027-03-26"), 60, (JERUSALEM,))]),
        ("2027-03-19", []),
        ("2027-04-03", [(day("2027-03-28"), 60, (PARIS, ATHENS))]),
        ("2027-04-04", []),
        ("2027-10-26", [(day("2027-10-31"), -60, (PARIS, ATHENS, JERUSALEM))]),
        ("2027-11-06", [(day("2027-10-31"), -60, (PARIS, ATHENS, JERUSALEM))]),
    ],
)
def test_changes_of_clocks_in_the_six_days_around(date, changes):
    found = clock_changes(date=day(date), zones=(PARIS, ATHENS, JERUSALEM, PARIS))

    assert found == tuple(ClockChange(*each) for each in changes)


def test_change_at_midnight_is_told_of_its_own_day():
    # Cairo, 2027: the last Friday of April, at 00:00.
    assert clock_changes(date=day("2027-04-28"), zones=["Africa/Cairo"]) == (
        ClockChange(day("2027-04-30"), 60, ("Africa/Cairo",)),
    )
