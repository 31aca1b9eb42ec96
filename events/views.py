"""Views beside the pages: the chooser of languages, the short link of a session, and the way to a page in few queries."""

from collections.abc import Iterator

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language, get_supported_language_variant, gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from events import reading
from events.conf import languages, site_name
from events.former_addresses import led_to
from events.groups import Group, group_at
from events.jsonld import script_json
from events.jsonld_pages import chooser_document
from events.languages import direction, endonym
from events.now import now
from events.presentation_chrome import LanguageLink, build_chrome
from events.presentation_programme import session_address
from events.presentation_state import NO_CHANGE
from events.presentation_when import When, build_when
from events.site_tree import SiteTree, tree_for


@require_safe
def chooser(request: HttpRequest) -> HttpResponse:
    """The languages of the site by their own names, the reader's first; each with the date of the next session."""
    tree = tree_for(request)
    session = reading.next_session(tree, now=now())
    preferred = list(accepted_languages(request))
    offered = sorted(
        tree.public_homes, key=lambda code: preferred.index(code) if code in preferred else len(preferred)
    )
    versions = {language: f"/{language}/" for language in tree.public_homes}
    document = chooser_document(site_name(), languages=tree.public_homes)
    context = {
        "jsonld": script_json(document),
        "choices": [(_home_link(code), *_when(session, language=code)) for code in offered],
        "chrome": build_chrome(
            tree, language=get_language(), published=versions, canonical="/", x_default="/"
        ),
    }
    response = render(request, "parvis_events/chooser.html", context)
    patch_cache_control(response, public=True, max_age=NO_CHANGE)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """To the page of a session, in the first language of the reader's browser that has it, else in a fallback. No cookie."""
    tree = tree_for(request)
    group = reading.session_of(tree, code=code)
    if group is None:
        raise Http404("There is no session with this code.")
    response = HttpResponseRedirect(
        session_address(group, tree=tree, language=_language_for(request, group, tree))
    )
    patch_cache_control(response, public=True, max_age=NO_CHANGE)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of pages, which finds a session in three queries instead of one or two for each level of the tree.

    An address where a session stood in for a translation once leads to where that session is now.
    """
    request._wagtail_route_for_request = find_route(request, path)
    try:
        return wagtail_serve(request, path)
    except Http404:
        address = _led_to(request, path)
        if address is None:
            raise
        return HttpResponsePermanentRedirect(address)


def _led_to(request: HttpRequest, path: str) -> str | None:
    """Nowhere, where an editor or Wagtail leads the readers of the very address, or a page was withdrawn from it."""
    slugs = [slug for slug in path.split("/") if slug]
    if len(slugs) != 2 or "\0" in path or Site.find_for_request(request) is None:
        return None
    if get_redirect(request, Redirect.normalise_path(request.path_info)) or was_withdrawn(request):
        return None
    return led_to(tree_for(request), language=get_language(), slugs=slugs)


def was_withdrawn(request: HttpRequest) -> bool:
    """Whether a page once stood at this address and was unpublished. One query below a language, none elsewhere."""
    language, _slash, path = request.path_info.strip("/").partition("/")
    if language not in languages() or "\0" in path or Site.find_for_request(request) is None:
        return False
    home = tree_for(request).homes.get(language)
    gone = Page.objects.filter(live=False, first_published_at__isnull=False)
    return home is not None and gone.filter(url_path=f"{home.url_path}{path}/").exists()


def find_route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at a path below the active language, as Page.route_for_request finds it; None when there is none."""
    tree, language = tree_for(request), get_language()
    slugs = [slug for slug in path.split("/") if slug]
    section = tree.section(language, slugs[0]) if slugs else tree.homes.get(language)
    if section is None:
        return None
    try:
        return _session_route(request, tree, section, slugs) or _page_route(request, tree, section, slugs[1:])
    except Http404:
        return None


def accepted_languages(request: HttpRequest) -> Iterator[str]:
    """The site's languages that the reader's browser asks for, best first."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            yield get_supported_language_variant(code)
        except LookupError:
            continue


def _session_route(request: HttpRequest, tree: SiteTree, section, slugs: list[str]) -> RouteResult | None:
    """A session's page, or its fallback below the cycle's; None where Wagtail's own way must look."""
    if len(slugs) != 2 or not section.cycle_code:
        return None
    group = group_at(
        reading.sessions_named(tree, key=section.translation_key, slug=slugs[1]),
        language=section.language,
        slug=slugs[1],
    )
    page = group.versions.get(section.language) if group else None
    if page and page.slug == slugs[1]:
        page.group_read = group
        page.restrictions_read = tree.restrictions_on(page.path)
        return page.route(request, [])
    if group is None or page or tree.has_closed_below(section.path):
        return None
    cycle = reading.cycle_at(section.path)
    cycle.restrictions_read = tree.restrictions_on(cycle.path)
    return RouteResult(cycle, kwargs={"group": group})


def _page_route(request: HttpRequest, tree: SiteTree, section, slugs: list[str]) -> RouteResult:
    page = Page.objects.get(pk=section.pk).specific
    page.restrictions_read = tree.restrictions_on(page.path)
    return page.route(request, slugs)


def _home_link(code: str) -> LanguageLink:
    return LanguageLink(code, endonym(code), direction(code), f"/{code}/", is_current=False)


def _when(session, *, language: str) -> tuple[When | None, str]:
    """The moment of a session, and what stands before it, in one language."""
    with override(language):
        return build_when(session, language=language) if session else None, gettext("Next session")


def _language_for(request: HttpRequest, group: Group, tree: SiteTree) -> str:
    """The reader's first language that has the session; else the first that the site offers, else the default."""
    asked = [code for code in accepted_languages(request) if code in tree.public_homes]
    published = [code for code in asked if code in group.versions]
    return next(iter([*published, *asked]), get_language())
