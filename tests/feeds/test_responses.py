"""What an answer says of itself, and that it is the same answer for everybody."""

import datetime
import gzip
import shutil
from pathlib import Path

from django.test import Client, RequestFactory

import brotli
import pytest
import time_machine

from feeds.responses import gone, respond, unavailable
from feeds.store import represent
from tests import factories

pytestmark = pytest.mark.django_db

ICS = "/feeds/fr/all/sessions.ics"
DOWNLOAD = "/feeds/fr/session/solidarites-7.ics"
MEDIA_TYPES = {
    ICS: "text/calendar; charset=utf-8",
    "/feeds/fr/all/sessions.rss": "application/rss+xml; charset=utf-8",
    "/feeds/fr/all/sessions.atom": "application/atom+xml; charset=utf-8",
    "/feeds/fr/all/sessions.json": "application/feed+json",
    "/feeds/fr/cycle-solidarites/news.rss": "application/rss+xml; charset=utf-8",
    "/feeds/fr/all/changes.atom": "application/atom+xml; charset=utf-8",
    "/feeds/fr/feeds.opml": "text/x-opml; charset=utf-8",
    DOWNLOAD: "text/calendar; charset=utf-8",
}
CODINGS = {
    "": "identity",
    "gzip": "gzip",
    "br": "br",
    "gzip, deflate, br": "br",
    "br;q=0, gzip": "gzip",
    "*;q=0": "identity",
}
VALIDATORS = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"}
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
# Behind every change: until then Last-Modified may be left out.
LATER = datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC)
MOMENT = datetime.datetime(2021, 5, 3, 9, 30, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def store(settings, tmp_path) -> Path:
    """An empty one: what other tests left there is another world's, though its bytes may be equal."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    return tmp_path / "feeds"


def stored(body: bytes = b"BEGIN:VCALENDAR", **changes):
    about = {
        "path": "/feeds/he/all/sessions.ics", "version": "one", "changed": MOMENT, "media_type": "text/calendar; charset=utf-8",
        "language": "he", "filename": "all-sessions-he.ics", "is_download": False, "max_age": 300,
    }  # fmt: skip
    return represent(body=body, **(about | changes))


def answer(representation, *, now: datetime.datetime = MOMENT, **headers: str):
    return respond(RequestFactory().get(representation.path, headers=headers), representation, now=now)


def everything(response) -> tuple[int, bytes, dict[str, str]]:
    return response.status_code, response.content, dict(response.headers)


# Headers


def test_headers_are_exactly_these(settings):
    settings.PARVIS = settings.PARVIS | {"WEBSUB_HUB": "https://hub.example/"}
    representation = stored()

    response = answer(representation, now=datetime.datetime(2021, 5, 4, tzinfo=datetime.UTC))

    others = [
        f'<https://parvis.example/feeds/{each}/all/sessions.ics>; rel="alternate"; hreflang="{each}"'
        for each in ("fr", "en", "es", "el", "fi")
    ]
    assert response.sealed_headers == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": "15",
        "Content-Language": "he",
        "Content-Disposition": 'inline; filename="all-sessions-he.ics"',
        "ETag": f'"{representation.etag}"',
        "Last-Modified": "Mon, 03 May 2021 09:30:12 GMT",
        "Cache-Control": "public, max-age=300, stale-if-error=604800",
        "Link": ", ".join(
            ['<https://parvis.example/feeds/he/all/sessions.ics>; rel="self"', '<https://hub.example/>; rel="hub"', *others]
        ),
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Content-Disposition",
    }  # fmt: skip


def test_download_is_an_attachment_and_has_no_hub(settings):
    settings.PARVIS = settings.PARVIS | {"WEBSUB_HUB": "https://hub.example/"}
    path = "/feeds/he/session/solidarites-7.ics"

    headers = answer(
        stored(path=path, filename="solidarites-7-2021-05-18.ics", is_download=True)
    ).sealed_headers

    assert headers["Content-Disposition"] == 'attachment; filename="solidarites-7-2021-05-18.ics"'
    assert "hub" not in headers["Link"]
    assert headers["Link"].startswith(f'<https://parvis.example{path}>; rel="self", ')


def test_last_modified_is_left_out_before_its_time():
    early, due = (answer(stored(), now=MOMENT - wait).sealed_headers for wait in (SECOND, 0 * SECOND))

    assert dict(due) == dict(early) | {"Last-Modified": "Mon, 03 May 2021 09:30:12 GMT"}
    assert "Last-Modified" not in early


def test_archive_may_be_kept_longer():
    response = answer(stored(max_age=86_400))

    assert response.sealed_headers["Cache-Control"] == "public, max-age=86400, stale-if-error=604800"


def test_answer_has_the_media_type_of_its_format_whatever_is_accepted(client, session):
    for accept in ("text/html", "image/png", ""):
        found = {path: client.get(path, headers={"Accept": accept})["Content-Type"] for path in MEDIA_TYPES}
        assert found == MEDIA_TYPES


def test_head_has_the_headers_of_get_and_no_body(client, session):
    for path in MEDIA_TYPES:
        for accepted in ("", "br"):
            headers = {"Accept-Encoding": accepted}
            status, body, expected = everything(client.get(path, headers=headers))

            assert everything(client.head(path, headers=headers)) == (status, b"", expected)
            assert (status, expected["Content-Length"]) == (200, str(len(body)))


# Codings


@pytest.mark.parametrize("path", MEDIA_TYPES)
def test_coded_body_is_the_body_and_has_a_tag_of_its_own(client, session, path):
    plain = client.get(path)
    decode = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}

    for accepted, coding in CODINGS.items():
        response = client.get(path, headers={"Accept-Encoding": accepted})
        assert (accepted, decode[coding](response.content)) == (accepted, plain.content)
        expected = plain["ETag"] if coding == "identity" else f'{plain["ETag"][:-1]}-{coding}"'
        assert (response["ETag"], response.get("Content-Encoding", "identity")) == (expected, coding)
        assert response["Content-Length"] == str(len(response.content))
        others = {name: response[name] for name in plain.headers if name not in ("ETag", "Content-Length")}
        assert others == {name: plain[name] for name in others}


def test_short_body_is_never_coded():
    response = answer(stored(), **{"Accept-Encoding": "gzip, br"})

    assert (response.content, "Content-Encoding" in response.sealed_headers) == (b"BEGIN:VCALENDAR", False)


# Conditions


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("path", [ICS, DOWNLOAD, "/feeds/fr/all/changes.rss", "/feeds/fr/feeds.opml"])
@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_validator_replayed_as_received_gets_304_without_body(client, session, method, path, accepted):
    first = client.get(path, headers={"Accept-Encoding": accepted})
    expected = {name: value for name, value in first.headers.items() if name not in ABOUT_THE_BODY}
    assert {"ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Language", "Link"} <= set(expected)

    for condition, validator in VALIDATORS.items():
        headers = {"Accept-Encoding": accepted, condition: first[validator]}
        assert everything(getattr(client, method)(path, headers=headers)) == (304, b"", expected)


def test_tag_of_one_coding_is_not_that_of_another(client, session):
    tags = {
        accepted: client.get(ICS, headers={"Accept-Encoding": accepted})["ETag"]
        for accepted in ("", "gzip", "br")
    }

    statuses = {
        (known, accepted): client.get(
            ICS, headers={"Accept-Encoding": accepted, "If-None-Match": tag}
        ).status_code
        for known, tag in tags.items()
        for accepted in tags
    }

    assert statuses == {
        (known, accepted): 304 if known == accepted else 200 for known in tags for accepted in tags
    }


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


# Other methods, other answers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [ICS, DOWNLOAD, "/feeds/fr/feeds.opml"])
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
            "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Content-Disposition",
        },
    )


def test_gone_is_said_in_the_language_of_the_feed():
    responses = {language: gone(language=language) for language in ("en", "fr")}

    assert {language: (each.status_code, each.sealed_headers["Content-Language"]) for language, each in responses.items()} == {
        "en": (410, "en"), "fr": (410, "fr"),
    }  # fmt: skip
    assert responses["en"].content == b"What stood at this address is not public any more.\n"
    assert responses["fr"].content != responses["en"].content
    assert [each.sealed_headers["Content-Length"] for each in responses.values()] == [
        str(len(each.content)) for each in responses.values()
    ]
    assert responses["en"].sealed_headers["Cache-Control"] == "public, max-age=300"


def test_unavailable_is_asked_again_and_kept_by_nobody():
    response = unavailable()

    kept = ("Retry-After", "Cache-Control", "Content-Type")
    assert (response.status_code, [response.sealed_headers[name] for name in kept]) == (
        503,
        ["120", "no-store", "text/plain; charset=utf-8"],
    )
    assert response.content == b"The feed cannot be read at the moment. Please try again later.\n"


# The same for everybody


def test_nothing_of_the_request_changes_what_is_made_or_answered(client, session, store):
    hebrew = factories.translate(session.get_parent().specific, "he")
    factories.publish(session, introduction=f'<p><a linktype="page" id="{hebrew.pk}">le cycle</a></p>')
    with time_machine.travel(LATER):
        expected = {path: everything(client.get(path)) for path in MEDIA_TYPES}

        for extra in STRANGE.values():
            shutil.rmtree(store)
            made = {path: everything(Client().get(path, **extra)) for path in MEDIA_TYPES}
            given = {path: everything(Client().get(path, **extra)) for path in MEDIA_TYPES}
            assert (extra, made, given) == (extra, expected, expected)


def test_logged_in_editor_gets_what_everybody_gets(client, session):
    editor = Client()
    editor.force_login(factories.make_admin())
    with time_machine.travel(LATER):
        anonymous = {path: everything(client.get(path)) for path in MEDIA_TYPES}
        editor.get("/admin/")
        responses = {path: editor.get(path) for path in MEDIA_TYPES}

    assert {path: everything(response) for path, response in responses.items()} == anonymous
    assert {(response["Vary"], len(response.cookies)) for response in responses.values()} == {
        ("Accept-Encoding", 0)
    }
