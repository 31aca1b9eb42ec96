"""The admin stays shut until a login has proved what its account must prove."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.security.second_factor.accounts import DUE, PROVED, must_have_one
from cms.security.second_factor.rule import Step, next_step

ADMIN = "/admin/"
PAGES = {Step.ASK: "second_factor:ask", Step.SET_UP: "second_factor:set_up"}
# What somebody needs who has proved nothing yet: out again, and the words of Wagtail's scripts.
OPEN = ("wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_javascript_catalog")


class SecondFactor:
    """Stands in MIDDLEWARE behind Django's authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The admin, or the page on which the second factor is given or set up first."""
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return self.get_response(request)
        step = _step(request)
        if step is Step.NONE or request.path in _open_paths(step):
            return self.get_response(request)
        back = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        return redirect(f"{reverse(PAGES[step])}?{urlencode({'next': back})}")


def _step(request: HttpRequest) -> Step:
    is_proved = bool(request.session.get(PROVED))
    is_due = bool(request.session.get(DUE))
    return next_step(
        is_due=is_due,
        is_proved=is_proved,
        is_required=not (is_proved or is_due) and must_have_one(request.user),
    )


def _open_paths(step: Step) -> set[str]:
    return {reverse(name) for name in (PAGES[step], *OPEN)}
