"""Dates, cities and names of languages, against what CLDR says, written here by hand."""

import datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import languages
from events.clock import is_zone

SITE = ("fr", "en", "es", "el", "he", "fi")
DAY = datetime.date(2021, 5, 18)


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("fr", "mardi 18 mai 2021"),
        ("en", "Tuesday, May 18, 2021"),
        ("es", "martes, 18 de mayo de 2021"),
        ("el", "Τρίτη 18 Μαΐου 2021"),
        ("he", "יום שלישי, 18 במאי 2021"),
        ("fi", "tiistai 18. toukokuuta 2021"),
    ],
)
def test_long_date_has_the_weekday_and_the_order_of_the_language(language, date):
    assert languages.long_date(DAY, language=language) == date


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("fr", "18 mai 2021"),
        ("en", "May 18, 2021"),
        ("es", "18 de mayo de 2021"),
        ("el", "18 Μαΐου 2021"),
        ("he", "18 במאי 2021"),
        ("fi", "18. toukokuuta 2021"),
    ],
)
def test_medium_date_has_no_weekday(language, date):
    assert languages.medium_date(DAY, language=language) == date


@pytest.mark.parametrize(
    ("language", "cities"),
    [
        ("fr", ["Paris", "Helsinki", "Athènes", "Jérusalem", "New York"]),
        ("en", ["Paris", "Helsinki", "Athens", "Jerusalem", "New York"]),
        ("es", ["París", "Helsinki", "Atenas", "Jerusalén", "Nueva York"]),
        ("el", ["Παρίσι", "Ελσίνκι", "Αθήνα", "Ιερουσαλήμ", "Νέα Υόρκη"]),
        ("he", ["פריז", "הלסינקי", "אתונה", "ירושלים", "ניו יורק"]),
        ("fi", ["Pariisi", "Helsinki", "Ateena", "Jerusalem", "New York"]),
    ],
)
def test_zone_city_is_written_as_its_readers_write_it(language, cities):
    zones = ["Europe/Paris", "Europe/Helsinki", "Europe/Athens", "Asia/Jerusalem", "America/New_York"]

    assert [languages.zone_city(zone, language=language) for zone in zones] == cities


@pytest.mark.parametrize(("zone", "city"), [("", ""), ("UTC", "UTC"), ("Mars/Olympus_Mons", "Olympus Mons")])
def test_zone_city_of_a_zone_without_city_is_its_last_part(zone, city):
    assert languages.zone_city(zone, language="fr") == city


@pytest.mark.parametrize("language", SITE)
def test_zone_city_exists_for_every_zone_that_an_editor_may_type(language):
    zones = [zone for zone in sorted(available_timezones()) if is_zone(zone)]

    assert [zone for zone in zones if not languages.zone_city(zone, language=language).strip()] == []


def test_endonyms_begin_with_a_capital_where_the_script_has_one():
    assert [languages.endonym(code) for code in SITE] == [
        "Français",
        "English",
        "Español",
        "Ελληνικά",
        "עברית",
        "Suomi",
    ]


@pytest.mark.parametrize("code", ["", "qq", "xx-yy", "not a language"])
def test_unknown_language_is_named_by_its_code_and_written_as_english(code):
    assert languages.endonym(code) == code[:1].upper() + code[1:]
    assert languages.long_date(DAY, language=code) == "Tuesday, May 18, 2021"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", ["français", "anglais", "espagnol", "grec", "hébreu", "finnois"]),
        ("en", ["French", "English", "Spanish", "Greek", "Hebrew", "Finnish"]),
        ("es", ["francés", "inglés", "español", "griego", "hebreo", "finés"]),
        ("el", ["Γαλλικά", "Αγγλικά", "Ισπανικά", "Ελληνικά", "Εβραϊκά", "Φινλανδικά"]),
        ("he", ["צרפתית", "אנגלית", "ספרדית", "יוונית", "עברית", "פינית"]),
        ("fi", ["ranska", "englanti", "espanja", "kreikka", "heprea", "suomi"]),
    ],
)
def test_language_name_is_in_the_readers_language(language, names):
    assert [languages.language_name(code, language=language) for code in SITE] == names


@pytest.mark.parametrize("language", SITE)
def test_every_language_that_can_be_spoken_has_a_name(language):
    assert [
        code for code in languages.SPOKEN if languages.language_name(code, language=language) == code
    ] == []


def test_language_without_a_name_is_its_code():
    assert languages.language_name("qq", language="fr") == "qq"


@pytest.mark.parametrize(
    ("language", "way"), [("he", "rtl"), ("ar-EG", "rtl"), ("fr", "ltr"), ("el", "ltr"), ("hef", "ltr")]
)
def test_direction_is_that_of_the_script(language, way):
    assert languages.direction(language) == way


def test_time_range_is_24_hours_with_a_plain_hyphen():
    assert languages.time_range(datetime.time(9, 5), datetime.time(14, 30)) == "09:05-14:30"


@given(day=st.dates(), language=st.sampled_from(SITE))
def test_dates_of_all_years_have_the_day_and_no_control_character(day, language):
    text = languages.long_date(day, language=language)

    assert str(day.day) in text
    assert text.isprintable() or "\N{NO-BREAK SPACE}" in text
