"""A clock and a browser for pages from memory."""

from django.test import Client

import pytest
import time_machine

from cms import page_cache
from cms.settings import base
from tests.events.announced import DAY_BEFORE


@pytest.fixture
def moment():
    """A clock that is moved by hand."""
    with time_machine.travel(DAY_BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def client(moment, settings, monkeypatch):
    """A browser, and a process that remembers nothing yet, nor looks for what other hosts change."""
    monkeypatch.setattr(page_cache, "watch", lambda generation: None)
    settings.MIDDLEWARE = base.MIDDLEWARE
    client = Client(headers={"host": "parvis.example"})
    client.handler.load_middleware()
    return client
