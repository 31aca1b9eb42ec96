"""Addresses of the API: `path("api/v1/", include("feeds.api.urls"))`."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path

from wagtail.utils.urlpatterns import decorate_urlpatterns

from feeds.api.problems import problem
from feeds.api.responses import for_programs
from feeds.api.routes import api
from feeds.drafts.views import show_draft


@for_programs
def not_found(request: HttpRequest) -> HttpResponse:
    """No such address, for programs."""
    return problem(
        status=404, title="Not found", detail="There is no such address. /api/v1/docs has them all."
    )


_patterns, _app_name, _namespace = api.urls
urlpatterns = [
    path("drafts/<str:token>", show_draft),
    path("", include((decorate_urlpatterns(_patterns, for_programs), _app_name), namespace=_namespace)),
    re_path(r"", not_found),
]
