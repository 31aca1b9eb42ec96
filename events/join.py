"""The join address: our permanent URL that leads to a meeting, the only one that is ever printed or syndicated."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events import reading
from events.now import now
from events.presentation_join import JoinView, build_join
from events.query_names import depends_on
from events.site_tree import tree_for

TEMPLATE = "parvis_events/join.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The join page (GET), or the answer to its button (POST), in the language of the address.

    Link, ID and passcode stand in the answer only, while the join window is open, so that caches and the scanners that
    follow every link in a mail never get them. Without a CSRF token on purpose: it would need a cookie, and there is nothing
    to forge, since the answer changes nothing and another site cannot read it. Outside the window a POST gets the page
    with 409 Conflict. Raises Http404 for a code that no public session has.
    """
    tree, language = tree_for(request), get_language()
    group = reading.session_of(tree, code=code) if language in tree.public_homes else None
    if group is None:
        raise Http404("There is no session with this code.")
    is_answer = request.method == "POST"
    view = build_join(group, tree=tree, language=language, now=now(), is_answer=is_answer)
    response = render(
        request, TEMPLATE, {"join": view, "chrome": view.chrome}, status=_status(view, is_answer=is_answer)
    )
    return _sealed(response, view, is_answer=is_answer)


def _status(view: JoinView, *, is_answer: bool) -> int:
    return 409 if is_answer and view.details is None else 200


def _sealed(response: HttpResponse, view: JoinView, *, is_answer: bool) -> HttpResponse:
    """The headers that keep the address out of search engines and other sites' logs, and the answer out of every cache."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    if is_answer:
        response["Cache-Control"] = "no-store"
    else:
        patch_cache_control(response, public=True, max_age=view.facts.moment.max_age_seconds)
        depends_on(response)
    return response
