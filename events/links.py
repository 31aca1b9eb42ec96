"""What other apps add to our pages: links to their feeds, for the head and the foot of a page. We import none of them."""

from collections.abc import Callable, Iterable
from typing import Protocol


class FeedLink(Protocol):
    """One feed: its address, its media type ("text/calendar"), and its title in the reader's language."""

    url: str
    media_type: str
    title: str


FeedLinks = Callable[[str | None, str], Iterable[FeedLink]]
_registered: list[FeedLinks] = []


def register_feed_links(func: FeedLinks) -> FeedLinks:
    """Have `func(scope_code, language)` asked for feeds on every page; `scope_code` is a cycle's code, None for everything."""
    if func not in _registered:
        _registered.append(func)
    return func


def feed_links(scope_code: str | None, language: str) -> list[FeedLink]:
    """The feeds that cover a cycle, or everything, in one language."""
    return [link for func in _registered for link in func(scope_code, language)]
