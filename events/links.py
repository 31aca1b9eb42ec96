"""What other apps add to our pages: links to their feeds and to the page that explains them. We import none of them."""

from collections.abc import Callable, Iterable
from typing import Protocol


class FeedLink(Protocol):
    """One feed: its address, its media type ("text/calendar"), and its title in the reader's language."""

    url: str
    media_type: str
    title: str


FeedLinks = Callable[[str | None, str], Iterable[FeedLink]]
SubscribePage = Callable[[str | None, str], str]
_registered: list[FeedLinks] = []
_subscribe_pages: list[SubscribePage] = []


def register_feed_links(func: FeedLinks) -> FeedLinks:
    """Have `func(scope_code, language)` asked for feeds on every page; `scope_code` is a cycle's code, None for everything."""
    if func not in _registered:
        _registered.append(func)
    return func


def feed_links(scope_code: str | None, language: str) -> list[FeedLink]:
    """The feeds that cover a cycle, or everything, in one language."""
    return [link for func in _registered for link in func(scope_code, language)]


def register_subscribe_page(func: SubscribePage) -> SubscribePage:
    """Have `func(scope_code, language)` asked for the path of the page that explains how to subscribe; "" where it is not served."""
    if func not in _subscribe_pages:
        _subscribe_pages.append(func)
    return func


def subscribe_page(scope_code: str | None, language: str) -> str:
    """The path of the page that explains how to subscribe to a cycle, or to everything; "" when nobody has one."""
    return next((path for func in _subscribe_pages if (path := func(scope_code, language))), "")
