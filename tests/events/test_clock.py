import datetime
import shutil
import zoneinfo
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.clock import ClockError, instant, is_zone, local, offset_minutes, span

ZONES = ("Europe/Paris", "Europe/Madrid", "America/New_York", "Atlantic/Canary", "Asia/Jerusalem")
CHANGES = tuple(
    datetime.date.fromisoformat(text)
    for text in (
        "2026-03-08",  # New York
        "2026-03-27",  # Jerusalem
        "2026-03-29",  # Europe
        "2026-10-25",  # Europe and Jerusalem
        "2026-11-01",  # New York
        "2027-03-14",
        "2027-03-26",
        "2027-03-28",
        "2027-10-31",
    )
)
QUARTER = datetime.timedelta(minutes=15)


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def at(date: str, time: str, zone: str) -> datetime.datetime:
    return instant(date=datetime.date.fromisoformat(date), time=datetime.time.fromisoformat(time), zone=zone)


def outcome(date: datetime.date, time: datetime.time, zone: str) -> datetime.datetime | str:
    try:
        return instant(date=date, time=time, zone=zone)
    except ClockError as error:
        return error.code


@pytest.mark.parametrize(
    ("date", "time", "zone", "expected"),
    [
        ("2026-03-29", "01:59", "Europe/Paris", "2026-03-29T00:59"),
        ("2026-03-29", "03:00", "Europe/Paris", "2026-03-29T01:00"),
        ("2026-03-29", "02:30", "Atlantic/Canary", "2026-03-29T01:30"),
        ("2026-03-29", "02:30", "America/New_York", "2026-03-29T06:30"),
        ("2026-03-29", "02:30", "Asia/Jerusalem", "2026-03-28T23:30"),
        ("2026-10-25", "01:59", "Europe/Madrid", "2026-10-24T23:59"),
        ("2026-10-25", "03:00", "Europe/Madrid", "2026-10-25T02:00"),
        ("2026-10-25", "02:30", "Atlantic/Canary", "2026-10-25T02:30"),
        ("2026-10-25", "02:30", "Asia/Jerusalem", "2026-10-25T00:30"),
        ("2027-03-28", "13:00", "Europe/Paris", "2027-03-28T11:00"),
        ("2027-03-28", "13:00", "America/New_York", "2027-03-28T17:00"),
        ("2021-05-18", "13:00", "Europe/Paris", "2021-05-18T11:00"),
        ("2021-05-18", "13:00", "UTC", "2021-05-18T13:00"),
        ("2026-06-16", "08:00", "Pacific/Kiritimati", "2026-06-15T18:00"),
    ],
)
def test_instant_is_the_utc_time_of_the_wall_time(date, time, zone, expected):
    result = at(date, time, zone)

    assert result == utc(expected)
    assert result.tzinfo is datetime.UTC


@pytest.mark.parametrize(
    ("date", "time", "zone", "code"),
    [
        ("2026-03-29", "02:00", "Europe/Paris", "nonexistent"),
        ("2026-03-29", "02:30", "Europe/Paris", "nonexistent"),
        ("2026-03-29", "02:59", "Europe/Madrid", "nonexistent"),
        ("2026-03-29", "01:30", "Atlantic/Canary", "nonexistent"),
        ("2026-03-08", "02:30", "America/New_York", "nonexistent"),
        ("2026-03-27", "02:30", "Asia/Jerusalem", "nonexistent"),
        ("2027-03-28", "02:30", "Europe/Paris", "nonexistent"),
        ("2027-03-28", "01:30", "Atlantic/Canary", "nonexistent"),
        ("2011-12-30", "13:00", "Pacific/Apia", "nonexistent"),
        ("9999-12-31", "23:00", "America/New_York", "nonexistent"),
        ("0001-01-01", "00:30", "Asia/Jerusalem", "nonexistent"),
        ("2026-10-25", "02:00", "Europe/Paris", "ambiguous"),
        ("2026-10-25", "02:30", "Europe/Madrid", "ambiguous"),
        ("2026-10-25", "01:30", "Atlantic/Canary", "ambiguous"),
        ("2026-10-25", "01:30", "Asia/Jerusalem", "ambiguous"),
        ("2026-11-01", "01:30", "America/New_York", "ambiguous"),
        ("2026-06-16", "13:00", "Europe/Pairs", "unknown_zone"),
    ],
)
def test_instant_refuses_a_time_that_is_not_one_instant(date, time, zone, code):
    with pytest.raises(ClockError) as raised:
        at(date, time, zone)

    assert raised.value.code == code


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("date", CHANGES)
def test_instant_agrees_with_counting_every_quarter_of_an_hour(zone, date):
    noon = datetime.datetime.combine(date, datetime.time(12), tzinfo=datetime.UTC)
    moments = [noon + step * QUARTER for step in range(-200, 200)]
    shown = [(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), moment) for moment in moments]
    times = Counter(wall for wall, _moment in shown)
    instants = dict(shown)

    midnight = datetime.datetime.combine(date, datetime.time())
    for step in range(96):
        wall = midnight + step * QUARTER
        expected = {0: "nonexistent", 1: instants.get(wall), 2: "ambiguous"}[times[wall]]
        assert outcome(date, wall.time(), zone) == expected, wall


