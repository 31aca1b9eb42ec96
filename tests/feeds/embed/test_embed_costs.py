"""What an embed costs, whatever the size of its programme."""

import datetime

from django.test import Client

import pytest
import time_machine

from tests.feeds.world import make_programme

pytestmark = pytest.mark.django_db


def get(path: str, query: str = "", *, at: datetime.datetime):
    with time_machine.travel(at, tick=False):
        return Client().get(f"/embed/{path}{query}")


@pytest.mark.parametrize("size", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_embed_costs_four_queries(cycle, size, django_assert_num_queries):
    make_programme(cycle, size=size)
    get("fr/cycle-solidarites/", at=datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC))

    with django_assert_num_queries(4):
        get("fr/cycle-solidarites/", "?layout=table", at=datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC))
