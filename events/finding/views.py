"""Organisations, archive and search over HTTP."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events.finding.archive import build_archive
from events.finding.archive_filters import NAMES as FILTERS
from events.finding.organisations import build_organisation
from events.finding.search import build_search
from events.finding.sitemap import entries_of, render_sitemap
from events.jsonld import Node, script_json
from events.jsonld_pages import organisation_document, plain_document
from events.now import now
from events.presentation_programme import Item
from events.presentation_state import NO_CHANGE
from events.query_names import depends_on
from events.site_tree import SiteTree, tree_for

SITEMAP_AGE = 300


@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """/{language}/organisations/{code}/. Raises Http404 for one that takes part in nothing public."""
    tree, language = _stage(request)
    view = build_organisation(tree, code=code, language=language, now=now())
    if view is None:
        raise Http404("No organisation of this code takes part in anything public.")
    response = _answer(request, "organisation", view, items=view.items, document=organisation_document(view))
    depends_on(response)
    return response


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """/{language}/archive/?year=&language=&organisation=&replay=&page=. A value that no session has gets 404, and a word."""
    tree, language = _stage(request)
    view = build_archive(tree, request.GET, language=language, now=now())
    document = plain_document(gettext("Past sessions"), chrome=view.chrome) if view.chrome.is_indexed else {}
    status = 200 if view.is_known else 404
    response = _answer(request, "archive", view, items=view.items, document=document, status=status)
    depends_on(response, *FILTERS, "page")
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/{language}/search/?q=. Whatever is asked gets a page."""
    tree, language = _stage(request)
    view = build_search(tree, query=request.GET.get("q", ""), language=language, now=now())
    response = _answer(request, "search", view, items=view.sessions)
    depends_on(response, "q")
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml, for search engines. Its addresses begin with SITE_URL, whatever host was asked."""
    response = HttpResponse(render_sitemap(entries_of(tree_for(request))), content_type="application/xml")
    patch_cache_control(response, public=True, max_age=SITEMAP_AGE)
    return response


def _stage(request: HttpRequest) -> tuple[SiteTree, str]:
    tree, language = tree_for(request), get_language()
    if language not in tree.public_homes:
        raise Http404("There is no site in this language.")
    return tree, language


def _answer(
    request: HttpRequest,
    name: str,
    view,
    *,
    items: Iterable[Item],
    document: Node | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; caches may keep it for as long as what it says of its sessions stays true. `document`: its structured data."""
    jsonld = script_json(document) if document else ""
    context = {name: view, "chrome": view.chrome, "jsonld": jsonld}
    response = render(request, f"parvis_events/{name}.html", context, status=status)
    age = min((item.moment.max_age_seconds for item in items), default=NO_CHANGE)
    patch_cache_control(response, public=True, max_age=age)
    return response
