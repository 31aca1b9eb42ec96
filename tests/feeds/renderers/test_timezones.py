import datetime as dt
import io
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical

from feeds.renderers.timezones import changes, vtimezone

FIRST_YEAR, LAST_YEAR = 2024, 2031

PARIS = """\
BEGIN:VTIMEZONE
TZID:Europe/Paris
X-LIC-LOCATION:Europe/Paris
BEGIN:STANDARD
DTSTART:19961027T030000
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""

REGULAR = (
    "Europe/Paris",
    "Europe/Athens",
    "Europe/Helsinki",
    "Europe/Dublin",
    "Asia/Jerusalem",
    "America/New_York",
)
SOUTHERN = ("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "America/Santiago")
IRREGULAR = ("Africa/Cairo", "Africa/Casablanca", "Asia/Gaza", "America/Nuuk", "Asia/Almaty")
CONSTANT = ("Asia/Tokyo", "Asia/Kolkata", "America/Bogota", "Etc/GMT-14", "UTC")


def lines_of(zone, *, first_year=FIRST_YEAR, last_year=LAST_YEAR):
    return vtimezone(zone, first_year=first_year, last_year=last_year)


def offset_of(text):
    sign = -1 if text[0] == "-" else 1
    return sign * dt.timedelta(hours=int(text[1:3]), minutes=int(text[3:5]), seconds=int(text[5:7] or 0))


def observances_of(lines):
    """Read STANDARD and DAYLIGHT: (onset, offset from, offset to, name, rule)."""
    text = "\n".join(lines)
    for block in text.split("\nBEGIN:")[1:]:
        values = dict(line.split(":", 1) for line in block.splitlines()[1:] if not line.startswith("END"))
        onset = dt.datetime.fromisoformat(values["DTSTART"])
        yield (
            onset,
            offset_of(values["TZOFFSETFROM"]),
            offset_of(values["TZOFFSETTO"]),
            values["TZNAME"],
            values.get("RRULE"),
        )


def transitions_of(lines, *, last_year=LAST_YEAR):
    """Expand a VTIMEZONE as RFC 5545 3.6.5 says: each onset in the offset being left, as a UTC instant."""
    end = dt.datetime(last_year + 1, 1, 1)  # noqa: DTZ001
    found = []
    for onset, offset_from, offset_to, name, rule in observances_of(lines):
        onsets = rrulestr(rule, dtstart=onset).between(onset, end, inc=True) if rule else [onset]
        found += [
            ((each - offset_from).replace(tzinfo=dt.UTC), offset_from, offset_to, name) for each in onsets
        ]
    return sorted(found)


def disagreements(zone):
    """Compare a VTIMEZONE with zoneinfo at each change and every six hours from 2024 to 2031."""
    tzinfo, transitions = ZoneInfo(zone), transitions_of(lines_of(zone))
    second, found = dt.timedelta(seconds=1), []
    start, end = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (FIRST_YEAR, LAST_YEAR + 1))
    for instant, offset_from, offset_to, name in transitions:
        if instant >= start:
            before, after = (instant - second).astimezone(tzinfo), instant.astimezone(tzinfo)
            if (before.utcoffset(), after.utcoffset(), after.tzname()) != (offset_from, offset_to, name):
                found.append((zone, instant))
    current, pending = None, list(transitions)
    while start < end:
        while pending and pending[0][0] <= start:
            current = pending.pop(0)[2]
        if current != start.astimezone(tzinfo).utcoffset():
            found.append((zone, start))
        start += dt.timedelta(hours=6)
    return found


def test_vtimezone_of_paris_is_the_one_that_every_reader_computes_rightly():
    assert "\n".join(lines_of("Europe/Paris")) == PARIS


@pytest.mark.parametrize("years", [(1997, 1997), (2021, 2021), (2030, 2099)])
def test_vtimezone_of_a_yearly_rule_is_the_same_for_all_years(years):
    assert lines_of("Europe/Paris", first_year=years[0], last_year=years[1]) == tuple(PARIS.splitlines())


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("America/New_York", ["FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"]),
        (
            "Asia/Jerusalem",
            [
                "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
                "FREQ=YEARLY;BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29",
            ],
        ),
        ("Australia/Sydney", ["FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"]),
        ("Asia/Tokyo", [None]),
    ],
)
def test_vtimezone_rules_are_those_of_the_law(zone, rules):
    assert [rule for *_, rule in observances_of(lines_of(zone))] == rules


@pytest.mark.parametrize("zone", REGULAR + SOUTHERN + IRREGULAR + CONSTANT)
def test_vtimezone_agrees_with_zoneinfo_at_each_change_until_2031(zone):
    assert disagreements(zone) == []


@pytest.mark.slow
@pytest.mark.parametrize("zone", sorted(available_timezones()))
def test_vtimezone_of_any_zone_agrees_with_zoneinfo(zone):
    assert disagreements(zone) == []


@pytest.mark.parametrize("zone", CONSTANT)
def test_vtimezone_of_a_zone_without_changes_is_one_standard(zone):
    assert len(list(observances_of(lines_of(zone)))) == 1
    assert "BEGIN:STANDARD" in lines_of(zone)


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Africa/Cairo"])
def test_vtimezone_without_a_yearly_rule_lists_each_change_around_the_years_in_use(zone):
    lines = lines_of(zone, first_year=2026, last_year=2027)

    listed = [instant for instant, *_ in transitions_of(lines)][1:]

    assert listed == [change.instant for change in changes(zone, first_year=2025, last_year=2028)]
    assert not any(line.startswith(("RRULE", "RDATE")) for line in lines)


def test_vtimezone_before_a_rule_began_lists_the_changes_of_that_time():
    transitions = transitions_of(
        lines_of("America/New_York", first_year=2005, last_year=2006), last_year=2006
    )

    assert [instant.date().isoformat() for instant, *_ in transitions if instant.year == 2005] == [
        "2005-04-03",
        "2005-10-30",
    ]


@pytest.mark.parametrize("zone", REGULAR)
@pytest.mark.parametrize(
    "day", ["2026-10-24", "2026-10-25", "2027-03-28", "2027-03-29", "2027-10-31", "2028-07-01"]
)
def test_vtimezone_is_read_alike_by_dateutil(zone, day):
    # dateutil refuses extensions of VTIMEZONE.
    plain = [line for line in lines_of(zone) if not line.startswith("X-")]
    text = "\n".join(["BEGIN:VCALENDAR", *plain, "END:VCALENDAR", ""])
    noon = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12))

    read = noon.replace(tzinfo=tzical(io.StringIO(text)).get(zone))

    assert read.utcoffset() == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize("zone", REGULAR + SOUTHERN + IRREGULAR + CONSTANT)
def test_vtimezone_lines_need_no_fold(zone):
    assert [line for line in lines_of(zone) if len(line.encode()) > 75] == []


def test_vtimezone_of_an_unknown_zone_is_an_error():
    with pytest.raises(ZoneInfoNotFoundError):
        lines_of("Europe/Lutetia")


def test_changes_of_paris_in_2027_are_at_one_in_utc():
    found = changes("Europe/Paris", first_year=2027, last_year=2027)

    assert [(change.instant.isoformat(), change.name) for change in found] == [
        ("2027-03-28T01:00:00+00:00", "CEST"),
        ("2027-10-31T01:00:00+00:00", "CET"),
    ]
