"""How often one network may ask for what costs the database something: searches, the API, mails to people who forgot a password.

Answers from memory (feeds, remembered pages and lists) cost nothing and are not counted. The count is in Django's cache: with the
default one each web process has its own, so that a site with several gives as many times more; CACHE_URL names one for all.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from ninja.throttling import SimpleRateThrottle

from cms.security.login import client_address
from feeds.api import problems

# What is counted together: (name in RATE_LIMITS, methods, addresses).
COUNTED = (
    ("mail", {"POST"}, re.compile(r"/admin/password_reset/$")),
    ("search", {"GET", "HEAD"}, re.compile(r"/[a-z]{2,3}(?:-[a-z]+)?/search/$")),
    ("api", {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}, re.compile(r"/api/")),
)
RETRY_AFTER_SECONDS = 60


class PerNetwork(SimpleRateThrottle):
    """django-ninja's counter, by the network that asks (client_address): it reads no header that a client writes."""

    def __init__(self, scope: str, rate: str) -> None:
        self.scope = scope
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str:
        """What a request is counted under."""
        return f"rate:{self.scope}:{client_address(request)}"


class RateLimits:
    """Stands in MIDDLEWARE below the memory of pages. Where the cache does not answer, nobody is counted (cms/forgiving_cache.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or 429 and when to ask again."""
        scope = _scope_of(request)
        rate = settings.RATE_LIMITS.get(scope, "")
        if rate and not PerNetwork(scope, rate).allow_request(request):
            return _too_often(request)
        return self.get_response(request)


def _scope_of(request: HttpRequest) -> str:
    path, method = request.path_info, request.method
    return next((name for name, methods, paths in COUNTED if method in methods and paths.match(path)), "")


def _too_often(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        answer = problems.problem(
            status=429,
            title="Too many requests",
            detail="Please ask again in a minute. Whoever mirrors everything asks /api/v1/changes for what is new.",
        )
        answer["Access-Control-Allow-Origin"] = "*"
    else:
        answer = HttpResponse(render_to_string("429.html"), status=429)
    answer["Retry-After"], answer["Cache-Control"] = str(RETRY_AFTER_SECONDS), "no-store"
    return answer
