"""The site of a module's tests is made once, inside a transaction around the module; each test rolls back to it."""

from django.db import transaction

import pytest

from tests import factories
from tests.feeds import world as making


@pytest.fixture(scope="module")
def standing_site(django_db_setup, django_db_blocker):
    """Six locales with their homes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield factories.make_site()
        transaction.set_rollback(True)


@pytest.fixture
def site(standing_site, db):
    """That site, read afresh."""
    return making.reread_tree(standing_site)
