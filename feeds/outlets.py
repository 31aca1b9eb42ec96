"""Tells others which addresses of feeds and embeds a change touches, inside its transaction. Whoever keeps copies of them listens."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from feeds.addresses import embed_path, list_path, session_path
from feeds.files import Outdated
from feeds.shelving import addresses_on
from feeds.sources import Keys


@dataclass(frozen=True)
class Touched:
    """What reads differently once a change is committed: `paths` of feeds and embeds; `keys` of sessions and news, None for everything."""

    paths: frozenset[str]
    keys: Keys


Listener = Callable[[Touched, datetime.datetime], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Have `listener(touched, now)` called once in the transaction of each change; called while apps load."""
    _listeners.append(listener)


def tell(outdated: Iterable[Outdated], *, keys: Keys, now: datetime.datetime) -> None:
    """Tell what of each language differs now; nobody where nothing does."""
    if not _listeners:
        return
    touched = Touched(paths=frozenset().union(*map(_paths_of, outdated)), keys=keys)
    for listener in _listeners:
        listener(touched, now)


def _paths_of(outdated: Outdated) -> set[str]:
    language = outdated.language
    paths = {address.path for shelf in outdated.shelves for address in addresses_on(shelf)}
    paths |= {session_path(code, language=language) for code in outdated.touched.codes}
    for scope in {shelf.scope for shelf in outdated.shelves}:
        embed = embed_path(scope, language=language)
        paths |= {embed, f"{embed}fragment.html"}
    return paths | ({list_path(language)} if paths else set())
