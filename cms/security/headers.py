"""Headers that every answer carries: the content policy of its address, and what a page may not ask of a browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What no page of ours uses, nor a player that is shown in one.
UNUSED = ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in UNUSED)


class SecurityHeaders:
    """Content-Security-Policy and Permissions-Policy; what a view has set itself stays.

    CONTENT_POLICIES: headers by the beginning of an address, the longest first; the last, of "", is for everything else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers."""
        response = self.get_response(request)
        # A draft comes through here as if its own address were asked, and again in the frame of the editor who sees it.
        if getattr(request, "is_preview", False):
            return response
        response.headers.setdefault("Content-Security-Policy", _policy(request.path_info))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


def _policy(path: str) -> str:
    return next(policy for start, policy in settings.CONTENT_POLICIES.items() if path.startswith(start))
