"""Embeds over HTTP: a page for a frame, a fragment for servers and scripts, the script itself."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from events.conf import languages
from events.now import now
from events.query_names import depends_on
from feeds.content_policy import as_header, own_sources, public_directives
from feeds.embed.choices import CHOICES, ChoiceError, Choices, read_choices
from feeds.embed.programme import Programme, read_programme
from feeds.refresh import refresh_for_reader
from feeds.responses import RETRY_AFTER
from feeds.scopes import find_scope
from feeds.serving import UnavailableError, served_language

SCRIPT = Path(__file__).parent / "v1.js"
# The script's name never changes and what it promises neither: an hour later everybody has a mended one.
SCRIPT_SECONDS = 3600
STALE_SECONDS = 604_800
FRAME, FRAGMENT = "feeds/embed/frame.html", "feeds/embed/fragment.html"
MESSAGE, MESSAGE_IN_PLACE = "feeds/embed/message.html", "feeds/embed/message_in_place.html"
View = Callable[..., HttpResponse]


def for_other_sites(view: View) -> View:
    """A view that any site may show in a frame and read by script; it never sets a cookie, and may be kept while we are down."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.xframe_options_exempt = True
        response["Content-Security-Policy"] = policy()
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return require_safe(answer)


def policy() -> str:
    """As strict as a page's, but that any site may frame it."""
    own = own_sources(settings.STATIC_URL, settings.MEDIA_URL)
    return as_header(public_directives(own) | {"frame-ancestors": ["*"]})


@for_other_sites
def frame(request: HttpRequest, *, language: str, scope: str) -> HttpResponse:
    """/embed/{language}/{scope}/?layout=&theme=&accent=&untranslated= : a whole page, for an iframe."""
    return _answer(request, FRAME, language=language, scope=scope)


@for_other_sites
def fragment(request: HttpRequest, *, language: str, scope: str) -> HttpResponse:
    """The same as a piece of HTML, for a server that includes it or a script that puts it in place."""
    return _answer(request, FRAGMENT, language=language, scope=scope)


@for_other_sites
def script(request: HttpRequest) -> HttpResponse:
    """/embed/v1.js: frames as high as what they hold, and the element <parvis-programme>."""
    response = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, public=True, max_age=SCRIPT_SECONDS, stale_if_error=STALE_SECONDS)
    return response


@for_other_sites
def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address under /embed/: 404 in words, in the language that it names."""
    with override(_language_of(request.path_info)):
        return _no_such_programme(request, FRAME)


@for_other_sites
def closed(request: HttpRequest) -> HttpResponse:
    """503 in words for every frame while an operator keeps the site closed. Asks no database."""
    with override(_language_of(request.path_info)):
        return _not_now(request, FRAGMENT if request.path_info.endswith("fragment.html") else FRAME)


def _language_of(path: str) -> str:
    """The language that an address under /embed/ names, else the site's first."""
    named = path.removeprefix("/embed/").partition("/")[0]
    return named if named in languages() else languages()[0]


def _answer(request: HttpRequest, template: str, *, language: str, scope: str) -> HttpResponse:
    with override(_language_of(request.path_info)):
        try:
            known = served_language(language)
            choices = read_choices(request.GET)
            programme = _read(scope, language=known, choices=choices) if known else None
        except ChoiceError as error:
            words = gettext("“%(name)s” must be one of: %(offered)s.")
            said = words % {"name": error.name, "offered": ", ".join(error.offered)}
            return _message(request, said, template=template, status=400)
        except (Error, UnavailableError):
            return _not_now(request, template)
        if programme is None:
            return _no_such_programme(request, template)
        context = {"programme": programme, "choices": choices, "language": known}
        response = render(request, template, context)
    response["Content-Language"] = known
    patch_cache_control(
        response, public=True, max_age=programme.max_age_seconds, stale_if_error=STALE_SECONDS
    )
    depends_on(response, *CHOICES)
    return response


def _read(name: str, *, language: str, choices: Choices) -> Programme | None:
    scope, moment = find_scope(name), now()
    # Pages of other types than ours are in feeds, and nothing of them is stored for embeds.
    if scope is None or scope.kind == "pages":
        return None
    refresh_for_reader(now=moment)
    return read_programme(
        scope,
        language=language,
        layout=choices.layout,
        with_untranslated=choices.untranslated == "show",
        now=moment,
    )


def _no_such_programme(request: HttpRequest, template: str) -> HttpResponse:
    words = gettext("This programme does not exist, or not in this language.")
    return _message(request, words, template=template, status=404)


def _not_now(request: HttpRequest, template: str) -> HttpResponse:
    words = gettext("The programme cannot be shown at the moment.")
    response = _message(request, words, template=template, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _message(request: HttpRequest, words: str, *, template: str, status: int) -> HttpResponse:
    """What is wrong, in words: a frame is never blank."""
    whole = MESSAGE if template == FRAME else MESSAGE_IN_PLACE
    response = render(request, whole, {"words": words}, status=status)
    response["Cache-Control"] = "no-store"
    return response
