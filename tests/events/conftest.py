"""Fixtures for the tests of `events`."""

from django.utils.translation import override

import pytest

from tests import factories
from tests.events import announced


@pytest.fixture
def english():
    """Messages in the language of the source, whatever catalogues are compiled."""
    with override("en"):
        yield


@pytest.fixture
def announcement(site):
    """The announced session with all its elements, published in French."""
    return announced.make_announced(site)


@pytest.fixture
def hebrew_cycle(session):
    """The cycle in Hebrew too; its session in French only."""
    return factories.translate(session.get_parent().specific, "he", title="סולידריות")
