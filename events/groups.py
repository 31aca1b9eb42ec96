"""One session in all the languages that have it: which words a reader gets, and at which address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.conf import fallbacks, languages
from events.words import choose_words


@dataclass(frozen=True)
class Group:
    """The public pages of one translation group, by language; never empty."""

    versions: dict[str, Any]

    @property
    def key(self) -> UUID:
        """The translation key that the pages share."""
        return self.facts.translation_key

    @property
    def facts(self) -> Any:
        """A page to read facts from: they are equal in all languages."""
        return next(iter(self.versions.values()))

    @property
    def origin(self) -> Any | None:
        """The page that owns the facts, None while it is not public."""
        return next((page for page in self.versions.values() if page.is_origin), None)

    def words_for(self, language: str) -> Any:
        """The page whose words readers of `language` get: their own, else the best fallback."""
        origin = self.origin
        chosen = choose_words(
            self.versions,
            language=language,
            fallbacks=fallbacks(language),
            origin=origin.language if origin else None,
            languages=[*languages(), *self.versions],
        )
        if chosen is None:
            raise ValueError("A group has at least one page.")
        return chosen[1]

    def fallback_slug(self, language: str) -> str:
        """The slug that stands for this session under the cycle of a language that has no page of it."""
        return (self.origin or self.words_for(language)).slug


def grouped(pages: Iterable[Any]) -> list[Group]:
    """Pages put together by translation key, in the order in which each key comes first."""
    groups: dict[UUID, dict[str, Any]] = {}
    for page in pages:
        groups.setdefault(page.translation_key, {})[page.language] = page
    return [Group(versions) for versions in groups.values()]


def group_at(groups: Iterable[Group], *, language: str, slug: str) -> Group | None:
    """The session that readers of a language find at a slug: one with a page there, else one that falls back to it."""
    groups = list(groups)
    own = (group for group in groups if language in group.versions and group.versions[language].slug == slug)
    return next(own, None) or next((group for group in groups if group.fallback_slug(language) == slug), None)
