"""Each request has a name, under which its lines stand in the logs, and is counted by what it was about and how it ended."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

import structlog

from cms.observing.carrying import keep_carrying
from cms.observing.peers import is_within, peer_of
from feeds.figures import count

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SLOW_SECONDS = 1.0
# What a request is about, by the beginning of its address; anything else is a page.
AREAS = {
    "/feeds/": "feeds",
    "/admin/": "admin",
    "/api/": "api",
    "/embed/": "embed",
    "/static/": "files",
    "/media/": "files",
    "/documents/": "files",
    **dict.fromkeys(("/healthz", "/readyz", "/metrics"), "probes"),
}

logger = structlog.get_logger(__name__)


class Observed:
    """Stands in MIDDLEWARE right below SealFeeds.

    What is the same for everybody (a feed, a public page) leaves without the name: a shared cache would hand it to others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the request's name."""
        name, began = name_of(request), time.perf_counter()
        keep_carrying()
        with structlog.contextvars.bound_contextvars(request_id=name):
            response = self.get_response(request)
            count("requests", area_of(request.path_info), f"{response.status_code // 100}xx")
            _note(request, response, seconds=time.perf_counter() - began)
        if "public" not in response.get("Cache-Control", ""):
            response.headers[HEADER] = name
        return response


def name_of(request: HttpRequest) -> str:
    """The name that a trusted proxy gave (TRUSTED_PROXIES), where it may be one; else a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    if GIVEN.fullmatch(given) and is_within(peer_of(request.META), settings.TRUSTED_PROXIES):
        return given
    return uuid4().hex


def area_of(path: str) -> str:
    """What an address is about, as a label of figures."""
    return next((area for beginning, area in AREAS.items() if path.startswith(beginning)), "pages")


def _note(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    """A line for what may have changed something, what failed and what took long. The rest is the proxy's access log."""
    is_failure, is_slow = response.status_code >= 500, seconds >= SLOW_SECONDS
    if request.method in SAFE and not is_failure and not is_slow:
        return
    say = logger.warning if is_failure or is_slow else logger.info
    say(
        "answered",
        method=request.method,
        path=request.path,
        status=response.status_code,
        milliseconds=round(seconds * 1000),
        **_whoever_is_logged_in(request),
    )


def _whoever_is_logged_in(request: HttpRequest) -> dict[str, int]:
    """Their number; none where nobody has asked yet who it is, which would cost a query."""
    user = getattr(request, "_cached_user", None)
    return {"user": user.pk} if user is not None and user.pk else {}
