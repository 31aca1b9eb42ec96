"""Which scopes there are: everything, and each cycle that ever had a code."""

import pytest

from feeds.scopes import ALL, Scope, all_scopes, cycle_scope_name, find_scope
from tests import factories

pytestmark = pytest.mark.django_db


def test_everything_is_a_scope_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_scope("all") == ALL


def test_cycle_is_found_by_its_code_in_one_query(cycle, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert find_scope("cycle-solidarites") == Scope("cycle-solidarites", cycle.translation_key)


@pytest.mark.parametrize(
    "name",
    ["", "ALL", "all-", "cycle", "cycle-", "cycle-nothing", "cycle-Solidarites", "cycle-solidarites-7", "solidarites", "org-icom-greece",
     "session-solidarites-7", "cycle-solidarites\n"],
)  # fmt: skip
def test_what_never_was_a_scope_is_none(session, name):
    factories.make_organisation()

    assert find_scope(name) is None


def test_scope_outlives_its_cycle(cycle):
    key = cycle.translation_key
    cycle.delete()

    assert find_scope("cycle-solidarites") == Scope("cycle-solidarites", key)


def test_all_scopes_are_everything_then_the_cycles_by_code(site, cycle):
    other = factories.make_cycle(site, title="Accueils", slug="accueils", code="accueils")

    assert all_scopes() == [
        ALL,
        Scope("cycle-accueils", other.translation_key),
        Scope("cycle-solidarites", cycle.translation_key),
    ]


def test_name_of_a_cycle_s_scope_is_found_again(cycle):
    assert find_scope(cycle_scope_name(cycle.code)).cycle == cycle.translation_key
