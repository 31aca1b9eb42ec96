"""What somebody asks the kit for, in the query of its address: which site, language, programme, look. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from feeds.embed.choices import CHOICES as LOOKS
from feeds.embed.choices import Choices as Look
from feeds.scopes import ALL

# What a partner's site is made with, and what somebody wants who needs no part of a page.
FRAMED = ("wordpress", "drupal", "wagtail", "html", "csp")
SITES = (*FRAMED, "calendar", "news", "api")
NAMES = ("site", "language", "scope", *LOOKS)
# What a piece of HTML cannot have: it looks like the page that it stands in.
FRAMES_ONLY = ("theme", "accent")


@dataclass(frozen=True)
class KitChoices:
    """What was chosen. `language` and `scope` are those of the programme, not of the kit's own page."""

    language: str
    site: str = SITES[0]
    scope: str = ALL.name
    layout: str = Look.layout
    theme: str = Look.theme
    accent: str = Look.accent
    untranslated: str = Look.untranslated

    @property
    def look(self) -> Look:
        """How the embed is asked for."""
        return Look(**{name: getattr(self, name) for name in LOOKS})

    @property
    def is_framed(self) -> bool:
        """Whether part of a page is wanted, rather than a calendar, a feed or data."""
        return self.site in FRAMED

    @property
    def names(self) -> tuple[str, ...]:
        """What there is to choose for such a site."""
        if not self.is_framed:
            return ("site", "language", "scope")
        return tuple(name for name in NAMES if self.site != "csp" or name not in FRAMES_ONLY)

    def query(self, *, page_language: str) -> str:
        """What differs from the defaults of the kit's page in a language, with its question mark; "" for nothing."""
        plain = KitChoices(page_language)
        given = {name: getattr(self, name) for name in NAMES if getattr(self, name) != getattr(plain, name)}
        return f"?{urlencode(given)}" if given else ""


def read_kit(
    query: Mapping[str, str], *, page_language: str, languages: Collection[str], scopes: Collection[str]
) -> tuple[KitChoices, tuple[str, ...]]:
    """The choices of a query, and the names of those whose value means nothing: they have their default.

    `languages` and `scopes`: what there is to choose from. Parameters of other names are passed over.
    """
    offered = {"site": SITES, "language": languages, "scope": scopes, **LOOKS}
    given = {name: query[name] for name in NAMES if query.get(name)}
    known = {name: value for name, value in given.items() if value in offered[name]}
    return KitChoices(**{"language": page_language} | known), tuple(
        name for name in given if name not in known
    )
