"""The archive's filters on plain values: what remains, what else could be chosen, and what was mistyped."""

import datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.finding.archive_filters import (
    NAMES,
    Asked,
    Past,
    in_order,
    options_of,
    read_asked,
    unknown_values,
)


def past(number: int, *, cycle: int = 1, year: int = 2021, **values: set[str]) -> Past:
    """A session of 1 January, `number` days later."""
    starts_at = datetime.datetime(year, 1, 1, 12, tzinfo=datetime.UTC) + datetime.timedelta(days=number)
    named = {name: frozenset(each) for name, each in values.items()}
    return Past(UUID(int=number), UUID(int=cycle), starts_at, {"year": frozenset([str(year)]), **named})


SESSIONS = [
    past(1, language={"fr", "en"}, organisation={"cimuset"}, replay={"yes"}),
    past(2, language={"fr"}, organisation={"icom"}),
    past(3, year=2020, language={"el"}, organisation={"icom", "cimuset"}),
]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Asked(), [1, 2, 3]),
        (Asked(year="2021"), [1, 2]),
        (Asked(language="fr", organisation="icom"), [2]),
        (Asked(replay="yes"), [1]),
        (Asked(year="2020", replay="yes"), []),
    ],
)
def test_session_remains_that_answers_to_every_filter(asked, numbers):
    assert [session.key.int for session in SESSIONS if asked.holds_for(session)] == numbers


def test_options_of_a_filter_keep_the_others_and_say_what_they_leave():
    options = options_of("organisation", asked=Asked(year="2021", organisation="icom"), sessions=SESSIONS)

    assert [(each.value, each.count, each.query, each.is_chosen) for each in options] == [
        ("", 2, "?year=2021", False),
        ("cimuset", 1, "?year=2021&organisation=cimuset", False),
        ("icom", 1, "?year=2021&organisation=icom", True),
    ]


def test_option_that_would_leave_nothing_is_not_offered():
    options = options_of("language", asked=Asked(replay="yes"), sessions=SESSIONS)

    assert [option.value for option in options] == ["", "en", "fr"]


def test_value_that_no_session_has_is_told():
    asked = read_asked({"year": "1999", "language": "fr", "replay": "no", "other": "x"})

    assert unknown_values(asked, SESSIONS) == {"year": "1999", "replay": "no"}


def test_cycle_with_the_latest_session_comes_first_and_in_it_the_latest_session():
    sessions = [past(1, cycle=1), past(5, cycle=1), past(3, cycle=2), past(9, cycle=2)]

    assert [session.key.int for session in in_order(sessions)] == [9, 3, 5, 1]


@given(st.dictionaries(st.sampled_from([*NAMES, "page", "x"]), st.text()))
def test_every_query_string_is_read_and_written_again(parameters):
    asked = read_asked(parameters)

    assert asked == Asked(**{name: parameters.get(name, "") for name in NAMES})
    assert asked.query().startswith("?") == (asked != Asked())
