"""Feeds over HTTP: find the scope, ask the store, respond."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.conf import languages
from events.ledger import LedgerEntry
from events.now import now
from feeds import build
from feeds.channels import feed_path
from feeds.renderers import FORMATS, ICS
from feeds.responses import METHODS, gone, preflight, respond
from feeds.scopes import Scope, find_scope
from feeds.store import Rendered, fetch

View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A view that anybody may read from any site: OPTIONS says so, other methods than GET and HEAD get 405."""

    @wraps(view)
    def answer(request: HttpRequest, **address: str) -> HttpResponse:
        return preflight() if request.method == "OPTIONS" else view(request, **address)

    # Exempt, or a POST without a token would get 403 instead of 405. Nothing here changes anything.
    return csrf_exempt(require_http_methods(METHODS)(answer))


@for_everybody
def feed(request: HttpRequest, *, language: str, scope: str, name: str, extension: str) -> HttpResponse:
    """/feeds/{language}/{scope}/{sessions|news}.{ics|rss|atom|json}: 404 for what never existed."""
    found = find_scope(scope) if language in languages() and _exists(name, extension) else None
    if found is None:
        raise Http404("No such feed.")
    moment = now()
    path = feed_path(scope=found.name, language=language, file=f"{name}.{extension}")
    representation = fetch(path, build=lambda: _render(found, language, name, extension), now=moment)
    return respond(request, representation, now=moment)


@for_everybody
def session_download(request: HttpRequest, *, language: str, code: str) -> HttpResponse:
    """/feeds/{language}/session/{code}.ics: 410 for a session that is not public any more."""
    if language not in languages():
        raise Http404("No such language.")
    moment = now()
    path = f"/feeds/{language}/session/{code}.ics"
    representation = fetch(path, build=lambda: _render_session(code, language, path), now=moment)
    if representation is not None:
        return respond(request, representation, now=moment)
    if LedgerEntry.objects.filter(code=code).exists():
        return gone(language=language)
    raise Http404("No such session.")


def _exists(name: str, extension: str) -> bool:
    return extension in FORMATS and (name == "sessions" or extension != ICS.extension)


def _render(scope: Scope, language: str, name: str, extension: str) -> Rendered:
    form = FORMATS[extension]
    file = f"{name}.{extension}"
    if form is ICS:
        document = build.build_calendar(scope=scope, language=language)
    elif name == "sessions":
        document = build.build_session_feed(scope=scope, language=language, file=file)
    else:
        document = build.build_news_feed(scope=scope, language=language, file=file)
    return Rendered(
        body=form.render(document),
        media_type=form.media_type,
        language=language,
        filename=f"{scope.name}-{name}-{language}.{extension}",
    )


def _render_session(code: str, language: str, path: str) -> Rendered | None:
    document = build.build_session_download(code=code, language=language, path=path)
    if document is None:
        return None
    return Rendered(
        body=ICS.render(document),
        media_type=ICS.media_type,
        language=language,
        filename=f"{code}-{document.events[0].date:%Y-%m-%d}.ics",
        is_download=True,
    )
