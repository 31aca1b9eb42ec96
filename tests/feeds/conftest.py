"""Fixtures for the tests of `feeds`."""

from django.core.signals import request_finished, request_started
from django.db import close_old_connections

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
    """What makes web processes on an empty store, all on the connection of the test. Nobody watches in a thread."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    monkeypatch.setattr(fastpath, "watch", lambda generation: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Server
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
