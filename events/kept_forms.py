"""A form of the admin that arrives after the login has expired: nothing is saved, nothing is lost; it is sent again after a new login.

`KeepForms` stands in MIDDLEWARE below Django's AuthenticationMiddleware; CSRF_FAILURE_VIEW names `refuse`, because a new login
makes the token of the old form void.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.csrf import csrf_failure

TEMPLATE = "parvis_events/kept_form.html"
CSRF = "csrfmiddlewaretoken"


class KeepForms:
    """Answers what was typed, to be sent again, instead of a way to the login that would drop it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the admin, unless it sends somebody who has typed to the login."""
        response = self.get_response(request)
        sent_to_login = response.status_code == 302 and _path_of(response["Location"]) == _login()
        return keep(request) if sent_to_login and request.user.is_anonymous and _typed(request) else response


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a wrong token; for a form of the admin's own pages the same form with a new token, to be sent by a click.

    Another site's form is told from ours by the header Origin, which browsers add to every POST: that one is only refused.
    """
    if _is_of_this_site(request) and _typed(request):
        return keep(request)
    return csrf_failure(request, reason=reason)


def keep(request: HttpRequest) -> HttpResponse:
    """A page that holds what was posted and no cache keeps, with the way to log in and a button that sends it again."""
    context = {"posted": posted(request), "login_url": _login(), "title": request.POST.get("title", "")}
    response = render(request, TEMPLATE, context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response


def posted(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of a posted form, in order, without its token."""
    return [(name, value) for name, values in request.POST.lists() for value in values if name != CSRF]


def _typed(request: HttpRequest) -> bool:
    """Whether this is a form of the admin whose content can stand in a page: no file, and no password."""
    admin = reverse("wagtailadmin_home")
    if request.method != "POST" or not request.path.startswith(admin) or request.path == _login():
        return False
    names = [name for name, _value in posted(request)]
    return bool(names) and not request.FILES and not any("password" in name for name in names)


def _is_of_this_site(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _login() -> str:
    return reverse("wagtailadmin_login")


def _path_of(address: str) -> str:
    return urlsplit(address).path
