"""Feeds over HTTP: find the address, ask for its bytes, respond."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.now import now
from feeds.addresses import find_address
from feeds.responses import METHODS, gone, preflight, respond, unavailable
from feeds.serving import GoneError, UnavailableError, serve_feed, serve_list, serve_session, served_language

View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A view that anybody may read from any site: OPTIONS says so, other methods than GET and HEAD get 405.

    What is gone is answered by 410, what cannot be had now by 503; neither ever looks like an empty feed.
    """

    @wraps(view)
    def answer(request: HttpRequest, *, language: str, **address: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return preflight()
        try:
            served = served_language(language)
            if served is None:
                raise Http404("No such language.")
            return view(request, language=served, **address)
        except GoneError:
            return gone(language=served)
        except UnavailableError:
            return unavailable()

    # Exempt, or a POST without a token would get 403 instead of 405. Nothing here changes anything.
    return csrf_exempt(require_http_methods(METHODS)(answer))


@for_everybody
def feed(request: HttpRequest, **parts: str) -> HttpResponse:
    """/feeds/{language}/{scope}/{sessions|news|changes}[-{year}].{ics|rss|atom|json}: 404 for what never existed."""
    address, moment = find_address(**parts), now()
    representation = serve_feed(address, now=moment) if address else None
    if representation is None:
        raise Http404("No such feed.")
    return respond(request, representation, now=moment)


@for_everybody
def session_download(request: HttpRequest, *, language: str, code: str) -> HttpResponse:
    """/feeds/{language}/session/{code}.ics: 410 for a session that is not public any more."""
    moment = now()
    representation = serve_session(code, language=language, now=moment)
    if representation is None:
        raise Http404("No such session.")
    return respond(request, representation, now=moment)


@for_everybody
def subscriptions(request: HttpRequest, *, language: str) -> HttpResponse:
    """/feeds/{language}/feeds.opml: every feed of a language."""
    moment = now()
    return respond(request, serve_list(language=language, now=moment), now=moment)
