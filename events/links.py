"""What other apps add to our pages: links to their feeds and to the page that explains them. We import none of them."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Protocol

from events.codes import Kind


class FeedLink(Protocol):
    """One feed: its address, its media type ("text/calendar"), its title in the reader's language, and what it tells of.

    `kind` has as its value "sessions", "news" or "changes".
    """

    url: str
    media_type: str
    title: str
    kind: Enum


FeedLinks = Callable[[str | None, str, Kind], Iterable[FeedLink]]
SubscribePage = Callable[[str | None, str, Kind], str]
PartnersPage = SubscribePage
EmbedOffer = Callable[[str], str]
_registered: list[FeedLinks] = []
_subscribe_pages: list[SubscribePage] = []
_partners_pages: list[PartnersPage] = []
_embed_offers: list[EmbedOffer] = []


def register_feed_links(func: FeedLinks) -> FeedLinks:
    """Have `func(scope_code, language, kind)` asked for feeds on every page; `scope_code` is a code, None for everything."""
    if func not in _registered:
        _registered.append(func)
    return func


def feed_links(scope_code: str | None, language: str, *, kind: Kind = Kind.CYCLE) -> list[FeedLink]:
    """The feeds that cover a cycle or an organisation, or everything, in one language."""
    return [link for func in _registered for link in func(scope_code, language, kind)]


def register_subscribe_page(func: SubscribePage) -> SubscribePage:
    """Have `func(scope_code, language, kind)` asked for the path of the page that explains how to subscribe; "" where it is not served."""
    if func not in _subscribe_pages:
        _subscribe_pages.append(func)
    return func


def subscribe_page(scope_code: str | None, language: str, *, kind: Kind = Kind.CYCLE) -> str:
    """The path of the page that explains how to subscribe to a cycle, an organisation, or everything; "" when nobody has one."""
    return next((path for func in _subscribe_pages if (path := func(scope_code, language, kind))), "")


def register_partners_page(func: PartnersPage) -> PartnersPage:
    """Have `func(scope_code, language, kind)` asked for the path of the page that helps other sites to show the programme; "" for none."""
    if func not in _partners_pages:
        _partners_pages.append(func)
    return func


def partners_page(scope_code: str | None, language: str, *, kind: Kind = Kind.CYCLE) -> str:
    """The path of the page that helps other sites to show a cycle, an organisation, or everything; "" when nobody has one."""
    return next((path for func in _partners_pages if (path := func(scope_code, language, kind))), "")


def register_embed_offer(func: EmbedOffer) -> EmbedOffer:
    """Have `func(address of a page)` asked for the address of what other sites may show of it (oEmbed), "" for nothing."""
    if func not in _embed_offers:
        _embed_offers.append(func)
    return func


def embed_offer(address: str) -> str:
    """The address of what other sites may show of a page; "" when nobody offers it."""
    return next((offer for func in _embed_offers if (offer := func(address))), "")
