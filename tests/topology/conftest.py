"""One town for all tests of the folder: it takes half a minute to build."""

import os

from django.db import connection

import pytest

from tests.granian_server import until
from tests.journeys.own_postgresql import OwnPostgresql, address_of
from tests.topology import town as towns
from tests.topology.people import EDITOR
from tests.topology.polling import FEEDS


@pytest.fixture(scope="session")
def town(django_db_setup):
    """Everything runs, on a copy of the tests' homes in six languages; a test that stops a part starts it again."""

    def fill(postgresql: OwnPostgresql) -> None:
        template = f"{connection.settings_dict['NAME']}_template"
        postgresql.fill(address_of(os.environ["TEST_POSTGRES_URL"], database=template))

    with towns.town(fill) as town:
        yield town


@pytest.fixture
def settled(town):
    """Whatever an earlier test published has reached the store of each host."""
    until(lambda: all(town.is_agreed(path) for path in FEEDS))


@pytest.fixture
def visitor(town):
    """Somebody who has not been here before."""
    return town.visitor()


@pytest.fixture(scope="session")
def editor(town):
    """Logged in through the proxy."""
    visitor = town.visitor()
    assert visitor.log_in(EDITOR)[0] == 302
    return visitor
