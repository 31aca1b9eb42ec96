"""The page that explains how to subscribe, over HTTP."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events.jsonld import script_json
from events.jsonld_pages import plain_document
from events.presentation_state import NO_CHANGE
from events.query_names import depends_on
from events.site_tree import tree_for
from feeds.scopes import ALL
from feeds.subscribe.choices import read_choices
from feeds.subscribe.presentation import build_subscribe

TEMPLATE = "feeds/subscribe.html"


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """/{language}/subscribe/?scope=cycle-CODE. A scope that nobody can follow gets the page of everything, with 404 and a word."""
    tree, language = tree_for(request), get_language()
    if language not in tree.public_homes:
        raise Http404("There is no site in this language.")
    choices = read_choices(tree, language=language)
    view = build_subscribe(choices, asked=request.GET.get("scope", ALL.name), tree=tree, language=language)
    document = plain_document(gettext("Subscribe to the programme"), chrome=view.chrome)
    jsonld = script_json(document) if view.chrome.is_indexed else ""
    context = {"subscribe": view, "chrome": view.chrome, "jsonld": jsonld}
    response = render(request, TEMPLATE, context, status=200 if view.is_known else 404)
    patch_cache_control(response, public=True, max_age=NO_CHANGE)
    depends_on(response, "scope")
    return response
