"""Answers of the API over HTTP: for programs on any site, kept for a minute at most, and not sent again to whoever has them."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from feeds.api import schemas
from feeds.api.answers import Answer
from feeds.api.problems import invalid, problem
from feeds.responses import preflight

# Beside 200, on every address.
ANSWERS = {404: schemas.Problem, 410: schemas.Problem, 422: schemas.Problem, 503: schemas.Problem}
METHODS = "GET, HEAD, OPTIONS"
View = Callable[..., HttpResponse]


def respond(answer: Answer) -> HttpResponse:
    """200 in JSON."""
    body = json.dumps(answer.said, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json")
    patch_cache_control(response, public=True, max_age=answer.max_age)
    return response


def for_programs(view: View) -> View:
    """A view that pages of any site may ask by GET or HEAD, with a condition. Other methods get 405, as a problem."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight()
        if request.method not in {"GET", "HEAD"}:
            refused = problem(status=405, title="Read-only", detail=f"Here are {METHODS} only.")
            refused["Allow"] = METHODS
            return _for_all(refused)
        if twice := [name for name, values in request.GET.lists() if len(values) > 1]:
            return _for_all(invalid(twice[0], f"{twice[0]} is given more than once."))
        return _for_all(_conditional(request, _got(view, request, *args, **kwargs)))

    return csrf_exempt(answer)


def _got(view: View, request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """What GET gives, whichever of the two was asked; servers leave the body of an answer to HEAD away."""
    method, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = method


def _for_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """RFC 9110, 13.2.2."""
    if response.status_code != 200:
        return response
    response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
