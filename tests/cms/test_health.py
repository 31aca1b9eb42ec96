"""What a supervisor is told."""

from django.db import OperationalError, connection

import pytest


def test_alive_does_not_ask_the_database(client):
    response = client.get("/healthz")  # without the db fixture a query would fail

    assert (response.status_code, response.content, response["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )


def test_ready_when_the_database_answers(client, site):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", fail)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert b"refused" not in response.content


def test_not_ready_without_a_site(client, site):
    site.site.delete()

    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_is_never_cached(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
