"""The middleware alone, with answers that no page of this site gives today."""

import hashlib

from django.http import HttpResponse
from django.test import RequestFactory

import pytest

from cms import page_cache
from cms.page_cache import PageCache

pytestmark = pytest.mark.django_db

PAGE = "/fr/solidarites/seance-7/"


@pytest.fixture
def remember(moment, monkeypatch):
    """Whatever a view gives, behind a cache that has seen nothing; asked by path."""
    monkeypatch.setattr(page_cache, "watch", lambda generation: None)

    def remember(answer):
        cache = PageCache(answer)
        return lambda path=PAGE, **headers: cache(
            RequestFactory().get(path, headers={"host": "parvis.example", **headers})
        )

    return remember


FOR_A_MINUTE = {"Cache-Control": "public, max-age=60"}


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ({"Cache-Control": "private, max-age=60"}, PAGE),
        ({"Cache-Control": "public, max-age=0"}, PAGE),
        ({"Cache-Control": "public"}, PAGE),
        (FOR_A_MINUTE | {"Vary": "Cookie"}, PAGE),
        ({}, PAGE),
        ({}, "/api/v1/sessions"),
        ({"Vary": "Authorization"}, "/api/v3-preview/pages/"),
        ({"Cache-Control": "no-store"}, "/api/v3-preview/pages/"),
    ],
)
def test_answer_that_is_not_for_everybody_for_a_while_is_given_as_it_is(remember, headers, path):
    ask = remember(lambda request: HttpResponse(headers=headers))

    assert [dict(ask(path).items()) for _twice in range(2)] == [
        dict(HttpResponse(headers=headers).items())
    ] * 2


def test_answer_with_a_cookie_is_never_remembered(remember):
    def view(request):
        response = HttpResponse(headers=FOR_A_MINUTE)
        response.set_cookie("x", "y")
        return response

    assert not remember(view)().has_header("ETag")


def test_tag_of_the_view_is_kept_and_all_that_it_says_of_caching(remember, moment):
    caching = "public, max-age=60, stale-if-error=604800"
    ask = remember(lambda request: HttpResponse("x", headers={"ETag": '"its own"', "Cache-Control": caching}))
    ask()
    moment.shift(10)

    again, same = ask(), ask(**{"If-None-Match": '"its own"'})

    assert (again["ETag"], same.status_code) == ('"its own"', 304)
    assert again["Cache-Control"] == same["Cache-Control"] == caching.replace("=60,", "=50,")


def test_what_compressing_does_not_shorten_stays_as_it_is(remember):
    noise = hashlib.shake_256(b"noise").digest(5_000)
    ask = remember(lambda request: HttpResponse(noise, headers=FOR_A_MINUTE, content_type="image/png"))

    answers = [ask(**{"Accept-Encoding": "gzip, br"}) for _twice in range(2)]

    assert [(each.content, each.has_header("Content-Encoding")) for each in answers] == [(noise, False)] * 2


def test_clock_that_is_set_back_gives_no_date_twice(remember, moment):
    """Who was given the first text with its date is given the second one, whatever the clock said between."""
    texts = iter(["first", "second"])
    ask = remember(lambda request: HttpResponse(next(texts), headers=FOR_A_MINUTE))
    ask()
    moment.shift(1)
    date = ask()["Last-Modified"]
    moment.shift(-1800)
    page_cache.bump()

    answers = []
    for seconds in (0, 2, 20):
        moment.shift(seconds)
        answers.append(ask(**{"If-Modified-Since": date}))

    assert [(each.status_code, each.content) for each in answers] == [(200, b"second")] * 3


def test_memory_is_bounded_by_bodies_and_what_goes_with_them(remember, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 2 * (page_cache.OVERHEAD + 10))
    asked = []

    def view(request):
        asked.append(request.path)
        return HttpResponse("x" * 10, headers=FOR_A_MINUTE)

    ask = remember(view)
    for path in ("/fr/a/", "/fr/b/", "/fr/c/", "/fr/b/", "/fr/c/", "/fr/a/"):
        ask(path)

    assert asked == ["/fr/a/", "/fr/b/", "/fr/c/", "/fr/a/"]
