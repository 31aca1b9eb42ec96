"""Figures of one test alone."""

import pytest

from cms.observing import carrying, requests


@pytest.fixture
def sums(counts, settings, tmp_path, monkeypatch):
    """The file of sums, carried when it is asked for and not by a thread, which would carry what the next test counts."""
    monkeypatch.setattr(requests, "keep_carrying", lambda: None)
    settings.FIGURES_FILE = tmp_path / "sums.json"
    carrying._carrier.cache_clear()
    yield settings.FIGURES_FILE
    carrying._carrier.cache_clear()
