"""Fixtures for the tests of `events`."""

from django.utils.translation import override

import pytest


@pytest.fixture
def english():
    """Messages in the language of the source, whatever catalogues are compiled."""
    with override("en"):
        yield
