"""What an answer says of itself, and that it is the same answer for everybody."""

import datetime

from django.test import Client

import pytest

from feeds.models import Representation
from feeds.responses import gone, representation_headers
from tests import factories

pytestmark = pytest.mark.django_db

ICS = "/feeds/fr/all/sessions.ics"
MEDIA_TYPES = {
    ICS: "text/calendar; charset=utf-8",
    "/feeds/fr/all/sessions.rss": "application/rss+xml; charset=utf-8",
    "/feeds/fr/all/sessions.atom": "application/atom+xml; charset=utf-8",
    "/feeds/fr/all/sessions.json": "application/feed+json",
    "/feeds/fr/cycle-solidarites/news.rss": "application/rss+xml; charset=utf-8",
    "/feeds/fr/session/solidarites-7.ics": "text/calendar; charset=utf-8",
}
VALIDATORS = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
KEPT_ON_304 = {
    "ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Language", "Link", "X-Content-Type-Options",
    "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
}  # fmt: skip
STRANGE = {
    "parameters": {"QUERY_STRING": "utm_source=mail&page=2&format=rss"},
    "broken parameters": {"QUERY_STRING": "%00=%ff&language=he"},
    "host": {"HTTP_HOST": "localhost"},
    "port": {"HTTP_HOST": "127.0.0.1:8000"},
    "forwarded host": {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "http"},
    "language": {"HTTP_ACCEPT_LANGUAGE": "he, en;q=0.5"},
    "cookies": {"HTTP_COOKIE": "django_language=he; sessionid=0123456789abcdef; csrftoken=planted"},
    "client": {"HTTP_USER_AGENT": "Google-Calendar-Importer", "HTTP_ACCEPT": "text/html"},
    "origin": {"HTTP_ORIGIN": "https://partner.example"},
    "range": {"HTTP_RANGE": "bytes=0-10"},
}


@pytest.fixture
def stored():
    return Representation(
        path="/feeds/he/all/sessions.ics",
        body=b"BEGIN:VCALENDAR",
        etag='"abc"',
        last_modified=datetime.datetime(2021, 5, 3, 9, 30, 12, tzinfo=datetime.UTC),
        media_type="text/calendar; charset=utf-8",
        language="he",
        filename="all-sessions-he.ics",
    )


def everything(response) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.headers)


def without_date(response) -> tuple[int, bytes, dict[str, str]]:
    """Everything but Last-Modified, for answers with an emptied store in between."""
    status, body, headers = everything(response)
    return status, body, {name: value for name, value in headers.items() if name != "Last-Modified"}


def test_headers_are_exactly_these(stored):
    now = datetime.datetime(2021, 5, 4, tzinfo=datetime.UTC)

    assert representation_headers(stored, now=now) == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": "15",
        "Content-Language": "he",
        "Content-Disposition": 'inline; filename="all-sessions-he.ics"',
        "ETag": '"abc"',
        "Last-Modified": "Mon, 03 May 2021 09:30:12 GMT",
        "Cache-Control": "public, max-age=300, stale-if-error=604800",
        "Link": '<https://parvis.example/feeds/he/all/sessions.ics>; rel="self"',
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    }


def test_last_modified_is_never_in_the_future(stored):
    now = stored.last_modified - datetime.timedelta(seconds=2)

    assert representation_headers(stored, now=now)["Last-Modified"] == "Mon, 03 May 2021 09:30:10 GMT"


def test_answer_has_the_media_type_of_its_format_whatever_is_accepted(client, session):
    for accept in ("text/html", "image/png", ""):
        found = {path: client.get(path, headers={"Accept": accept})["Content-Type"] for path in MEDIA_TYPES}
        assert found == MEDIA_TYPES


def test_download_is_an_attachment_with_code_and_date_in_its_name(client, session):
    response = client.get("/feeds/fr/session/solidarites-7.ics")

    assert response["Content-Disposition"] == 'attachment; filename="solidarites-7-2021-05-18.ics"'


def test_head_has_the_headers_of_get_and_no_body(client, session):
    for path in MEDIA_TYPES:
        status, body, headers = everything(client.get(path))

        assert everything(client.head(path)) == (status, b"", headers)
        assert (status, headers["Content-Length"]) == (200, str(len(body)))


@pytest.mark.parametrize("method", ["get", "head"])
def test_validator_replayed_as_received_gets_304_without_body(client, session, method):
    first = client.get(ICS)
    expected = {name: value for name, value in first.headers.items() if name in KEPT_ON_304}
    assert set(expected) == KEPT_ON_304

    for condition, validator in VALIDATORS.items():
        again = getattr(client, method)(ICS, headers={condition: first[validator]})
        assert everything(again) == (304, b"", expected)


def test_failed_precondition_is_412_without_a_length(client, session):
    response = client.get(ICS, headers={"If-Match": '"other"'})

    assert (response.status_code, response.content, response.has_header("Content-Length")) == (
        412,
        b"",
        False,
    )


def test_etag_is_strong_and_differs_between_languages_and_formats(client, session):
    tags = [client.get(f"/feeds/{language}/all/sessions.{extension}")["ETag"]
            for language in ("fr", "en", "he") for extension in ("ics", "rss", "atom", "json")]  # fmt: skip

    assert len(set(tags)) == 12
    assert [tag for tag in tags if not (tag.startswith('"') and tag.endswith('"') and len(tag) == 34)] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [ICS, "/feeds/fr/session/solidarites-7.ics"])
def test_other_methods_are_refused_by_name_and_not_for_a_missing_token(db, method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_preflight_of_another_site_may_send_its_validators(client, session):
    response = client.options(
        ICS, headers={"Origin": "https://partner.example", "Access-Control-Request-Method": "GET"}
    )

    assert everything(response) == (
        204,
        b"",
        {
            "Allow": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
            "Access-Control-Allow-Origin": "*",
        },
    )


def test_gone_is_said_in_the_language_of_the_feed():
    response = gone(language="fr")

    assert (response.status_code, response.sealed_headers["Content-Language"]) == (410, "fr")
    assert response.sealed_headers["Content-Length"] == str(len(response.content))


def test_nothing_of_the_request_changes_what_is_built_or_answered(client, session):
    hebrew = factories.translate(session.get_parent().specific, "he")
    factories.publish(session, introduction=f'<p><a linktype="page" id="{hebrew.pk}">le cycle</a></p>')
    expected = {path: without_date(client.get(path)) for path in MEDIA_TYPES}

    for extra in STRANGE.values():
        Representation.objects.all().delete()
        built = {path: without_date(Client().get(path, **extra)) for path in MEDIA_TYPES}
        stored = {path: without_date(Client().get(path, **extra)) for path in MEDIA_TYPES}
        assert (extra, built, stored) == (extra, expected, expected)


def test_logged_in_editor_gets_what_everybody_gets(client, session):
    anonymous = {path: everything(client.get(path)) for path in MEDIA_TYPES}
    editor = Client()
    editor.force_login(factories.make_admin())
    editor.get("/admin/")

    responses = {path: editor.get(path) for path in MEDIA_TYPES}

    assert {path: everything(response) for path, response in responses.items()} == anonymous
    assert {(response["Vary"], len(response.cookies)) for response in responses.values()} == {
        ("Accept-Encoding", 0)
    }
