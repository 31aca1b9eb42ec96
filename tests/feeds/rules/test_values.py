import datetime as dt

import pytest

from feeds.rules.ical.values import is_color, is_duration, read_date, read_date_time, read_offset, text_of
from feeds.rules.values import (
    is_language,
    is_media_type,
    is_uri,
    is_urn_uuid,
    is_web_address,
    read_rfc822,
    read_rfc3339,
    zone_named,
)

NOON = dt.datetime(2021, 5, 18, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text", ["2021-05-18T12:00:00Z", "2021-05-18T14:00:00+02:00", "2021-05-18T12:00:00.000Z"]
)
def test_rfc3339_is_read(text):
    assert read_rfc3339(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-05-18",
        "2021-05-18T12:00:00",
        "20210518T120000Z",
        "2021-05-18 12:00:00Z",
        "2021-02-30T12:00:00Z",
        "0000-01-01T00:00:00Z",
        "2021-05-18T12:00:00+25:00",
        "٢٠٢١-05-18T12:00:00Z",
        "2021-05-18T12:00:00Z\n",
    ],
)
def test_rfc3339_of_another_form_is_none(text):
    assert read_rfc3339(text) is None


@pytest.mark.parametrize(
    "text",
    ["Tue, 18 May 2021 12:00:00 GMT", "Tue, 18 May 2021 12:00 UT", "Tue, 18 May 2021 14:00:00 +0200"],
)
def test_rfc822_is_read(text):
    assert read_rfc822(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Wed, 18 May 2021 12:00:00 GMT",
        "mar., 18 mai 2021 12:00:00 GMT",
        "Tue, 18 May 21 12:00:00 GMT",
        "18 May 2021 12:00:00 GMT",
        "Tue, 31 Feb 2021 12:00:00 GMT",
        "Tue, 18 May 2021 12:00:00 PST",
    ],
)
def test_rfc822_of_another_form_is_none(text):
    assert read_rfc822(text) is None


@pytest.mark.parametrize(
    "text", ["fr", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "en-x-museum", "de-1996", "EN"]
)
def test_language_tags_are_known(text):
    assert is_language(text)


@pytest.mark.parametrize("text", ["", "f", "fr_FR", "french language", "fr-", "-fr", "fr-€", "ſv"])
def test_language_tags_of_another_form_are_refused(text):
    assert not is_language(text)


@pytest.mark.parametrize(
    ("text", "uri", "web"),
    [
        ("https://museum.example/en/?a=b#c", True, True),
        ("HTTP://museum.example", True, True),
        ("mailto:x@museum.example", True, False),
        ("urn:uuid:1", True, False),
        ("https:", False, False),
        ("https:///en/", False, False),
        ("https://museum.example/é", False, False),
        ("https://museum.example/a b", False, False),
        ("https://museum.example/100%", False, False),
        ("https://museum.example/%C3%A9", True, True),
        ("/en/", False, False),
        ("//museum.example/", False, False),
        ("", False, False),
    ],
)
def test_addresses_are_told_apart(text, uri, web):
    assert (is_uri(text), is_web_address(text)) == (uri, web)


def test_identities_are_urn_uuid_in_lower_case():
    assert is_urn_uuid("urn:uuid:5f0c1e52-8a8e-4f0e-9d3b-0d9a3f1c7a11")
    assert not is_urn_uuid("urn:uuid:5F0C1E52-8A8E-4F0E-9D3B-0D9A3F1C7A11")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("image/png", True), ("image/svg+xml", True), ("image", False), ("a/b; c=d", False)],
)
def test_media_types_have_two_parts(text, expected):
    assert is_media_type(text) is expected


@pytest.mark.parametrize(
    "name", ["", "Europe", "../etc/passwd", "Romance Standard Time", "\x00", "\ud800", "x" * 5000]
)
def test_zone_that_is_unknown_is_none(name):
    assert zone_named(name) is None


def test_dates_and_times_of_calendars_are_read():
    assert read_date("20210518") == dt.date(2021, 5, 18)
    assert read_date_time("20210518T120000Z") == NOON
    assert read_date_time("20210518T120000") == NOON.replace(tzinfo=None)


@pytest.mark.parametrize(
    "value", ["", "20210532", "2021-05-18", "00000101", "20210518T240000", "20210518T1200Z"]
)
def test_dates_and_times_of_another_form_are_none(value):
    assert (read_date(value), read_date_time(value)) == (None, None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("+0100", 3600), ("-0330", -12_600), ("+0000", 0), ("+000921", 561), ("-000001", -1)],
)
def test_offsets_are_read(value, seconds):
    assert read_offset(value) == dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "0100", "+01:00", "+2400", "+0160", "-0000", "-000000", "+1"])
def test_offsets_of_another_form_are_none(value):
    assert read_offset(value) is None


@pytest.mark.parametrize("value", ["PT6H", "P1W", "P1DT12H", "PT30M", "+PT1S", "P1D"])
def test_durations_are_known(value):
    assert is_duration(value)


@pytest.mark.parametrize("value", ["", "P", "PT", "P1DT", "PT0S", "-PT6H", "6H", "PT6", "P1W1D", "PT1H\n"])
def test_durations_of_another_form_are_refused(value):
    assert not is_duration(value)


def test_colors_are_names():
    assert is_color("Teal")
    assert not is_color("#008080")
    assert not is_color("teal green")


def test_text_is_read_without_its_escapes():
    assert text_of("a\\, b\\; c\\\\n\\nd\\Ne") == "a, b; c\\n\nd\ne"