def test_instant_ignores_fold_and_zone_of_the_time():
    time = datetime.time(13, 0, fold=1, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert instant(date=datetime.date(2026, 6, 16), time=time, zone="Europe/Paris") == utc("2026-06-16T11:00")


@given(
    date=st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1)),
    time=st.times(),
    zone=st.sampled_from(ZONES),
)
def test_instant_shown_in_its_zone_is_the_wall_time_again(date, time, zone):
    result = outcome(date, time, zone)

    if isinstance(result, datetime.datetime):
        shown = local(at=result, zone=zone)
        assert (shown.date(), shown.time()) == (date, time)


@given(date=st.dates(), time=st.times(), zone=st.sampled_from(ZONES))
def test_instant_never_raises_anything_but_a_clock_error(date, time, zone):
    result = outcome(date, time, zone)

    assert isinstance(result, datetime.datetime) or result in {"nonexistent", "ambiguous"}


@pytest.mark.parametrize(
    ("date", "start", "end", "zone", "expected"),
    [
        ("2026-06-16", "13:00", "14:30", "Europe/Paris", ("2026-06-16T11:00", "2026-06-16T12:30")),
        ("2026-03-29", "01:30", "03:30", "Europe/Paris", ("2026-03-29T00:30", "2026-03-29T01:30")),
        ("2026-10-25", "01:30", "03:30", "Europe/Paris", ("2026-10-24T23:30", "2026-10-25T02:30")),
    ],
)
def test_span_is_two_instants(date, start, end, zone, expected):
    result = span(
        date=datetime.date.fromisoformat(date),
        start=datetime.time.fromisoformat(start),
        end=datetime.time.fromisoformat(end),
        zone=zone,
    )

    assert result == tuple(map(utc, expected))


@pytest.mark.parametrize("end", [datetime.time(13), datetime.time(12, 59), datetime.time(0)])
def test_span_refuses_an_end_that_is_not_after_the_start(end):
    with pytest.raises(ClockError) as raised:
        span(date=datetime.date(2026, 6, 16), start=datetime.time(13), end=end, zone="Europe/Paris")

    assert raised.value.code == "end_not_after_start"
    assert raised.value.details == {
        "zone": "Europe/Paris",
        "date": "2026-06-16",
        "start": "13:00",
        "end": end.isoformat("minutes"),
    }


@pytest.mark.parametrize(("start", "end"), [("02:30", "04:00"), ("01:00", "02:30")])
def test_span_refuses_a_start_or_an_end_in_the_gap(start, end):
    with pytest.raises(ClockError) as raised:
        span(
            date=datetime.date(2026, 3, 29),
            start=datetime.time.fromisoformat(start),
            end=datetime.time.fromisoformat(end),
            zone="Europe/Paris",
        )

    assert raised.value.code == "nonexistent"
    assert raised.value.details["time"] == "02:30"


@pytest.mark.parametrize(
    ("date", "time", "zone", "message", "details"),
    [
        (
            "2026-03-29",
            "02:30",
            "Europe/Paris",
            "02:30 does not exist on 2026-03-29 in Europe/Paris: the clocks skip it. Choose another time.",
            {"zone": "Europe/Paris", "date": "2026-03-29", "time": "02:30"},
        ),
        (
            "2026-10-25",
            "01:30",
            "Atlantic/Canary",
            "01:30 happens twice on 2026-10-25 in Atlantic/Canary: the clocks go back. Choose another time.",
            {"zone": "Atlantic/Canary", "date": "2026-10-25", "time": "01:30"},
        ),
        (
            "2026-10-25",
            "01:30",
            "Paris",
            "'Paris' is not a known time zone. Choose an IANA name such as Europe/Paris.",
            {"zone": "Paris"},
        ),
    ],
)
def test_clock_error_says_what_is_wrong_and_what_to_do(date, time, zone, message, details):
    with pytest.raises(ClockError) as raised:
        at(date, time, zone)

    assert str(raised.value) == message
    assert raised.value.details == details


