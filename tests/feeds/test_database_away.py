"""While the database is away, readers get the last bytes that there are, and are asked to come back where there are none."""

import logging
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection
from django.test import Client

import pytest

from feeds.addresses import Address
from feeds.models import Kind
from feeds.serving import UnavailableError, serve_feed
from tests import factories
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2021, 5, 3, 9, 30)
ICS, DOWNLOAD = "/feeds/fr/all/sessions.ics", "/feeds/fr/session/solidarites-7.ics"
OPML = "/feeds/fr/feeds.opml"
FEED = Address("fr", "all", Kind.SESSIONS, "ics")


@contextmanager
def database_away(error=OperationalError):
    """Every query fails, as it does while a server restarts; with InterfaceError, as on a connection that it has closed."""

    def fail(execute, sql, params, many, context):
        raise error("could not connect to server: Connection refused")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def errors(caplog):
    """What was logged as an error; silent otherwise."""
    caplog.set_level(logging.ERROR, logger="feeds.serving")
    return lambda: [record.getMessage() for record in caplog.records]


def test_last_bytes_are_given_while_the_database_is_away(session, errors):
    paths = (ICS, "/feeds/fr/all/news.json", DOWNLOAD, OPML)
    answers = {path: Client().get(path, headers={"Accept-Encoding": "br"}) for path in paths}

    with database_away():
        again = {path: Client().get(path, headers={"Accept-Encoding": "br"}) for path in paths}
        known = {path: Client().get(path, headers={"If-None-Match": answers[path]["ETag"]}) for path in paths}
        known_by_date = {
            path: Client().get(path, headers={"If-Modified-Since": answers[path]["Last-Modified"]})
            for path in paths
        }

    for path, first in answers.items():
        assert (again[path].status_code, again[path].content) == (200, first.content)
        assert dict(again[path].headers) == dict(first.headers)
        assert (known_by_date[path].status_code, known_by_date[path].content) == (304, b"")
    assert {path: answer.status_code for path, answer in known.items()} == dict.fromkeys(paths, 200)
    assert errors()[0] == (
        f"The database does not answer for {ICS}: could not connect to server: Connection refused"
    )


@pytest.mark.parametrize("path", ["/feeds/", "/feeds/fr/all/sessions.xls", "/feeds/fr/all/sessions.ics/"])
def test_address_that_never_was_a_feed_is_not_found_while_the_database_is_away(site, path):
    with database_away():
        assert Client().get(path).status_code == 404


def test_reader_who_has_the_last_bytes_is_told_so_while_the_database_is_away(session, errors):
    first = Client().get(ICS)

    with database_away():
        again = Client().get(ICS, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


@pytest.mark.parametrize(
    "path",
    ["all/sessions.rss", "cycle-nothing/sessions.ics", "session/nothing-1.ics", "all/sessions-2020.ics", "feeds.opml"],
)  # fmt: skip
def test_what_was_never_stored_is_unavailable_while_the_database_is_away(
    site, errors, path, tmp_path, settings
):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}

    with database_away():
        response = Client().get(f"/feeds/fr/{path}")

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "120",
        "no-store",
    )


def test_language_that_the_site_does_not_offer_is_unavailable_while_the_database_is_away(site, errors):
    """It may have been offered once: nobody can tell now."""
    with database_away():
        files = ("all/sessions.ics", "feeds.opml", "session/a-1.ics")
        statuses = [Client().get(f"/feeds/de/{file}").status_code for file in files]

    assert statuses == [503] * 3


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    "path", ["/api/v1/sessions", "/api/v1/cycles", "/embed/fr/all/", "/embed/fr/all/fragment.html"]
)
def test_api_and_embeds_are_unavailable_while_the_database_is_away(site, path, error):
    with database_away(error):
        answer = Client().get(path)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "120", "no-store")


def test_database_that_goes_away_half_way_is_away(session, errors):
    kept = serve_feed(FEED, now=NOW)
    factories.publish(session, title="Autrement")
    seen = []

    def fail_at_the_look(execute, sql, params, many, context):
        if "parvis_feeds_edition" in sql:
            seen.append(sql)
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_at_the_look):
        given = serve_feed(FEED, now=NOW)

    assert (given, len(seen)) == (kept, 1)


def test_unavailable_is_raised_for_views_to_answer(site, settings, errors):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": ""}

    with database_away(), pytest.raises(UnavailableError):
        serve_feed(FEED, now=NOW)
