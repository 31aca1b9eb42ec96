"""The partner kit on sites that change under it, and what it costs."""

import datetime

from django.test import Client

import pytest
import time_machine
from lxml import html

from tests.feeds.world import make_programme

pytestmark = pytest.mark.django_db


def read(address: str = "/fr/partners/"):
    response = Client().get(address)
    response.tree = html.document_fromstring(response.content.decode())
    return response


def test_language_without_a_public_home_is_not_found(site):
    site.homes["fi"].unpublish()

    assert Client().get("/fi/partners/").status_code == 404
    assert "language=fi" not in read().content.decode()


def test_withdrawn_cycle_is_as_unknown_as_one_that_never_was(cycle):
    title = cycle.title
    cycle.unpublish()

    page = read("/fr/partners/?scope=cycle-solidarites")

    assert len(page.tree.xpath("//p[@class='fallback']")) == 1
    assert title not in page.content.decode()


@pytest.mark.parametrize("size", [1, 4])
def test_page_takes_eleven_queries_whatever_the_size(cycle, size, django_assert_num_queries):
    make_programme(cycle, size=size)
    with time_machine.travel(datetime.datetime(2021, 1, 6, tzinfo=datetime.UTC)):
        Client().get("/fr/partners/?scope=cycle-solidarites")
        with django_assert_num_queries(11):
            Client().get("/he/partners/?scope=cycle-solidarites&language=fr")
