"""Fixtures for the tests of the doctor."""

import pytest


@pytest.fixture
def own_store(settings, tmp_path):
    """A store of the test's own: what it spoils, no other test reads."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}
