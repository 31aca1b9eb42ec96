"""Answers of the API over HTTP: for programs on any site, kept for a minute at most, and not sent again to whoever has them."""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from feeds.api import schemas
from feeds.api.answers import MAX_AGE, Answer
from feeds.api.problems import invalid, problem
from feeds.memory import Memory
from feeds.responses import preflight

# Beside 200, on every address.
ANSWERS = {404: schemas.Problem, 410: schemas.Problem, 422: schemas.Problem, 503: schemas.Problem}
METHODS = "GET, HEAD, OPTIONS"
# For how long an answer is known at most (seconds): files of pictures may come and go, and nothing tells.
KNOWN_FOR = 3600
View = Callable[..., HttpResponse]
# How many are known at most, by addresses of this length at most.
MOST, LONGEST = 2_000, 500


@dataclass(frozen=True)
class Known:
    """An answer that this process has given, by its ETag: from `made` until `until` (UTC), when some session in it has another state."""

    etag: str
    made: datetime.datetime
    until: datetime.datetime

    def holds(self, *, now: datetime.datetime) -> bool:
        """Whether it is what would be answered now. Not after the clock was set back: until when, nobody can tell then."""
        return self.made <= now < self.until


_known: Memory[str, Known] = Memory(max_bytes=MOST)


def respond(answer: Answer) -> HttpResponse:
    """200 in JSON."""
    body = json.dumps(answer.said, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    patch_cache_control(response, public=True, max_age=answer.max_age)
    return response


def respond_once(
    request: HttpRequest, make: Callable[[], Answer], *, edition: int, now: datetime.datetime
) -> HttpResponse:
    """304, without making the answer, for who has it already as it was made of this edition; else 200."""
    address, generation = request.get_full_path(), str(edition).encode()
    known = _known.find(address, generation=generation)
    if known and known.holds(now=now):
        bare = HttpResponse(headers={"ETag": known.etag})
        seconds = (known.until - now).total_seconds()
        patch_cache_control(bare, public=True, max_age=min(MAX_AGE, int(seconds)))
        response = get_conditional_response(request, etag=known.etag, response=bare)
        if response.status_code == 304:
            return response
    answer = make()
    response = respond(answer)
    lasts = KNOWN_FOR if answer.seconds is None else min(KNOWN_FOR, answer.seconds)
    until = now + datetime.timedelta(seconds=lasts)
    if len(address) <= LONGEST:
        known = Known(response["ETag"], made=now, until=until)
        _known.remember(address, known, size=1, generation=generation)
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
    if response.status_code != 200 or not response.has_header("ETag"):
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response)