@pytest.mark.parametrize(
    "name",
    [
        *ZONES,
        "UTC",
        "America/Argentina/Buenos_Aires",
        "America/Port-au-Prince",
        "Etc/GMT+3",
        "Europe/Helsinki",
    ],
)
def test_is_zone_accepts_iana_names(name):
    assert is_zone(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "/usr/share/zoneinfo/Europe/Paris",
        "localtime",
        "posixrules",
        "Factory",
        "EST",
        "GB",
        "Israel",
        "posix/Europe/Paris",
        "right/Europe/Paris",
        "Europe",
        "America/Argentina",
        "Europe/",
        "Europe/../Europe/Paris",
        "Europe//Paris",
        "europe/paris",
        "Europe/Paris\n",
        "Europe/Paris ",
        "Europe/Par\0is",
        "Europe/Pairs",
        "Europe/" + "x" * 5000,
        "Romance Standard Time",
        "CEST",
        "+02:00",
    ],
)
def test_is_zone_refuses_what_is_no_iana_name(name):
    assert is_zone(name) is False


@given(st.text())
def test_is_zone_never_raises(name):
    assert is_zone(name) in {True, False}


@pytest.fixture
def zone_folder(tmp_path: Path):
    """A tz database of our own: what an update of the rules leaves behind."""
    (tmp_path / "Test").mkdir()
    zoneinfo.reset_tzpath(to=[str(tmp_path), *zoneinfo.TZPATH])
    yield tmp_path / "Test"
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def test_is_zone_refuses_a_broken_file(zone_folder):
    (zone_folder / "Broken").write_bytes(b"TZif" + b"\xff" * 60)

    assert is_zone("Test/Broken") is False


def test_instant_follows_the_rules_that_are_installed(zone_folder):
    installed = Path(next(folder for folder in zoneinfo.TZPATH[1:] if Path(folder, "Asia/Tokyo").exists()))
    shutil.copy(installed / "Asia/Tokyo", zone_folder / "Moving")
    before = at("2026-06-16", "13:00", "Test/Moving")

    shutil.copy(installed / "Asia/Dubai", zone_folder / "Moving")
    ZoneInfo.clear_cache()

    assert before == utc("2026-06-16T04:00")
    assert at("2026-06-16", "13:00", "Test/Moving") == utc("2026-06-16T09:00")


@pytest.mark.parametrize(
    ("moment", "zone", "shown", "minutes"),
    [
        ("2026-06-16T11:00", "Europe/Paris", "2026-06-16T13:00:00+02:00", 120),
        ("2026-12-15T12:00", "Europe/Paris", "2026-12-15T13:00:00+01:00", 60),
        ("2026-10-25T00:30", "Europe/Paris", "2026-10-25T02:30:00+02:00", 120),
        ("2026-10-25T01:30", "Europe/Paris", "2026-10-25T02:30:00+01:00", 60),
        ("2026-06-16T11:00", "America/New_York", "2026-06-16T07:00:00-04:00", -240),
        ("2026-06-16T11:00", "America/St_Johns", "2026-06-16T08:30:00-02:30", -150),
        ("2026-06-16T11:00", "Asia/Kathmandu", "2026-06-16T16:45:00+05:45", 345),
        ("2026-06-16T11:00", "UTC", "2026-06-16T11:00:00+00:00", 0),
        ("1900-01-01T12:00", "Europe/Paris", "1900-01-01T12:09:21+00:09:21", 9),
    ],
)
def test_local_and_offset_show_an_instant_in_a_zone(moment, zone, shown, minutes):
    assert local(at=utc(moment), zone=zone).isoformat() == shown
    assert offset_minutes(at=utc(moment), zone=zone) == minutes


@pytest.mark.parametrize("function", [local, offset_minutes])
def test_local_and_offset_refuse_an_unknown_zone_and_a_naive_datetime(function):
    with pytest.raises(ClockError) as raised:
        function(at=utc("2026-06-16T11:00"), zone="Mars/Olympus")
    with pytest.raises(ValueError, match="naive datetime"):
        function(at=utc("2026-06-16T11:00").replace(tzinfo=None), zone="Europe/Paris")

    assert raised.value.code == "unknown_zone"
