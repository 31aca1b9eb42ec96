"""The language of a request, where pages that moved are found, and the closed door."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers

from wagtail.contrib.redirects.middleware import RedirectMiddleware

from cms.views import unavailable
from events.middleware import LanguageOfAddress
from feeds.api import problems
from feeds.embed.views import closed

# What goes on while the site is closed: feeds, the way into a meeting, and what pages are made of.
OPEN = re.compile(r"/(?:feeds/|static/|media/|s/|[a-z]{2,3}(?:-[a-z]+)?/join/|embed/v1\.js$)")
EMBEDS = "/embed/"
FOR_OTHERS = ("/api/", "/embed/", "/oembed")


class StrictLanguageOfAddress(LanguageOfAddress):
    """As it, except that an address without a language is not found, and never a redirect into a language.

    Only the chooser and the short links depend on the reader's browser (design.md 5); an address under a language, or for programs,
    depends on nothing but itself.
    """

    for_others = FOR_OTHERS

    def process_response(self, request, response):
        """Name the language that was spoken; say where it came from the browser."""
        response.headers.setdefault("Content-Language", translation.get_language())
        path = request.path_info
        if not path.startswith(FOR_OTHERS) and not translation.get_language_from_path(path):
            patch_vary_headers(response, ["Accept-Language"])
        return response


class PagesThatMoved(RedirectMiddleware):
    """As Wagtail's, for addresses of pages: an unknown feed is not found, also while the database does not answer."""

    def process_response(self, request, response):
        """Leave machine addresses alone."""
        if request.path_info.startswith(("/feeds/", *FOR_OTHERS)):
            return response
        return super().process_response(request, response)


class ClosedDoor:
    """503 for every page while the file `maintenance` lies in VAR_DIR: an operator makes it, and takes it away.

    Frames on other people's sites get words that may stand in a frame, programs a problem in JSON.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The site's own answer, or the page that says it is closed for a moment."""
        if settings.MAINTENANCE_FILE.exists() and not OPEN.match(request.path_info):
            return _closed_for(request)
        return self.get_response(request)


def _closed_for(request):
    if request.path_info.startswith(EMBEDS):
        return closed(request)
    if not request.path_info.startswith(FOR_OTHERS):
        return unavailable(request)
    answer = problems.unavailable("The site is closed for a moment. Please ask again later.")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
