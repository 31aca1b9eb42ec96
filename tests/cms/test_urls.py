"""Addresses of the project: languages, what answers beside the pages, and pages for errors."""

from contextlib import closing

from django.db import OperationalError
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override

import pytest
from lxml import html

from cms import views
from events.addresses import (
    archive_path,
    calendar_path,
    join_path,
    organisation_path,
    search_path,
    short_path,
)
from tests import factories
from tests.feeds.test_database_away import database_away

LANGUAGES = ("fr", "en", "es", "el", "he", "fi")


@pytest.mark.django_db
def test_addresses_that_pages_print_are_those_of_the_views(session):
    with override("he"):
        addresses = [
            reverse("parvis_join", args=[session.code]),
            reverse("feeds:session", kwargs={"language": "he", "code": session.code}),
            reverse("parvis_short_link", args=[session.code]),
            reverse("parvis_chooser"),
            reverse("parvis_organisation", args=["icom-greece"]),
            reverse("parvis_archive"),
            reverse("parvis_search"),
        ]

    assert addresses == [
        join_path(session.code, language="he"),
        calendar_path(session.code, language="he"),
        short_path(session.code),
        "/",
        organisation_path("icom-greece", language="he"),
        archive_path(language="he"),
        search_path(language="he"),
    ]


def test_address_without_a_language_never_redirects_into_one(client, site):
    response = client.get("/solidarites/", headers={"accept-language": "fr"})

    assert (response.status_code, response["Vary"]) == (404, "Accept-Language")


def test_address_below_a_language_speaks_it_whatever_the_browser_wants(client, site):
    response = client.get("/he/", headers={"accept-language": "fr"})

    assert (response["Content-Language"], response.get("Vary")) == ("he", None)


def test_slash_is_added_to_an_address_below_a_language(client, session):
    response = client.get("/fr/join/solidarites-7")

    assert (response.status_code, response["Location"]) == (301, "/fr/join/solidarites-7/")


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("he", "rtl")])
def test_server_error_page_needs_neither_request_nor_database(language, direction, settings):
    with override(language):
        response = views.server_error(request=None)

    root = html.fromstring(response.content)
    assert (response.status_code, root.get("lang"), root.get("dir")) == (500, language, direction)
    assert root.xpath("//main//a/@href") == [f"/{language}/", *(f"/{code}/" for code in LANGUAGES)]
    assert root.xpath("//main//form/@action") == [f"/{language}/search/"]


def test_error_in_a_view_shows_the_page_without_its_cause(site, monkeypatch):
    def fail(request):
        raise RuntimeError("secret cause")

    monkeypatch.setattr("events.views.tree_for", fail)

    response = Client(raise_request_exception=False).get("/el/")

    assert (response.status_code, html.fromstring(response.content).get("lang")) == (500, "el")
    assert b"secret cause" not in response.content


def test_database_that_is_away_closes_the_site_for_a_moment(site, monkeypatch):
    def fail(request):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("events.views.tree_for", fail)

    response = Client(raise_request_exception=False).get("/he/")

    page = html.fromstring(response.content)
    assert (response.status_code, page.get("lang"), page.get("dir")) == (503, "he", "rtl")
    assert (response["Retry-After"], response["Cache-Control"]) == ("120", "no-store")
    assert page.xpath("//main//a/@href")[0] == "/he/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/pages/", "/admin/password_reset/"])
def test_editor_is_told_when_the_database_is_away_and_when_to_come_back(site, path, method):
    desk = Client(raise_request_exception=False)
    desk.force_login(factories.make_admin())

    with database_away():
        answer = getattr(desk, method)(path)

    page = html.fromstring(answer.content)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "120", "no-store")
    assert page.xpath("//p[@class='status-code']/text()") == ["503"]


def test_closed_site_says_so_in_every_language_without_the_database(client, settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()

    pages = [client.get(path) for path in ("/fr/", "/el/solidarites/", "/admin/", "/sitemap.xml")]

    assert [page.status_code for page in pages] == [503] * 4
    assert [html.fromstring(page.content).get("lang") for page in pages[:2]] == ["fr", "el"]
    assert {page["Cache-Control"] for page in pages} == {"no-store"}


@pytest.mark.parametrize("path", ["/api/v1/sessions", "/api/v3-preview/pages/", "/oembed?url=x"])
def test_closed_site_says_so_to_programs_in_json(client, settings, tmp_path, path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()

    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (
        503,
        "application/problem+json",
        503,
    )
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("120", "no-store")


def test_feeds_and_the_way_into_a_meeting_stay_open_while_the_site_is_closed(
    client, session, settings, tmp_path
):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    paths = [
        "/feeds/fr/all/sessions.ics",
        "/he/join/solidarites-7/",
        "/s/solidarites-7",
        "/healthz",
        "/readyz",
    ]

    assert [client.get(path).status_code for path in paths] == [200, 200, 302, 200, 200]


def test_not_found_page_without_a_site_is_not_an_error(client, site):
    site.site.delete()

    assert client.get("/fr/nope/").status_code == 404


def test_not_found_page_is_not_indexed(client, site):
    page = html.fromstring(client.get("/fr/nope/").content)

    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/", "/documents/1/x.pdf", "/api/v3-preview/pages/"])
def test_machine_addresses_come_before_the_languages(client, path):
    assert client.get(path).status_code != 500


@pytest.mark.parametrize("folder", ["avatar_images", "images", "original_images"])
def test_media_serve_pictures_for_a_day(folder, rf, tmp_path):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.png").write_bytes(b"picture")
    found = resolve(f"/media/{folder}/a.png")
    answer = found.func(rf.get("/"), path=found.kwargs["path"], document_root=tmp_path)

    with closing(answer.file_to_stream):
        body = answer.getvalue()

    assert (body, answer["Cache-Control"]) == (b"picture", "public, max-age=86400")


@pytest.mark.parametrize(
    "path", ["documents/a.pdf", "images/../documents/a.pdf", "/documents/a.pdf", "a.pdf", ""]
)
def test_media_serve_nothing_but_pictures(path):
    with pytest.raises(Resolver404):
        resolve(f"/media/{path}")
