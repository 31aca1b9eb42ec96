"""Fixtures for the tests of `feeds`."""

import pytest

from feeds import deliveries
from feeds.deliveries import register_sender


@pytest.fixture
def told(monkeypatch):
    """What was sent, as (topic, target); no kinds but "test", which always succeeds."""
    monkeypatch.setattr(deliveries, "_senders", {})
    sent = []
    register_sender("test", lambda delivery: sent.append((delivery.topic, delivery.target)))
    return sent
