"""Which sessions are listed, and in which order."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.programme.listing import PAST, UPCOMING, Criteria, fold, matches, select
from tests.events.programme.programmed import NOW, a_session, version

DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 12, 31))


def codes(sessions, **criteria) -> list[str]:
    return [session.code for session in select(sessions, Criteria(**criteria), now=NOW)]


def test_those_to_come_are_first_in_their_order_then_those_that_are_over_the_latest_first():
    sessions = [
        a_session(date=day, code=day) for day in ("2027-05-18", "2027-07-20", "2026-05-18", "2027-06-15")
    ]

    assert codes(sessions) == ["2027-06-15", "2027-07-20", "2027-05-18", "2026-05-18"]


@given(st.lists(DAYS))
def test_order_holds_for_any_dates_and_loses_nothing(days):
    sessions = [a_session(date=day.isoformat(), code=day.isoformat()) for day in days]

    listed = select(sessions, Criteria(), now=NOW)

    coming = [session.date for session in listed if not session.is_past(now=NOW)]
    past = [session.date for session in listed if session.is_past(now=NOW)]
    assert [each.date for each in listed] == [*sorted(coming), *sorted(past, reverse=True)]
    assert sorted(days) == sorted(each.date for each in listed)


@pytest.mark.parametrize(("hours", "is_past"), [(7, True), (8, True), (9, False)])
def test_session_is_over_at_its_end(hours, is_past):
    assert a_session(date="2027-06-01", hours=hours).is_past(now=NOW) == is_past


@pytest.mark.parametrize(("date", "is_past"), [("2027-05-31", True), ("2027-06-01", False)])
def test_session_without_an_instant_is_over_after_its_day(date, is_past):
    assert a_session(date=date, starts_at=None, ends_at=None).is_past(now=NOW) == is_past


def test_session_without_an_instant_stands_at_its_wall_time():
    sessions = [
        a_session(date="2027-06-15", code="b", hours=14),
        a_session(date="2027-06-15", code="a", starts_at=None, ends_at=None),
        a_session(date="2027-06-15", code="c", hours=12),
    ]

    assert codes(sessions) == ["c", "a", "b"]


SEASON = [
    a_session(
        version(1, "fr"),
        version(2, "en"),
        date="2027-05-18",
        code="one",
        organisations=((1, "partner"), (2, "funder")),
    ),
    a_session(
        version(3, "fr"), version(4, "en", is_live=False), code="two", status="cancelled", date="2027-06-15"
    ),
    a_session(date="2028-06-15", code="three", cycle="other", cycle_organisations=frozenset({2})),
]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"when": UPCOMING}, ["two", "three"]),
        ({"when": PAST}, ["one"]),
        ({"cycle": "other"}, ["three"]),
        ({"status": "cancelled"}, ["two"]),
        ({"unpublished_in": "en"}, ["two", "three"]),
        ({"unpublished_in": "fr"}, []),
        ({"organisation": 1}, ["one"]),
        ({"organisation": 2}, ["three", "one"]),
        ({"organisation": 3}, []),
        ({"year": 2027}, ["two", "one"]),
        ({"first": datetime.date(2027, 6, 15)}, ["two", "three"]),
        ({"last": datetime.date(2027, 6, 15)}, ["two", "one"]),
        ({"first": datetime.date(2027, 6, 16), "last": datetime.date(2027, 6, 15)}, []),
        ({"year": 2027, "status": "confirmed", "unpublished_in": "he"}, ["one"]),
    ],
)
def test_session_is_listed_when_it_has_everything_that_is_asked_for(criteria, expected):
    assert codes(SEASON, **criteria) == expected


FRENCH = version(1, "fr", "Construire des solidarités, musées")
GREEK = version(2, "el", "Αλληλεγγύη και Μουσεία στους καιρούς")
HEBREW = version(3, "he", "בּוֹנִים סולידריות במוזיאון", is_live=False)


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("   ", True),
        ("MUSEES solidarite", True),
        ("μουσεια", True),
        ("ΚΑΙΡΟΎΣ", True),
        ("בונים", True),
        ("מוזיאון", True),
        ("solidarites-17", True),
        ("17", True),
        ("7", False),
        ("1", False),
        ("musées climat", False),
        ("%", False),
        ("' OR 1=1 --", False),
    ],
)
def test_query_is_found_in_titles_of_all_languages_code_and_number(query, is_found):
    session = a_session(FRENCH, GREEK, HEBREW, number=17, code="solidarites-17")

    assert matches(session, query) == is_found


def test_public_title_is_found_while_a_draft_has_another():
    changed = version(1, "fr", "Nouveau", has_draft=True)
    session = a_session(type(changed)(**{**vars(changed), "public_title": "Ancien"}))

    assert (matches(session, "nouveau"), matches(session, "ancien")) == (True, True)


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="éÉàçñάΆΣςיִשׁאא", min_size=1))
def test_folded_text_is_equal_however_its_marks_were_typed(text):
    assert len({fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}) == 1


@given(st.text(), st.text())
def test_any_query_has_an_answer(title, query):
    assert matches(a_session(version(title=title)), query) in (True, False)
