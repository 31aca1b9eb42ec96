"""The sitemap (sitemaps.org 0.9): every public page that may be indexed, in each language, with the alternates of its head.

Other apps add the pages that they serve. A constant number of queries.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from wagtail.models import Page

from events import reading
from events.addresses import absolute, archive_path, organisation_path
from events.finding.organisations import public_organisations
from events.groups import grouped
from events.presentation_chrome import Alternate, addresses_of, alternates_of
from events.site_tree import SiteTree

# A sitemap holds 50,000 addresses and 50 MB at most; one with its alternates takes about a kilobyte.
MOST = 40_000
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)

Versions = Mapping[str, str]
Pages = Callable[[SiteTree], Iterable[Versions]]
_registered: list[Pages] = []


@dataclass(frozen=True)
class Listed:
    """One page: the paths of its versions by language, when each was changed last (UTC) if that is known, and its x-default."""

    published: Versions
    modified: Mapping[str, datetime.datetime | None] = field(default_factory=dict)
    x_default: str = ""


@dataclass(frozen=True)
class Entry:
    """One address of the sitemap, absolute."""

    address: str
    modified: datetime.datetime | None
    alternates: tuple[Alternate, ...]


def register_pages(func: Pages) -> Pages:
    """Have `func(tree)` asked for pages that stand outside the tree: the paths of each, by language."""
    if func not in _registered:
        _registered.append(func)
    return func


def entries_of(tree: SiteTree) -> Iterator[Entry]:
    """Every address, the latest sessions before the earlier ones; at most `MOST`."""
    listed = [
        *_tree_pages(tree),
        Listed({language: archive_path(language=language) for language in tree.public_homes}),
        *(Listed(versions) for func in _registered for versions in func(tree)),
        *_organisations(tree),
        *_sessions(tree),
        *_news(tree),
    ]
    homes = {language: f"/{language}/" for language in tree.public_homes}
    chooser = Entry(absolute("/"), None, alternates_of(homes, x_default="/"))
    return islice([chooser, *(entry for page in listed for entry in _entries(page))], MOST)


def render_sitemap(entries: Iterable[Entry]) -> bytes:
    """The document, in UTF-8. Equal entries give equal bytes."""
    return "".join([HEAD, *map(_rendered, entries), "</urlset>\n"]).encode()


def _entries(page: Listed) -> Iterator[Entry]:
    alternates = alternates_of(page.published, x_default=page.x_default)
    for language, path in page.published.items():
        yield Entry(absolute(path), page.modified.get(language), alternates)


def _rendered(entry: Entry) -> str:
    modified = f"<lastmod>{entry.modified:%Y-%m-%dT%H:%M:%S}Z</lastmod>" if entry.modified else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(each.language)} href={quoteattr(each.address)}/>'
        for each in entry.alternates
    )
    return f"<url><loc>{escape(entry.address)}</loc>{modified}{links}</url>\n"


def _tree_pages(tree: SiteTree) -> Iterator[Listed]:
    """Homes and what stands right below them. One query."""
    nodes = [*tree.public_homes.values(), *(node for each in tree.public_homes for node in tree.below(each))]
    changed = dict(
        Page.objects.filter(pk__in=[node.pk for node in nodes]).values_list("pk", "last_published_at")
    )
    homes = {node.translation_key for node in tree.public_homes.values()}
    for key in dict.fromkeys(node.translation_key for node in nodes):
        versions = tree.versions(key)
        yield Listed(
            addresses_of(tree, versions),
            {language: changed.get(node.pk) for language, node in versions.items()},
            "/" if key in homes else "",
        )


def _sessions(tree: SiteTree) -> Iterator[Listed]:
    """A change of the origin's facts changes every page. One query."""
    pages = reading.public_sessions(tree, tree.cycles()).order_by("-starts_at", "translation_key")
    for group in grouped(pages.only(*reading.LISTED, "last_published_at")):
        origin = [group.origin.last_published_at] if group.origin else []
        yield Listed(
            {language: tree.address(page) for language, page in group.versions.items()},
            {
                language: max(filter(None, [page.last_published_at, *origin]), default=None)
                for language, page in group.versions.items()
            },
        )


def _news(tree: SiteTree) -> Iterator[Listed]:
    pages = reading.public_news(tree, tree.public_homes).only(
        "url_path", "translation_key", "locale__language_code", "last_published_at"
    )
    for group in grouped(pages):
        yield Listed(
            {language: tree.address(page) for language, page in group.versions.items()},
            {language: page.last_published_at for language, page in group.versions.items()},
        )


def _organisations(tree: SiteTree) -> Iterator[Listed]:
    """Those that take part in something public (events/finding/organisations.py). One query."""
    for code, modified in public_organisations(tree).values_list("code", "modified_at"):
        versions = {each: organisation_path(code, language=each) for each in tree.public_homes}
        yield Listed(versions, dict.fromkeys(versions, modified))
