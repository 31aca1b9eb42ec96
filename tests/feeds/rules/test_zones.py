import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from feeds.documents import Calendar
from feeds.renderers import ICS as RENDERER
from feeds.rules import examine
from feeds.rules.ical.observances import Change, is_yearly, known_changes, read_rule
from tests.feeds import samples
from tests.feeds.rules.broken_zones import SUMMER, WINTER, described, observance, zone
from tests.feeds.rules.documents import rules_broken

PARIS = ZoneInfo("Europe/Paris")


def hours(count):
    return dt.timedelta(hours=count)


def naive(*fields):
    return dt.datetime(*fields)  # noqa: DTZ001


def calendar_in(timezone, *years):
    """One event in January and one in July of each year, as our renderer writes them."""
    days = [dt.date(year, month, 15) for year in years for month in (1, 7)]
    events = [
        samples.event(uid=f"{number}@museum.example", date=day, timezone=timezone)
        for number, day in enumerate(days)
    ]
    return RENDERER.render(Calendar(channel=samples.channel(), events=tuple(events)))


@pytest.mark.parametrize(
    ("rule", "year", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", 2026, [25]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", 2026, [8]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=5SU", 2026, [29]),
        ("FREQ=YEARLY;BYMONTH=2;BYDAY=5SU", 2026, []),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29", 2026, [27]),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1", 2026, [1]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 2026, []),
    ],
)
def test_rule_gives_the_days_of_a_year(rule, year, expected):
    assert [day.day for day in read_rule(rule).dates_in(year)] == expected


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=13;BYDAY=1SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=0SU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU;INTERVAL=2",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU;COUNT=5",
        "FREQ=YEARLY;BYMONTH=3,4;BYDAY=1SU",
    ],
)
def test_rule_of_another_form_is_unknown(rule):
    assert read_rule(rule) is None


def test_changes_of_a_zone_are_known_to_the_second():
    assert known_changes(PARIS, 2026, 2026) == (
        Change(naive(2026, 3, 29, 1), hours(1), hours(2)),
        Change(naive(2026, 10, 25, 1), hours(2), hours(1)),
    )


@pytest.mark.parametrize(
    ("name", "first_year", "expected"),
    [
        ("Europe/Paris", 2024, True),
        ("Asia/Jerusalem", 2024, True),
        ("America/Santiago", 2024, True),
        ("America/Santiago", 2021, False),  # in 2022 its summer began a week later
        ("Africa/Casablanca", 2024, False),
        ("Africa/Cairo", 2024, False),
        ("Asia/Tokyo", 2024, False),
        ("Europe/Paris", 1975, False),
    ],
)
def test_zone_is_yearly_when_it_changes_by_the_same_rules(name, first_year, expected):
    changes = known_changes(ZoneInfo(name), first_year, 2031)

    assert is_yearly(changes, range(first_year, 2032)) is expected


def test_last_sunday_of_february_is_one_rule_over_leap_years():
    sundays = {2031: 23, 2032: 29, 2033: 27, 2034: 26, 2035: 25, 2036: 24, 2037: 22}
    changes = [Change(naive(year, 2, day), hours(0), hours(1)) for year, day in sundays.items()]

    assert is_yearly(changes, range(2031, 2038))


@pytest.mark.parametrize(
    "body",
    [
        zone(SUMMER, SUMMER.replace("-1SU", "SU;BYMONTHDAY=25,26,27,28,29,30,31")),
        described(observance("STANDARD", "19700101T000000", "+0900", "+0900"), tzid="Asia/Tokyo"),
        described(observance("STANDARD", "00010101T000000", "+0900", "+0900"), tzid="Asia/Tokyo"),
        described(observance("STANDARD", "99990101T000000", "+0900", "+0900"), tzid="Asia/Tokyo"),
        described(
            observance("STANDARD", "20100101T000000", "+0100", "+0000", "RDATE:20210411T030000"),
            observance("DAYLIGHT", "20210516T020000", "+0000", "+0100"),
            tzid="Africa/Casablanca",
        ),
        described(
            observance("STANDARD", "16010101T030000", "+0200", "+0100", WINTER.strip()),
            observance("DAYLIGHT", "16010101T020000", "+0100", "+0200", SUMMER.strip()),
        ),
        described(
            observance("STANDARD", "20070101T030000", "+0200", "+0100", WINTER.strip()),
            observance("DAYLIGHT", "20070101T020000", "+0100", "+0200", SUMMER.strip()),
            observance(
                "DAYLIGHT", "19500401T020000", "+0100", "+0200", SUMMER.strip() + ";UNTIL=00010101T000000Z"
            ),
            observance(
                "DAYLIGHT", "19500401T020000", "+0100", "+0200", SUMMER.strip() + ";UNTIL=20060326T010000Z"
            ),
        ),
    ],
)
def test_zone_described_otherwise_is_good(body):
    assert rules_broken(body, "ics") == []


def test_offset_that_is_wrong_is_told_with_its_moment():
    body = zone("DTSTART:19961027T030000", "DTSTART:19961027T020000")

    [finding] = examine(body, format="ics", url="")

    assert finding.parameters == {
        "moment": "2024-10-27 00:00:00",
        "stated": "1:00:00",
        "known": "2:00:00",
        "zone": "Europe/Paris",
    }


def test_rule_that_ended_before_the_events_still_counts():
    ended = WINTER.strip() + ";UNTIL=20061029T010000Z"
    summer_once = observance("DAYLIGHT", "20070325T020000", "+0100", "+0200")

    body = described(observance("STANDARD", "19961027T030000", "+0200", "+0100", ended), summer_once)

    [finding] = examine(body, format="ics", url="")
    assert (finding.rule, finding.parameters["moment"]) == ("ics-vtimezone-offset", "2024-03-31 00:59:59")


@pytest.mark.parametrize(
    "timezone", ["Africa/Casablanca", "Africa/Cairo", "America/Nuuk", "Asia/Gaza", "Asia/Jerusalem"]
)
@pytest.mark.parametrize("years", [(2021,), (2024, 2026), (1972, 2030)])
def test_zone_that_our_renderer_describes_is_good(timezone, years):
    assert examine(calendar_in(timezone, *years), format="ics", url="") == []


@pytest.mark.slow
@pytest.mark.parametrize("years", [(2021,), (1972, 2030)])
def test_every_zone_that_our_renderer_describes_is_good(years):
    findings = {
        name: examine(calendar_in(name, *years), format="ics", url="")
        for name in sorted(available_timezones() - {"UTC", "localtime", "posixrules"})
    }

    assert {name: [str(each) for each in found] for name, found in findings.items() if found} == {}
