"""Addresses of the project: languages, what answers beside the pages, and pages for errors."""

from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override

import pytest
from lxml import html

from cms import views
from events.addresses import calendar_path, join_path, short_path


@pytest.mark.django_db
def test_addresses_that_pages_print_are_those_of_the_views(session):
    with override("he"):
        addresses = [
            reverse("parvis_join", args=[session.code]),
            reverse("feeds:session", kwargs={"language": "he", "code": session.code}),
            reverse("parvis_short_link", args=[session.code]),
            reverse("parvis_chooser"),
        ]

    assert addresses == [
        join_path(session.code, language="he"),
        calendar_path(session.code, language="he"),
        short_path(session.code),
        "/",
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
    assert root.xpath("//main//a/@href") == [f"/{language}/"]


def test_error_in_a_view_shows_the_page_without_its_cause(site, monkeypatch):
    def fail(request):
        raise RuntimeError("secret cause")

    monkeypatch.setattr("events.views.tree_for", fail)

    response = Client(raise_request_exception=False).get("/el/")

    assert (response.status_code, html.fromstring(response.content).get("lang")) == (500, "el")
    assert b"secret cause" not in response.content


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
def test_media_serve_pictures(folder):
    assert resolve(f"/media/{folder}/a.png").kwargs["path"] == f"{folder}/a.png"


@pytest.mark.parametrize(
    "path", ["documents/a.pdf", "images/../documents/a.pdf", "/documents/a.pdf", "a.pdf", ""]
)
def test_media_serve_nothing_but_pictures(path):
    with pytest.raises(Resolver404):
        resolve(f"/media/{path}")
