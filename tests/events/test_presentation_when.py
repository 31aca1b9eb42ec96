"""When a session is, in the words of each language and on the clocks of other cities."""

import datetime

from django.utils import translation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.clock import ClockError
from events.presentation_when import Elsewhere, build_when, zone_time
from tests.events.plain_session import STARTS, in_english, make_session


@pytest.mark.parametrize(
    ("language", "date", "weekday", "month"),
    [
        ("fr", "mardi 18 mai 2021", "mardi", "mai 2021"),
        ("en", "Tuesday, May 18, 2021", "Tuesday", "May 2021"),
        ("es", "martes, 18 de mayo de 2021", "martes", "mayo de 2021"),
        ("el", "Τρίτη 18 Μαΐου 2021", "Τρίτη", "Μάιος 2021"),
        ("he", "יום שלישי, 18 במאי 2021", "יום שלישי", "מאי 2021"),
        ("fi", "tiistai 18. toukokuuta 2021", "tiistai", "toukokuu 2021"),
    ],
)
def test_when_is_written_as_each_language_does(language, date, weekday, month):
    with translation.override(language):
        when = build_when(make_session(), language=language)

    assert (when.date, when.weekday, when.day, when.month, when.times) == (
        date,
        weekday,
        "18",
        month,
        "13:00-14:30",
    )


def test_when_gives_instants_with_the_offset_of_the_zone():
    winter = make_session(date=datetime.date(2021, 1, 19))

    assert in_english(build_when, make_session()).start == "2021-05-18T13:00:00+02:00"
    assert in_english(build_when, winter).end == "2021-01-19T14:30:00+01:00"


def test_elsewhere_groups_cities_by_what_their_clocks_show():
    zones = [
        "Europe/Helsinki",
        "Europe/Paris",
        "Asia/Jerusalem",
        "America/New_York",
        "Europe/Berlin",
        "Europe/Athens",
    ]

    when = in_english(build_when, make_session(), zones=zones)

    assert when.elsewhere == (
        Elsewhere(times="07:00-08:30", cities=("New York",), start="2021-05-18T07:00:00-04:00"),
        Elsewhere(
            times="14:00-15:30", cities=("Helsinki", "Jerusalem", "Athens"), start="2021-05-18T14:00:00+03:00"
        ),
    )


@pytest.mark.parametrize(
    ("zone", "times", "date"),
    [
        ("Pacific/Auckland", "06:00-07:30", "Wednesday, May 19, 2021"),
        ("Asia/Tokyo", "03:00-04:30", "Wednesday, May 19, 2021"),
        ("America/Los_Angeles", "11:00-12:30", ""),
        ("Asia/Karachi", "23:00-00:30", ""),
    ],
)
def test_elsewhere_says_the_date_where_it_is_another_day(zone, times, date):
    evening = make_session(start_time=datetime.time(20, 0), end_time=datetime.time(21, 30))

    when = in_english(build_when, evening, zones=[zone])

    assert [(place.times, place.date) for place in when.elsewhere] == [(times, date)]


def test_elsewhere_follows_clocks_that_change_on_other_days():
    march = make_session(date=datetime.date(2026, 3, 17))

    when = in_english(build_when, march, zones=["America/New_York"])

    assert [place.times for place in when.elsewhere] == ["08:00-09:30"]


@given(st.text(max_size=30))
def test_elsewhere_leaves_out_a_zone_that_is_none(zone):
    when = in_english(build_when, make_session(), zones=[zone, "Mars/Base"])

    assert len(when.elsewhere) <= 1


def test_zone_without_a_message_of_its_own_takes_the_citys_name():
    assert in_english(zone_time, "America/New_York") == "New York time"


def test_stored_instants_hold_where_the_wall_time_does_not_exist_any_more():
    gap = {
        "date": datetime.date(2021, 3, 28),
        "start_time": datetime.time(2, 30),
        "end_time": datetime.time(4, 0),
    }
    stored = {"starts_at": STARTS, "ends_at": STARTS + datetime.timedelta(hours=1)}

    assert in_english(build_when, make_session(**gap, **stored)).start == "2021-05-18T13:00:00+02:00"
    with pytest.raises(ClockError):
        in_english(build_when, make_session(**gap, starts_at=None, ends_at=None))
