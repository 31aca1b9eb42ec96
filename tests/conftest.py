"""Fixtures that several files need. The tree is built by tests/factories.py."""

import pytest

from tests import factories
from tests.database import _restored_after_commits, django_db_setup  # noqa: F401  (fixtures)


@pytest.fixture
def site(db):
    """Six locales with a home page each, fr first; see factories.Site."""
    return factories.make_site()


@pytest.fixture
def cycle(site):
    """A published French cycle, third Tuesday 13:00-14:30 Paris, code "solidarites"."""
    return factories.make_cycle(site)


@pytest.fixture
def session(cycle):
    """Session 7 of that cycle, 18 May 2021, published in French, with a meeting link."""
    return factories.make_session(cycle)
