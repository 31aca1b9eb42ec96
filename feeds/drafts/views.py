"""The answer for a front end that has a token."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from events.conf import parvis_setting
from events.now import now
from feeds.api.problems import problem
from feeds.api.responses import for_programs
from feeds.drafts import tokens


@for_programs
@never_cache
def show_draft(request: HttpRequest, token: str) -> HttpResponse:
    """A draft; 404 for a token that is not good any more."""
    body = tokens.find(token, now=now()) if parvis_setting("PREVIEW_URL") else None
    if body is None:
        detail = "The token is not ours, or has expired. The editor's preview gives another one."
        return problem(status=404, title="No such draft", detail=detail)
    return HttpResponse(body, content_type="application/json", headers={"Referrer-Policy": "no-referrer"})
