"""Public holidays on the days of a plan, with names in the editor's language where there are any."""

import datetime

import pytest

from events.planning.holidays_of import Holiday, holidays_of

MAY_DAY = datetime.date(2027, 5, 1)
YOM_KIPPUR = datetime.date(2027, 10, 11)
GREEK_DAY = datetime.date(2027, 3, 25)
ORDINARY = datetime.date(2027, 5, 18)


def found(countries: list[str], days: list[datetime.date], language: str):
    return holidays_of(countries=countries, days=days, language=language)


@pytest.mark.parametrize(
    ("country", "day", "language", "name", "spoken"),
    [
        ("FR", MAY_DAY, "fr", "Fête du Travail", "fr"),
        ("FR", MAY_DAY, "en", "Labor Day", "en"),
        ("FR", MAY_DAY, "he", "Labor Day", "en"),
        ("IL", YOM_KIPPUR, "he", "יום כיפור", "he"),
        ("IL", YOM_KIPPUR, "fr", "Yom Kippur", "en"),
        ("GR", GREEK_DAY, "el", "Εικοστή Πέμπτη Μαρτίου", "el"),
        ("FI", MAY_DAY, "fi", "Vappu", "fi"),
        # Only English there.
        ("BS", datetime.date(2027, 12, 25), "fr", "Christmas Day", "en"),
    ],
)
def test_holiday_is_named_in_the_editors_language_or_english(country, day, language, name, spoken):
    assert found([country], [day], language) == {day: (Holiday(country, name, spoken),)}


def test_holidays_of_several_countries_stand_on_their_days_in_the_order_of_the_countries():
    result = found(["FI", "FR", "FI", "IL"], [ORDINARY, MAY_DAY], "en")

    assert {day: [each.country for each in holidays] for day, holidays in result.items()} == {
        MAY_DAY: ["FI", "FR"]
    }


@pytest.mark.parametrize("country", ["", "ZZ", "fr"])
def test_unknown_country_has_no_holidays(country):
    assert found([country, "FR"], [MAY_DAY], "fr")[MAY_DAY] == (Holiday("FR", "Fête du Travail", "fr"),)


def test_years_that_nobody_knows_have_no_holidays():
    assert found(["FR"], [datetime.date(9999, 5, 1)], "fr") == {}
