"""Fixtures for the tests of `feeds`."""

import pytest

from feeds import deliveries, fastpath
from feeds.deliveries import register_sender
from tests.feeds.fast_server import Server
from tests.feeds.standing import standing_world
from tests.feeds.world import reread


@pytest.fixture
def told(monkeypatch):
    """What was sent, as (topic, target); no kinds but "test", which always succeeds."""
    monkeypatch.setattr(deliveries, "_senders", {})
    sent = []
    register_sender("test", lambda delivery: sent.append((delivery.topic, delivery.target)))
    return sent


@pytest.fixture
def web_process(settings, tmp_path, monkeypatch, on_own_connection):
    """What makes web processes on an empty store, all on the connection of the test. Nobody watches in a thread."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    monkeypatch.setattr(fastpath, "watch", lambda generation: None)
    return Server


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """Everything that tests of embeds, of the API and of the kit ask for: made once per module, rolled back behind it."""
    with standing_world(django_db_blocker) as world:
        yield world


@pytest.fixture
def world(made_world, db):
    return reread(made_world)
