"""The site's upper two levels in all languages: homes and what stands right below them, in one query per request.

Menus, the language switcher and the addresses of pages follow from it, so none of them asks the database again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from wagtail.models import Page, PageViewRestriction, Site

from events.conf import fallbacks, languages
from events.unions import Question, read_objects
from events.words import choose_words

NODE = {name: name for name in ("pk", "path", "depth", "url_path", "slug", "title", "translation_key", "show_in_menus")} | {
    "language": "locale__language_code", "cycle_code": "parvis_events_cyclepage__code",
    "is_news": "parvis_events_newsindexpage__page_ptr",
    "is_text": "parvis_events_textpage__page_ptr",
}  # fmt: skip
RESTRICTION = {
    "id": "id",
    "restriction_type": "restriction_type",
    "password": "password",
    "page_id": "page_id",
    "page_path": "page__path",
}


@dataclass(frozen=True)
class Node:
    """A published page of the upper two levels. `cycle_code` is "" for anything but a cycle; `is_text`: of the site itself."""

    pk: int
    path: str
    depth: int
    url_path: str
    slug: str
    title: str
    translation_key: UUID
    show_in_menus: bool
    language: str
    cycle_code: str
    is_news: bool
    is_text: bool


@dataclass(frozen=True)
class SiteTree:
    """`homes` by language, in the order of the settings; `sections` in tree order; `restrictions` are Wagtail's."""

    homes: dict[str, Node]
    sections: tuple[Node, ...]
    restrictions: tuple[PageViewRestriction, ...]

    def is_closed(self, path: str) -> bool:
        """Whether a tree path lies below a page that only some may view."""
        return any(path.startswith(restriction.page.path) for restriction in self.restrictions)

    def restrictions_on(self, path: str) -> list[PageViewRestriction]:
        """The view restrictions that hold for a tree path."""
        return [each for each in self.restrictions if path.startswith(each.page.path)]

    @property
    def public_homes(self) -> dict[str, Node]:
        """The homes that anybody may view: the languages that the site offers."""
        return {language: home for language, home in self.homes.items() if not self.is_closed(home.path)}

    def has_closed_below(self, path: str) -> bool:
        """Whether some page at a tree path, or below it, is for some viewers only."""
        return any(restriction.page.path.startswith(path) for restriction in self.restrictions)

    def address(self, page) -> str:
        """The path of a page's address; `page` is a Node or a page. "/" where its language has no public home."""
        home = self.homes.get(page.language)
        if home is None or not page.url_path.startswith(home.url_path):
            return "/"
        return f"/{page.language}/{page.url_path.removeprefix(home.url_path)}"

    def below(self, language: str) -> list[Node]:
        """What stands below the home of a language and anybody may view."""
        return [node for node in self.sections if node.language == language and not self.is_closed(node.path)]

    def section(self, language: str, slug: str) -> Node | None:
        """The node below the home of a language that has this slug; also one that only some may view."""
        return next((node for node in self.sections if (node.language, node.slug) == (language, slug)), None)

    def cycles(self, key: UUID | None = None) -> list[Node]:
        """Public cycles in all languages, or the pages of one translation group."""
        public = (node for node in self.sections if node.cycle_code and not self.is_closed(node.path))
        return [node for node in public if key in (None, node.translation_key)]

    def cycle_above(self, path: str) -> Node | None:
        """The cycle that a session with this tree path stands in."""
        return next((node for node in self.sections if node.cycle_code and path.startswith(node.path)), None)

    def cycle_for(self, key: UUID, language: str) -> Node | None:
        """The public cycle page that readers of a language are shown: in it, else in a fallback."""
        return self._shown({node.language: node for node in self.cycles(key)}, language)

    def texts_for(self, language: str) -> list[Node]:
        """The public texts of the site itself that readers of a language are shown: in it, else in a fallback."""
        nodes = [node for node in self.sections if node.is_text and not self.is_closed(node.path)]
        groups: dict[UUID, dict[str, Node]] = {}
        for node in nodes:
            groups.setdefault(node.translation_key, {})[node.language] = node
        return [node for versions in groups.values() if (node := self._shown(versions, language))]

    @staticmethod
    def _shown(versions: dict[str, Node], language: str) -> Node | None:
        chosen = choose_words(
            versions,
            language=language,
            fallbacks=fallbacks(language),
            origin=None,
            languages=[*languages(), *versions],
        )
        return chosen[1] if chosen else None

    def versions(self, key: UUID) -> dict[str, Node]:
        """The public nodes of one translation group, by language."""
        nodes = [*self.homes.values(), *self.sections]
        return {
            node.language: node
            for node in nodes
            if node.translation_key == key and not self.is_closed(node.path)
        }


def tree_for(request: HttpRequest) -> SiteTree:
    """The tree of a request's site, read once per request. Raises Http404 where there is no site."""
    if not hasattr(request, "_parvis_tree"):
        site = Site.find_for_request(request)
        if site is None:
            raise Http404("There is no site at this host.")
        request._parvis_tree = read_tree(site.root_page)
    return request._parvis_tree


def read_tree(root: Page) -> SiteTree:
    """The tree below a site's root page and its translations. One query."""
    rows, restricted = read_objects([Question(_pages(root), NODE), Question(_restrictions(), RESTRICTION)])
    nodes = [_node(row) for row in sorted(rows, key=lambda row: row["path"])]
    order = {code: position for position, code in enumerate(languages())}
    homes = sorted(_homes(nodes, root, order), key=lambda node: order[node.language])
    return SiteTree(
        homes={home.language: home for home in homes},
        sections=tuple(node for home in homes for node in nodes if _is_child(node, home)),
        restrictions=tuple(_restriction(row) for row in restricted),
    )


def _pages(root: Page) -> QuerySet:
    return Page.objects.live().filter(Q(translation_key=root.translation_key) | Q(depth=root.depth + 1))


def _restrictions() -> QuerySet:
    return PageViewRestriction.objects.all()


def _node(row: dict) -> Node:
    return Node(
        **row
        | {
            "translation_key": UUID(row["translation_key"]),
            "show_in_menus": bool(row["show_in_menus"]),
            "cycle_code": row["cycle_code"] or "",
            **{name: row[name] is not None for name in ("is_news", "is_text")},
        }
    )


def _restriction(row: dict) -> PageViewRestriction:
    """As stored; of its page, only what tells where it stands."""
    page = Page(pk=row.pop("page_id"), path=row.pop("page_path"))
    return PageViewRestriction(**row, page=page)


def _homes(nodes: list[Node], root: Page, order: dict[str, int]) -> list[Node]:
    return [node for node in nodes if node.translation_key == root.translation_key and node.language in order]


def _is_child(node: Node, home: Node) -> bool:
    return node.depth == home.depth + 1 and node.path.startswith(home.path) and node.language == home.language
