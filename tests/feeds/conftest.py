"""Fixtures for the tests of `feeds`."""

import pytest

from feeds import deliveries, fastpath
from feeds.deliveries import register_sender
from tests.feeds.fast_server import Server


@pytest.fixture
def told(monkeypatch):
    """What was sent, as (topic, target); no kinds but "test", which always succeeds."""
    monkeypatch.setattr(deliveries, "_senders", {})
    sent = []
    register_sender("test", lambda delivery: sent.append((delivery.topic, delivery.target)))
    return sent


@pytest.fixture
def web_process(settings, tmp_path, monkeypatch):
    """What makes web processes on an empty store. Nobody watches in a thread."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    monkeypatch.setattr(fastpath, "watch", lambda generation: None)
    return Server
