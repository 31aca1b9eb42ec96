"""How many queries a page takes: literal numbers, every cache cold."""

from django.core.cache import cache

import pytest
import time_machine

from tests import factories
from tests.events import announced
from tests.events.announced import ADDRESS, DAY_BEFORE, FALLBACK

pytestmark = pytest.mark.django_db


@pytest.fixture
def count_queries(client, django_assert_num_queries):
    """Reads a page with every cache cold, its pictures made, in so many queries."""

    def count(path: str, number: int) -> None:
        assert client.get(path).status_code == 200
        cache.clear()
        with django_assert_num_queries(number):
            client.get(path)

    return count


def test_session_page_takes_eight_queries_at_1_and_at_300_sessions(count_queries, announcement):
    count_queries(ADDRESS, 8)

    announced.clone_sessions(announcement, 299)

    count_queries(ADDRESS, 8)


def test_translated_session_page_takes_eight_queries_at_1_and_at_300_sessions(count_queries, announcement):
    factories.translate(announcement, "he")
    count_queries(FALLBACK, 8)

    announced.clone_sessions(announcement, 299)

    count_queries(FALLBACK, 8)


def test_fallback_page_takes_eight_queries_at_1_and_at_300_sessions(count_queries, announcement):
    factories.translate(announcement.get_parent().specific, "he")
    count_queries(FALLBACK, 8)

    announced.clone_sessions(announcement, 299)

    count_queries(FALLBACK, 8)


def test_home_and_cycle_take_as_many_queries_for_any_number_of_sessions(count_queries, announcement):
    with time_machine.travel(DAY_BEFORE, tick=False):
        count_queries("/fr/", 12)
        count_queries("/fr/solidarites/", 9)

        announced.clone_sessions(announcement, 299)

        count_queries("/fr/", 12)
        count_queries("/fr/solidarites/", 9)


@pytest.mark.parametrize("limit", [1, 20])
def test_list_of_the_api_takes_as_many_queries_at_any_limit(
    client, announcement, limit, django_assert_num_queries
):
    announced.clone_sessions(announcement, 30)
    address = f"/api/v3-preview/pages/?type=parvis_events.SessionPage&limit={limit}"

    client.get(address)
    with django_assert_num_queries(5):
        listed = client.get(address).json()["items"]

    assert len(listed) == limit
