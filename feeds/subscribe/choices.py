"""What one can subscribe to: every scope of the feeds that stands for something public, with its title for a reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from events import reading
from events.finding.sitemap import register_pages
from events.phrases import Phrase
from events.site_tree import SiteTree
from feeds.links import subscribe_path
from feeds.page_sources import page_sources
from feeds.scopes import ALL, Scope, all_scopes

Titles = Iterator[tuple[tuple[str, UUID], Phrase]]


@dataclass(frozen=True)
class Choice:
    """A scope, and what it is called for a reader."""

    scope: Scope
    title: Phrase


def read_choices(tree: SiteTree, *, language: str) -> list[Choice]:
    """Everything, then public cycles in the order of the site, then organisations by name. Speaks the active language.

    Three queries at most, however many there are.
    """
    scopes = {(scope.kind, scope.key or scope.name): scope for scope in all_scopes()}
    titles = {
        ("all", ALL.name): Phrase(gettext("The whole programme"), language),
        **dict(_cycles(tree, language=language)),
        **dict(_organisations(tree, language=language)),
        **{("pages", source.scope_name): Phrase(str(source.title), language) for source in page_sources()},
    }
    return [Choice(scopes[each], title) for each, title in titles.items() if each in scopes]


def connect() -> None:
    """Have these pages in the sitemap; called once, when all apps are ready."""
    register_pages(subscribe_pages)


def subscribe_pages(tree: SiteTree) -> Iterator[dict[str, str]]:
    """The page of each scope in every language, for the sitemap. Three queries."""
    for choice in read_choices(tree, language=next(iter(tree.public_homes), "")):
        paths = {each: subscribe_path(choice.scope.name, each) for each in tree.public_homes}
        if all(paths.values()):
            yield paths


def _cycles(tree: SiteTree, *, language: str) -> Titles:
    for key in dict.fromkeys(node.translation_key for node in tree.cycles()):
        shown = tree.cycle_for(key, language)
        yield ("cycle", key), Phrase(shown.title, shown.language)


def _organisations(tree: SiteTree, *, language: str) -> Titles:
    """The organisations that a public cycle or session names."""
    sessions = reading.public_sessions(tree, tree.cycles()).values("pk")
    roles = reading.model("SessionOrganisation").objects.filter(page__in=sessions)
    cycle_roles = reading.model("CycleOrganisation").objects.filter(
        page__in=[node.pk for node in tree.cycles()]
    )
    named = reading.model("Organisation").objects.filter(
        Q(pk__in=roles.values("organisation")) | Q(pk__in=cycle_roles.values("organisation"))
    )
    titles = [
        (each.key, Phrase(*each.name_in(language))) for each in named.prefetch_related("names").order_by()
    ]
    for key, title in sorted(titles, key=lambda pair: pair[1].text.casefold()):
        yield ("organisation", key), title
