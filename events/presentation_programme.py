"""Sessions as items of a list: on the home page, in a cycle's programme, before and after a session."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from events.groups import Group
from events.languages import endonym
from events.phrases import Phrase
from events.presentation_state import Moment, Notice, moment_of, notices_of, phase_of, previous_starts
from events.presentation_when import When, build_when
from events.site_tree import SiteTree


@dataclass(frozen=True)
class Item:
    """One session in a list. `language` is that of its words; `is_fallback` when it is not the reader's.

    `status` is the fact; `previous` the starts that it was announced with before; `phase` as events.presentation_state says.
    """

    address: str
    title: Phrase
    number: int | None
    code: str
    language: str
    is_fallback: bool
    when: When
    notices: tuple[Notice, ...]
    languages: tuple[Phrase, ...]
    cycle: Phrase | None
    moment: Moment
    status: str
    previous: tuple[str, ...]
    phase: str

    @property
    def can_join(self) -> bool:
        """Whether the join window is open."""
        return self.phase == "now"


def build_items(
    groups: Iterable[Group],
    *,
    tree: SiteTree,
    cycles: Mapping[str, Any],
    language: str,
    now: datetime.datetime,
) -> list[Item]:
    """Items for readers of `language`, in the order given. `cycles`: cycle pages by tree path, as events.reading gives them."""
    return [_item(group, tree=tree, cycles=cycles, language=language, now=now) for group in groups]


def session_address(group: Group, *, tree: SiteTree, language: str) -> str:
    """Where a reader finds a session: its page, else the fallback below the cycle's page in the reader's language."""
    words = group.words_for(language)
    above = tree.cycle_above(words.path)
    own = tree.versions(above.translation_key).get(language) if above else None
    if words.language == language or own is None:
        return tree.address(words)
    return f"{tree.address(own)}{group.fallback_slug(language)}/"


def title_of(page, *, language: str) -> Phrase:
    """The title in the language that it is in; a theme to come is said in the reader's."""
    if page.theme_pending:
        return Phrase(gettext("Theme to come"), language)
    return Phrase(page.title, page.language)


def spoken_of(page) -> list[str]:
    """The languages in which one can follow a session by ear, in the editor's order."""
    return list(dict.fromkeys([*page.spoken, *page.interpreted]))


def endonyms(codes: Iterable[str]) -> tuple[Phrase, ...]:
    """Languages by their own names."""
    return tuple(Phrase(endonym(code), code) for code in codes)


def _item(
    group: Group, *, tree: SiteTree, cycles: Mapping[str, Any], language: str, now: datetime.datetime
) -> Item:
    words = group.words_for(language)
    above = tree.cycle_above(words.path)
    shown = tree.cycle_for(above.translation_key, language)
    moment = moment_of(words, cycle=cycles[above.path], now=now)
    return Item(
        address=session_address(group, tree=tree, language=language),
        title=title_of(words, language=language),
        number=words.number,
        code=words.code,
        language=words.language,
        is_fallback=words.language != language,
        when=build_when(words, language=language),
        notices=tuple(notices_of(words, moment, reason="", language=language)),
        languages=endonyms(spoken_of(words)),
        cycle=Phrase(shown.title, shown.language),
        moment=moment,
        status=words.status,
        previous=previous_starts(words),
        phase=phase_of(words, moment),
    )
