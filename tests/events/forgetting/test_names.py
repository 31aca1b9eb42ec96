"""Names in text: found however they are written, and nothing else is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.forgetting.names import GAP, pattern_of, without, without_in_column

NAMES = ["Ελπίδα Καραθανάση", "Elpida Karathanasi", "דנה כהן", "O’Brien & Söhne"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Avec Elpida Karathanasi.", f"Avec {GAP}."),
        ("ELPIDA KARATHANASI parle", f"{GAP} parle"),
        ("Elpida\N{NO-BREAK SPACE}Karathanasi", GAP),
        ("Elpida&nbsp;\nKarathanasi", GAP),
        ("<p>με την Ελπίδα Καραθανάση</p>", f"<p>με την {GAP}</p>"),
        ("עם דנה כהן היום", f"עם {GAP} היום"),
        ("O’Brien &amp; Söhne, O’Brien & Söhne", f"{GAP}, {GAP}"),
        # Another name, and a part of one.
        ("Elpida Karathanasiou", "Elpida Karathanasiou"),
        ("Elpida", "Elpida"),
        ("", ""),
    ],
)
def test_name_is_found_however_it_is_written(text, left):
    assert without(text, pattern_of(NAMES)) == left


def test_longest_name_goes_first():
    assert without("Ana María López", pattern_of(["Ana María", "Ana María López"])) == GAP


def test_lists_and_maps_are_looked_through_and_keys_stay():
    told = {"Ana María": ["Ana María", {"by": "Ana María"}, 7, None]}

    assert without(told, pattern_of(["Ana María"])) == {"Ana María": [GAP, {"by": GAP}, 7, None]}


@pytest.mark.parametrize("value", ["nothing here", ["a", {"b": 1}], {"a": None}, 7, None, True])
def test_what_holds_no_name_stays_the_same_object(value):
    assert without(value, pattern_of(NAMES)) is value


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        (json.dumps({"by": "Ελπίδα Καραθανάση"}), {"by": GAP}),
        (json.dumps([{"person": "דנה כהן", "n": 1}]), [{"person": GAP, "n": 1}]),
    ],
)
def test_json_that_is_stored_as_text_is_read_first(stored, left):
    assert json.loads(without_in_column(stored, pattern_of(NAMES))) == left


@pytest.mark.parametrize("stored", ["{no JSON", "[", json.dumps({"a": "b"}), "", "plain", None, 7])
def test_column_without_a_name_stays_as_it_is(stored):
    assert without_in_column(stored, pattern_of(NAMES)) is stored


@pytest.mark.parametrize("names", [[], ["Al"], ["Elpida", "X"], ["  "]])
def test_names_that_would_be_found_everywhere_are_refused(names):
    with pytest.raises(ValueError, match="3 characters"):
        pattern_of(names)


@given(st.text())
def test_any_text_loses_nothing_but_names(text):
    left = without(text, pattern_of(NAMES))

    assert isinstance(left, str)
    assert without(left, pattern_of(NAMES)) == left
