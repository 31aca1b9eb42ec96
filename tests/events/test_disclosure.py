import datetime
from itertools import product

import pytest

from events.disclosure import Place, Rule, discloses

OPENS_AT = datetime.datetime(2026, 6, 16, 10, 0, tzinfo=datetime.UTC)
CLOSES_AT = datetime.datetime(2026, 6, 16, 13, 0, tzinfo=datetime.UTC)
MOMENT = datetime.timedelta(microseconds=1)

BEFORE = {"a year before": OPENS_AT - datetime.timedelta(days=365), "just before": OPENS_AT - MOMENT}
INSIDE = {
    "at the opening": OPENS_AT,
    "inside": OPENS_AT + (CLOSES_AT - OPENS_AT) / 2,
    "at the end": CLOSES_AT - MOMENT,
}
AFTER = {"at the closing": CLOSES_AT, "a year after": CLOSES_AT + datetime.timedelta(days=365)}
MOMENTS = BEFORE | INSIDE | AFTER

# The whole of what may be shown; every other combination is refused.
ALLOWED = {
    (rule, place, status, moment)
    for rule, place, moments in (
        ("public", "page", [*BEFORE, *INSIDE]),
        ("public", "answer", INSIDE),
        ("window", "answer", INSIDE),
    )
    for status in ("tentative", "confirmed")
    for moment in moments
}


@pytest.mark.parametrize(
    ("rule", "place", "status", "moment"),
    list(
        product(Rule, Place, ["tentative", "confirmed", "postponed", "cancelled", "", "unheard-of"], MOMENTS)
    ),
)
def test_discloses_only_what_the_table_allows(rule, place, status, moment):
    answer = discloses(
        rule=rule, place=place, status=status, now=MOMENTS[moment], opens_at=OPENS_AT, closes_at=CLOSES_AT
    )

    assert answer is ((rule, place, status, moment) in ALLOWED)


@pytest.mark.parametrize(
    ("rule", "place", "expected"), [("public", "page", True), ("window", "answer", True)]
)
def test_discloses_takes_the_stored_words(rule, place, expected):
    answer = discloses(
        rule=rule, place=place, status="confirmed", now=OPENS_AT, opens_at=OPENS_AT, closes_at=CLOSES_AT
    )

    assert answer is expected


@pytest.mark.parametrize(
    ("rule", "place"), [("everybody", "page"), ("everybody", "answer"), ("public", "feed")]
)
def test_discloses_nothing_for_a_rule_or_a_place_that_it_does_not_know(rule, place):
    assert not discloses(
        rule=rule, place=place, status="confirmed", now=OPENS_AT, opens_at=OPENS_AT, closes_at=CLOSES_AT
    )


def test_rules_and_places_are_the_words_of_the_contract():
    assert [str(rule) for rule in Rule] == ["public", "window", "nobody"]
    assert [str(place) for place in Place] == ["page", "answer"]
