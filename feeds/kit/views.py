"""The partner kit over HTTP."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.finding.sitemap import register_pages
from events.now import now
from events.presentation_state import NO_CHANGE
from events.site_tree import SiteTree, tree_for
from feeds.kit.presentation import build_kit
from feeds.links import partners_path
from feeds.refresh import refresh
from feeds.subscribe.choices import read_choices

TEMPLATE = "feeds/kit.html"


def connect() -> None:
    """Have the page in the sitemap; called once, when all apps are ready."""
    register_pages(kit_pages)


def kit_pages(tree: SiteTree) -> Iterator[dict[str, str]]:
    """The page in every language, for the sitemap; none in a project that does not serve it. No query."""
    paths = {each: partners_path(each) for each in tree.public_homes}
    if all(paths.values()):
        yield paths


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    """/{language}/partners/?site=&language=&scope=&layout=&theme=&accent=&untranslated= : what means nothing has its default, and is named."""
    tree, language = tree_for(request), get_language()
    if language not in tree.public_homes:
        raise Http404("There is no site in this language.")
    moment = now()
    refresh(now=moment, wait=False)
    # What can be embedded: pages of other types than ours are in feeds only.
    offered = [each for each in read_choices(tree, language=language) if each.scope.kind != "pages"]
    view = build_kit(request.GET, offered=offered, tree=tree, language=language, now=moment)
    response = render(request, TEMPLATE, {"kit": view, "chrome": view.chrome})
    patch_cache_control(response, public=True, max_age=NO_CHANGE)
    response["Content-Security-Policy"] = policy()
    return response


def policy() -> str:
    """What the page may load: this site's own, and files from wherever the settings have them; it frames our embeds."""
    own = " ".join(dict.fromkeys(["'self'", *filter(None, map(_origin, _roots()))]))
    return f"default-src {own}; frame-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"


def _roots() -> tuple[str, str]:
    return settings.STATIC_URL, settings.MEDIA_URL


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
