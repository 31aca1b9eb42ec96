"""Which scopes there are: everything, and each cycle and organisation that ever had a code."""

import pytest

from feeds.scopes import ALL, Scope, all_scopes, cycle_scope_name, find_scope, organisation_scope_name
from tests import factories

pytestmark = pytest.mark.django_db


def test_everything_is_a_scope_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_scope("all") == ALL


def test_cycle_and_organisation_are_found_by_their_codes_in_one_query(cycle, django_assert_num_queries):
    organisation = factories.make_organisation()

    with django_assert_num_queries(1):
        found = find_scope("cycle-solidarites")
    with django_assert_num_queries(1):
        other = find_scope("org-icom-greece")

    assert (found, other) == (
        Scope("cycle-solidarites", "cycle", cycle.translation_key),
        Scope("org-icom-greece", "organisation", organisation.key),
    )


@pytest.mark.parametrize(
    "name",
    ["", "ALL", "all-", "cycle", "cycle-", "cycle-nothing", "cycle-Solidarites", "cycle-solidarites-7", "solidarites", "org-",
     "org-nobody", "org-solidarites", "cycle-icom-greece", "organisation-icom-greece", "session-solidarites-7", "cycle-solidarites\n"],
)  # fmt: skip
def test_what_never_was_a_scope_is_none(session, name):
    factories.make_organisation()

    assert find_scope(name) is None


def test_scope_outlives_its_cycle_and_its_organisation(cycle):
    organisation = factories.make_organisation()
    keys = cycle.translation_key, organisation.key
    cycle.delete()
    organisation.delete()

    found = find_scope("cycle-solidarites"), find_scope("org-icom-greece")

    assert tuple(scope.key for scope in found) == keys


def test_all_scopes_are_everything_then_cycles_and_organisations_by_code(
    site, cycle, django_assert_num_queries
):
    other = factories.make_cycle(site, title="Accueils", slug="accueils", code="accueils")
    organisations = [factories.make_organisation(code) for code in ("icom-israel", "icom-greece")]

    with django_assert_num_queries(1):
        found = all_scopes()

    assert found == [
        ALL,
        Scope("cycle-accueils", "cycle", other.translation_key),
        Scope("cycle-solidarites", "cycle", cycle.translation_key),
        Scope("org-icom-greece", "organisation", organisations[1].key),
        Scope("org-icom-israel", "organisation", organisations[0].key),
    ]


def test_name_of_a_scope_is_found_again(cycle):
    organisation = factories.make_organisation()

    assert find_scope(cycle_scope_name(cycle.code)).key == cycle.translation_key
    assert find_scope(organisation_scope_name(organisation.code)).key == organisation.key
