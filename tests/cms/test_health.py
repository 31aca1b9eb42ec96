"""What a supervisor is told."""

from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

import pytest

from cms import migrated


@pytest.fixture(autouse=True)
def _not_remembered(monkeypatch):
    monkeypatch.setattr(migrated, "_good_until", 0.0)


def test_alive_does_not_ask_the_database(client):
    response = client.get("/healthz")  # without the db fixture a query would fail

    assert (response.status_code, response.content, response["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )


def test_ready_when_the_database_answers(client, site):
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.django_db
def test_not_ready_when_the_database_does_not_answer(client, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error("connection refused")

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


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_to_whoever_asks_by_the_address_of_a_machine(client, site, path):
    assert client.get(path, headers={"Host": "172.18.0.4:8000"}).status_code == 200


def test_post_is_refused(client):
    assert client.post("/healthz").status_code == 405


def test_not_ready_while_the_database_is_older_than_the_code(client, site):
    applied = MigrationRecorder.Migration.objects.filter(app="parvis_feeds")
    applied.order_by("-pk").first().delete()

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (
        503,
        b"the database is older than the code: run manage.py migrate\n",
    )


def test_ready_beside_a_newer_database(client, site):
    MigrationRecorder(connection).record_applied("parvis_feeds", "9999_of_the_next_release")

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_known_migrations_are_djangos_own():
    loader = MigrationExecutor(connection).loader

    assert migrated.known() == frozenset(loader.disk_migrations)
    assert migrated.unapplied() == set()


@pytest.mark.django_db
def test_migrations_are_looked_at_once_in_ten_seconds(django_assert_num_queries):
    with django_assert_num_queries(2):  # whether the table is there, and what it holds
        answers = [migrated.is_migrated() for _each in range(3)]

    assert answers == [True] * 3
