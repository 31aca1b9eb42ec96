"""The answer for a front end that has a token."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from events.conf import parvis_setting
from events.now import now
from feeds.api.problems import problem
from feeds.drafts import tokens
from feeds.responses import preflight


@csrf_exempt
@never_cache
def show_draft(request: HttpRequest, token: str) -> HttpResponse:
    """GET and HEAD of a draft, for pages of any site; 404 for a token that is not good any more."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method not in {"GET", "HEAD"}:
        return _for_programs(
            problem(status=405, title="Read-only", detail="Here are GET, HEAD, OPTIONS only.")
        )
    body = tokens.find(token, now=now()) if parvis_setting("PREVIEW_URL") else None
    if body is None:
        detail = "The token is not ours, or has expired. The editor's preview gives another one."
        return _for_programs(problem(status=404, title="No such draft", detail=detail))
    return _for_programs(HttpResponse(body, content_type="application/json"))


def _for_programs(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
