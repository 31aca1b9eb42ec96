"""Fixtures for the tests of `events`."""

import io
import json

from django.core.management import call_command
from django.utils.translation import override

import pytest

from tests import factories
from tests.events import announced
from tests.events.api.client import PAGES
from tests.events.logged_in import administrator


@pytest.fixture
def english():
    """Messages in the language of the source, whatever catalogues are compiled."""
    with override("en"):
        yield


@pytest.fixture
def admin(client):
    """The client, logged in as somebody who may do everything and reads the admin in English."""
    return administrator(client)


@pytest.fixture
def announcement(site):
    """The announced session with all its elements, published in French."""
    return announced.make_announced(site)


@pytest.fixture
def hebrew_cycle(session):
    """The cycle in Hebrew too; its session in French only."""
    return factories.translate(session.get_parent().specific, "he", title="סולידריות")


@pytest.fixture
def token(db):
    """The headers of an administrator's program."""
    factories.make_admin()
    printed = io.StringIO()
    call_command("api_tokens", "create", "--user=admin", "--name=program", stdout=printed)
    return {"Authorization": f"Bearer {printed.getvalue().strip()}"}


@pytest.fixture
def patch(client, token):
    """PATCH a page with these fields."""

    def send(page, **fields):
        url = f"{PAGES}{page.pk}/"
        return client.patch(url, json.dumps(fields), content_type="application/json", headers=token)

    return send
