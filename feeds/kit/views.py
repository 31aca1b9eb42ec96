"""The partner kit over HTTP."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.finding.sitemap import register_pages
from events.now import now
from events.presentation_state import NO_CHANGE
from events.query_names import depends_on
from events.site_tree import SiteTree, tree_for
from feeds.kit.choices import NAMES
from feeds.kit.presentation import build_kit
from feeds.links import partners_path
from feeds.refresh import refresh_for_reader
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
    refresh_for_reader(now=moment)
    # What can be embedded: pages of other types than ours are in feeds only.
    offered = [each for each in read_choices(tree, language=language) if each.scope.kind != "pages"]
    view = build_kit(request.GET, offered=offered, tree=tree, language=language, now=moment)
    response = render(request, TEMPLATE, {"kit": view, "chrome": view.chrome})
    patch_cache_control(response, public=True, max_age=NO_CHANGE)
    depends_on(response, *NAMES)
    return response
