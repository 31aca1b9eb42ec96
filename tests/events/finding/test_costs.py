"""How many queries and bytes the pages take, with one session and with thirty: literal numbers, every cache cold."""

import datetime
import gzip

from django.core.cache import cache
from django.core.management import call_command

import pytest
import time_machine

from tests import factories
from tests.events import announced
from tests.events.announced import CLOSES

pytestmark = pytest.mark.django_db

# The letter begins a word of every session, of the news, and the name of a person.
BUDGET = {"/fr/organisations/icom-greece/": 11, "/fr/archive/": 9, "/fr/search/?q=e": 10}
LARGEST = 12 * 1024


def test_pages_take_as_many_queries_for_one_session_as_for_thirty(
    client, site, announcement, django_assert_num_queries
):
    factories.make_news(site, title="En été")
    with time_machine.travel(CLOSES + datetime.timedelta(days=40), tick=False):
        for count in (0, 29):
            announced.clone_sessions(announcement, count)
            call_command("update_index", verbosity=0)
            for path, number in BUDGET.items():
                client.get(path)
                cache.clear()
                with django_assert_num_queries(number):
                    response = client.get(path)
                assert len(gzip.compress(response.content)) < LARGEST
