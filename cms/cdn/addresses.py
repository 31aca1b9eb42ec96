"""Which addresses a cache in front of the site may hold that a change touches.

Not those with parameters of readers (searches, filters, pages of lists): nobody can list them. They say how long they hold, a minute at most.
"""

from collections.abc import Iterator
from urllib.parse import quote

from wagtail.models import Page

from events import addresses
from events.conf import languages
from events.models import SessionPage
from feeds.outlets import Touched

# Of the API, in each language.
LISTS = ("cycles", "sessions", "news", "organisations", "people", "changes")
API = "/api/v1"
# A cycle's page and the home above it; what everything is below is no page of the site.
HIGHEST = 2


def touched_paths(touched: Touched) -> set[str]:
    """Paths, some with `?lang=`. Of a change of everything (an organisation, a language): feeds, embeds, homes and what stands right below."""
    return {*touched.paths, "/", "/sitemap.xml", *_lists(), *_pages(touched), *_sessions(touched)}


def _lists() -> Iterator[str]:
    for name in LISTS:
        yield from _in_the_api(name)
    yield from (addresses.archive_path(language=language) for language in languages())


def _in_the_api(name: str) -> Iterator[str]:
    yield f"{API}/{name}"
    yield from (f"{API}/{name}?lang={language}" for language in languages())


def _pages(touched: Touched) -> Iterator[str]:
    """Two queries: the pages themselves in all languages, and those above them."""
    if touched.keys is None:
        shown = Page.objects.filter(depth__gte=HIGHEST, depth__lte=HIGHEST + 1)
    else:
        own = Page.objects.filter(translation_key__in=touched.keys).values_list("path", flat=True)
        length = Page.steplen
        above = {path[:end] for path in own for end in range(HIGHEST * length, len(path) + 1, length)}
        # The home of each language names what is next, also in another one.
        shown = Page.objects.filter(path__in=above) | Page.objects.filter(depth=HIGHEST)
    yield from (quote(addresses.page_path(page)) for page in shown.select_related("locale"))


def _sessions(touched: Touched) -> Iterator[str]:
    if touched.keys is None:
        return
    codes = SessionPage.objects.filter(translation_key__in=touched.keys).values_list("code", flat=True)
    for code in set(codes):
        yield from _in_the_api(f"sessions/{code}")
        for language in languages():
            yield addresses.join_path(code, language=language)
            yield addresses.card_path(code, language=language)
