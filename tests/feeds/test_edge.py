"""The outermost middleware: sealed answers leave as they were sealed, others as they are."""

from django.http import HttpResponse
from django.test import RequestFactory

import pytest

from feeds.edge import SealFeeds


def spoiled(*, sealed: dict[str, str] | None) -> HttpResponse:
    """An answer that other middleware had its hands on."""
    response = HttpResponse(b"body", headers={"ETag": '"old"', "Vary": "Cookie", "X-Frame-Options": "DENY"})
    response.set_cookie("sessionid", "planted")
    if sealed is not None:
        response.sealed_headers = sealed
    return response


@pytest.fixture
def request_of_anybody():
    return RequestFactory().get("/feeds/fr/all/sessions.ics")


def test_sealed_answer_leaves_with_exactly_its_own_headers_and_no_cookie(request_of_anybody):
    response = SealFeeds(lambda _request: spoiled(sealed={"ETag": '"abc"', "Vary": "Accept-Encoding"}))(
        request_of_anybody
    )

    assert (dict(response.headers), dict(response.cookies), response.content) == (
        {"ETag": '"abc"', "Vary": "Accept-Encoding"},
        {},
        b"body",
    )


def test_answer_sealed_without_headers_has_none(request_of_anybody):
    response = SealFeeds(lambda _request: spoiled(sealed={}))(request_of_anybody)

    assert (dict(response.headers), dict(response.cookies)) == ({}, {})


def test_other_answers_are_left_alone(request_of_anybody):
    response = SealFeeds(lambda _request: spoiled(sealed=None))(request_of_anybody)

    assert (response["Vary"], response["X-Frame-Options"], response.cookies["sessionid"].value) == (
        "Cookie",
        "DENY",
        "planted",
    )
