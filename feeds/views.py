"""Feeds over HTTP: find the scope, ask the store, respond."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from events.codes import Kind, ReservedCode
from events.conf import languages
from feeds import build
from feeds.channels import feed_path
from feeds.renderers import FORMATS, ICS
from feeds.responses import respond
from feeds.scopes import Scope, find_scope
from feeds.store import Rendered, fetch


@require_safe
def feed(request, language: str, scope: str, name: str, extension: str):
    """/feeds/{language}/{scope}/{sessions|news}.{ics|rss|atom|json}: 404 for what never existed."""
    found = find_scope(scope) if language in languages() and _exists(name, extension) else None
    if found is None:
        raise Http404("No such feed.")
    file = f"{name}.{extension}"
    path = feed_path(scope=found.name, language=language, file=file)
    return respond(request, fetch(path, build=lambda: _render(found, language, name, extension)))


@require_safe
def session_download(request, language: str, code: str):
    """/feeds/{language}/session/{code}.ics: 410 for a session that is not public any more."""
    if language not in languages():
        raise Http404("No such language.")
    path = f"/feeds/{language}/session/{code}.ics"
    representation = fetch(path, build=lambda: _render_session(code, language, path))
    if representation is not None:
        return respond(request, representation)
    if ReservedCode.objects.filter(kind=Kind.SESSION, code=code).exists():
        return HttpResponse("This session is not public any more.\n", status=410, content_type="text/plain; charset=utf-8")
    raise Http404("No such session.")


def _exists(name: str, extension: str) -> bool:
    return extension in FORMATS and (name == "sessions" or (name == "news" and extension != ICS.extension))


def _render(scope: Scope, language: str, name: str, extension: str) -> Rendered:
    form = FORMATS[extension]
    if form is ICS:
        document = build.build_calendar(scope=scope, language=language)
    elif name == "sessions":
        document = build.build_session_feed(scope=scope, language=language, file=f"{name}.{extension}")
    else:
        document = build.build_news_feed(scope=scope, language=language, file=f"{name}.{extension}")
    return Rendered(
        body=form.render(document),
        media_type=form.media_type,
        language=language,
        filename=f"{scope.name}-{name}-{language}.{extension}",
    )


def _render_session(code: str, language: str, path: str) -> Rendered | None:
    document = build.build_session_download(code=code, language=language, path=path)
    if document is None or not document.events:
        return None
    return Rendered(
        body=ICS.render(document),
        media_type=ICS.media_type,
        language=language,
        filename=f"{code}-{document.events[0].date:%Y-%m-%d}.ics",
        is_download=True,
    )
