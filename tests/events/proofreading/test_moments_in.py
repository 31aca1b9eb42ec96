"""Dates and times that are typed into texts, in six languages."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.languages import long_date, medium_date
from events.proofreading.moments_in import dates_in, times_in

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


def dates(text: str, language: str) -> list[tuple]:
    return [(each.day, each.month, each.year) for each in dates_in(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Rendez-vous le mardi 18 mai 2021, ou le 1er juin.", [(18, 5, 2021), (1, 6, None)]),
        ("fr", "les 12 maisons de 1970, 31 février", []),
        ("en", "On May 18, 2021 and on 1st of June; in May 2021", [(18, 5, 2021), (1, 6, None)]),
        ("en", "It may 18 times", [(18, 5, None)]),
        ("es", "El 18 de mayo de 2021 y el 1 de junio", [(18, 5, 2021), (1, 6, None)]),
        ("el", "Τρίτη 18 Μαΐου 2021", [(18, 5, 2021)]),
        ("he", "יום שלישי, 18 במאי 2021", [(18, 5, 2021)]),
        ("fi", "tiistaina 18. toukokuuta 2021", [(18, 5, 2021)]),
        ("fi", "18.5.2021 ja 18/05/2021 ja 2021-05-18", [(18, 5, 2021)] * 3),
        ("fr", "version 1.2.2021.4, article 18/05, 45/45/2021", []),
    ],
)
def test_dates_are_found_as_they_are_written(language, text, expected):
    assert dates(text, language) == expected


@given(
    day=st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)), language=st.sampled_from(LANGUAGES)
)
def test_date_as_the_site_itself_writes_it_is_found(day, language):
    for write in (long_date, medium_date):
        assert dates(write(day, language=language), language) == [(day.day, day.month, day.year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("à 13h00, 13 h 00, 13h, 13:00 et 9h05", ["13:00"] * 4 + ["09:05"]),
        ("at 1 pm, 1:30 p.m., 12 am and 12pm", ["13:00", "13:30", "00:00", "12:00"]),
        ("klo 13.00 ja klo 9", ["13:00", "09:00"]),
        ("25:00, 12:75, 13:00:00, 1:2:3:4, 0 pm, 3 hommes, ID 8:11 7485", ["13:00", "08:11"]),
    ],
)
def test_times_are_found_as_they_are_written(text, expected):
    assert [f"{each.time:%H:%M}" for each in times_in(text)] == expected


@given(moment=st.times())
def test_time_as_the_site_itself_writes_it_is_found(moment):
    text = f"{moment:%H:%M}-{moment:%H:%M}"

    assert [each.time for each in times_in(text)] == [moment.replace(second=0, microsecond=0)] * 2


@given(text=st.text(), language=st.sampled_from((*LANGUAGES, "tlh")))
def test_any_text_is_looked_through(text, language):
    for found in (*dates_in(text, language=language), *times_in(text)):
        assert found.text
