"""What a session needs before it can take place, as a checklist. Pure: plain values in, none of them a secret."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from events.board.cells import State


class Level(StrEnum):
    """MISSING: without it the session cannot truthfully take place. WARNING: it can, less well."""

    OK = "ok"
    WARNING = "warning"
    MISSING = "missing"


class Name(StrEnum):
    """What an item is about."""

    PUBLISHED = "published"
    LINK = "link"
    MODERATOR = "moderator"
    SPOKEN = "spoken"
    CHANNELS = "channels"
    POSTER = "poster"
    CREDIT = "credit"
    ALT = "alt"
    THEME = "theme"
    TRANSLATION = "translation"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the checklist asks of a session.

    `is_public`: everybody can see the origin's page. `channels`: by language of a page, the interpreted languages whose
    channels its words name. `alts`: languages whose page says what the poster shows. `states`: language of the site ->
    state; the order is that of the checklist.
    """

    origin: str
    is_public: bool
    has_link: bool
    has_moderator: bool
    spoken: tuple[str, ...]
    interpreted: tuple[str, ...]
    channels: Mapping[str, frozenset[str]]
    has_poster: bool
    has_credit: bool
    alts: frozenset[str]
    theme_pending: bool
    states: Mapping[str, State]


@dataclass(frozen=True)
class Item:
    """One line. `languages`: those that it names, in the order of the site; `state` is that of a translation."""

    name: Name
    level: Level
    languages: tuple[str, ...] = ()
    state: State | None = None


def is_red(levels: Iterable[Level]) -> bool:
    """Whether the session cannot truthfully take place as it stands: the one rule behind the red board and its mails."""
    return Level.MISSING in levels


def readiness(subject: Subject) -> tuple[Item, ...]:
    """The checklist, what is most urgent first."""
    return (
        Item(Name.PUBLISHED, _needed(subject.is_public), (subject.origin,)),
        Item(Name.LINK, _needed(subject.has_link)),
        Item(Name.MODERATOR, _wished(subject.has_moderator)),
        Item(Name.SPOKEN, _wished(bool(subject.spoken)), subject.spoken),
        *_channels(subject),
        *_poster(subject),
        Item(Name.THEME, _wished(not subject.theme_pending)),
        *_translations(subject),
    )


def _needed(holds: bool) -> Level:
    return Level.OK if holds else Level.MISSING


def _wished(holds: bool) -> Level:
    return Level.OK if holds else Level.WARNING


def _read(subject: Subject) -> list[str]:
    """The languages whose words are read, or will be: those that are public, and the origin's."""
    public = {State.LIVE, State.STALE}
    return [code for code, state in subject.states.items() if state in public or code == subject.origin]


def _channels(subject: Subject) -> Iterator[Item]:
    if not subject.interpreted:
        return
    wanted = frozenset(subject.interpreted)
    lacking = [code for code in _read(subject) if wanted - subject.channels.get(code, frozenset())]
    yield Item(Name.CHANNELS, _wished(not lacking), tuple(lacking))


def _poster(subject: Subject) -> Iterator[Item]:
    yield Item(Name.POSTER, _wished(subject.has_poster))
    if subject.has_poster:
        yield Item(Name.CREDIT, _wished(subject.has_credit))
        lacking = [code for code in _read(subject) if code not in subject.alts]
        yield Item(Name.ALT, _wished(not lacking), tuple(lacking))


def _translations(subject: Subject) -> Iterator[Item]:
    """One line for each language that is not up to date, or one line for all."""
    behind = {
        code: state
        for code, state in subject.states.items()
        if code != subject.origin and state is not State.LIVE
    }
    for code, state in behind.items():
        yield Item(Name.TRANSLATION, Level.WARNING, (code,), state)
    if not behind:
        yield Item(Name.TRANSLATION, Level.OK)
