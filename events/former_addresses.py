"""Where a session stood in a language that has no page of it: such an address has no page that could lead on, so it is worked out.

Wagtail notes the former addresses of pages as redirects, when a page is renamed or moved. A session without a page in a language is shown
below the cycle's page in that language, under the slug of its origin: that address moves with the slug, the cycle and its slug.
"""

from uuid import UUID

from wagtail.contrib.redirects.models import Redirect

from events import reading
from events.presentation_programme import session_address
from events.site_tree import SiteTree

# One slug may have stood in this many addresses at most, as many as cycles and languages have had it.
MOST = 50


def led_to(tree: SiteTree, *, language: str, slugs: list[str]) -> str | None:
    """Where the session is now that stood at /{language}/{cycle}/{slug}/ once; None where none is known to have. Up to six queries."""
    if len(slugs) != 2 or language not in tree.public_homes:
        return None
    cycle, slug = slugs
    keys = _cycles_named(tree, language=language, slug=cycle)
    group = _named_now(tree, keys, language=language, slug=slug) or _named_before(tree, keys, slug=slug)
    address = session_address(group, tree=tree, language=language) if group else None
    return None if address == f"/{language}/{cycle}/{slug}/" else address


def _cycles_named(tree: SiteTree, *, language: str, slug: str) -> set[UUID]:
    """The translation keys of the cycles that have this slug in a language, or had it."""
    node = tree.section(language, slug)
    now = {node.translation_key} if node and node.cycle_code else set()
    return now | _pages_once_at(f"/{language}/{slug}")


def _named_now(tree: SiteTree, keys: set[UUID], *, language: str, slug: str):
    """The cycle was renamed, the session was not."""
    groups = (group for key in keys for group in reading.sessions_named(tree, key=key, slug=slug))
    return next((group for group in groups if group.fallback_slug(language) == slug), None)


def _named_before(tree: SiteTree, keys: set[UUID], *, slug: str):
    """A page of the session had this slug, below a page of the same cycle."""
    rows = Redirect.objects.filter(old_path__endswith=f"/{slug}", redirect_page__isnull=False)
    for path, key in rows.order_by("pk").values_list("old_path", "redirect_page__translation_key")[:MOST]:
        language, _slash, rest = path.strip("/").partition("/")
        above, _slash, last = rest.partition("/")
        if last == slug and keys & _cycles_named(tree, language=language, slug=above):
            return reading.session_of(tree, translation_key=key)
    return None


def _pages_once_at(path: str) -> set[UUID]:
    rows = Redirect.objects.filter(old_path=path, redirect_page__isnull=False)
    return set(rows.values_list("redirect_page__translation_key", flat=True))
