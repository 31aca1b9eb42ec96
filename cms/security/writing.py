"""Whether programs may write: Wagtail's API v3 only reads until an operator switches writing on (API_WRITES)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from feeds.api import problems

WAGTAILS_API = "/api/v3-preview/"
READING = ("GET", "HEAD", "OPTIONS")


class ReadOnlyApi:
    """405 for whatever would write, before anybody looks at its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The API's answer, or that it only reads."""
        if settings.API_WRITES or request.method in READING or not request.path_info.startswith(WAGTAILS_API):
            return self.get_response(request)
        answer = problems.problem(
            status=405,
            title="Only reading",
            detail="Whoever runs this site lets programs read only. API_WRITES=on lets those with a token write.",
        )
        answer["Allow"] = ", ".join(READING)
        return answer
