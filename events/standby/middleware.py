"""Where a view fails for want of the database: the answer that was made ahead for this moment."""

import datetime
import logging
import re

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_cache_control

from events.addresses import join_path
from events.conf import languages
from events.now import now
from events.presentation_state import max_age_seconds
from events.standby.answers import Answer, answer_at
from events.standby.making import MADE_AHEAD
from events.views import accepted_languages

logger = logging.getLogger(__name__)

METHODS = {"GET": "GET", "HEAD": "GET", "POST": "POST"}
# The button of a join page, outside the window: there is the page, and nothing more.
CONFLICT = 409
SHORT = re.compile(r"/s/(?P<code>[a-z0-9-]{2,40})")
AWAY = (OperationalError, InterfaceError)


class StandBy:
    """Stands in MIDDLEWARE, anywhere below feeds' own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The site's own answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An answer that was made ahead, if there is one for this moment; else the error stays."""
        if not isinstance(exception, AWAY) or request.META.get(MADE_AHEAD) or request.method not in METHODS:
            return None
        moment = now()
        if short := SHORT.fullmatch(request.path_info):
            return _to_join_page(request, short["code"], moment)
        answer = answer_at(METHODS[request.method], request.path_info, now=moment)
        page = answer or answer_at("GET", request.path_info, now=moment)
        if page is None:
            return None
        logger.error("The database does not answer for %s: %s", request.path_info, exception)
        return _given(page, moment, status=page.status if answer else CONFLICT)


def _to_join_page(request: HttpRequest, code: str, moment: datetime.datetime) -> HttpResponse | None:
    """From a poster to the join page, in the first language of the reader's browser that has one."""
    for language in dict.fromkeys([*accepted_languages(request), *languages()]):
        path = join_path(code, language=language)
        if answer_at("GET", path, now=moment):
            return HttpResponseRedirect(path, headers={"Cache-Control": "no-store"})
    return None


def _given(answer: Answer, moment: datetime.datetime, *, status: int) -> HttpResponse:
    """The answer with its headers; caches keep it until it is true no longer, a minute at most."""
    response = HttpResponse(answer.body, status=status, headers=dict(answer.headers))
    if "public" in response.get("Cache-Control", ""):
        del response["Cache-Control"]
        patch_cache_control(response, public=True, max_age=max_age_seconds(answer.ends, now=moment))
    return response
