"""Pages for what cannot be shown: not here, no longer here, broken, and closed for a moment. In the reader's language, with a
way on, and without a menu, so that they need no database.
"""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from events.standby.middleware import AWAY
from events.views import was_withdrawn

RETRY_AFTER_SECONDS = 120


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; 410 where a page stood that was withdrawn, unless an editor leads its readers elsewhere."""
    if was_withdrawn(request) and not _redirects(request):
        return render(request, "410.html", status=410)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that asks neither the request nor the database; 503 where the database is what failed."""
    if isinstance(sys.exception(), AWAY):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, that no cache keeps. Whoever asks by program is told when to come back."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def _redirects(request: HttpRequest) -> bool:
    return (
        get_redirect(request, Redirect.normalise_path(request.get_full_path(), decode_unicode=False))
        is not None
    )
