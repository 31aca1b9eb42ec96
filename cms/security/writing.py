"""What programs may write through Wagtail's API v3: nothing until an operator switches it on (API_WRITES), and nothing that its views
take for a fault of their own.
"""

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from wagtail.models import Page

from feeds.api import problems

WAGTAILS_API = "/api/v3-preview/"
READING = ("GET", "HEAD", "OPTIONS")
# The root of the tree has no parent, beside which these would put something.
BESIDE = re.compile(rf"{WAGTAILS_API}pages/(?P<pk>[0-9]{{1,9}})/actions/(?:copy|move|create_alias)/$")


class CarefulWrites:
    """405 for whatever would write where that is off, before anybody looks at its token; 422 for what Wagtail's views answer with 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The API's answer, or what is wrong."""
        if request.method in READING or not request.path_info.startswith(WAGTAILS_API):
            return self.get_response(request)
        if not settings.API_WRITES:
            return _reading_only()
        try:
            fault = _fault_of(request)
        except RequestDataTooBig:
            return _too_long()
        if fault:
            return problems.invalid(None, fault)
        if _is_beside_the_root(request.path_info):
            return problems.invalid("page_id", "Nothing can be put beside the root of all pages.")
        return self.get_response(request)


def _reading_only() -> HttpResponse:
    answer = problems.problem(
        status=405,
        title="Only reading",
        detail="Whoever runs this site lets programs read only. API_WRITES=on lets those with a token write.",
    )
    answer["Allow"] = ", ".join(READING)
    return answer


def _too_long() -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return problems.problem(status=413, title="Too long", detail=f"A request may have {most} bytes at most.")


def _fault_of(request: HttpRequest) -> str:
    """What is wrong with a body of JSON; "" where it is an object. What is no JSON at all is the API's to refuse.

    Raises RequestDataTooBig.
    """
    if request.content_type != "application/json" or not request.body:
        return ""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return "The body must be a JSON object, such as {}."
    try:
        "".join(told).encode()
    except UnicodeEncodeError:
        return "The name of a field holds half a character (a lone surrogate)."
    return ""


def _is_beside_the_root(path: str) -> bool:
    asked = BESIDE.match(path)
    return bool(asked) and Page.objects.filter(pk=asked["pk"], depth=1).exists()
