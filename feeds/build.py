"""From pages to documents: which items a feed has. Equal content gives equal documents; there is no clock and no request
here. feeds/entries.py makes one item, feeds/channels.py the head.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import override

from feeds import markup, sources
from feeds.channels import build_channel
from feeds.documents import Calendar, Channel, DocumentError, Event, Feed
from feeds.entries import article, event, last_modified
from feeds.scopes import ALL, Scope
from feeds.sources import Session, Stage

logger = logging.getLogger(__name__)

MAX_ENTRIES = 50
T = TypeVar("T")


def build_calendar(*, scope: Scope, language: str) -> Calendar:
    """sessions.ics: every visible session of the scope."""
    with override(language):
        stage = sources.load_stage(language=language)
        channel, events = _sessions(
            stage=stage, ledger=sources.load_ledger(), scope=scope, file="sessions.ics"
        )
        return Calendar(channel=channel, events=tuple(events))


def build_session_feed(*, scope: Scope, language: str, file: str) -> Feed:
    """sessions.rss, .atom or .json: the newest sessions by first publication."""
    with override(language):
        stage = sources.load_stage(language=language)
        channel, events = _sessions(
            stage=stage, ledger=sources.load_ledger(), scope=scope, file=file, newest=MAX_ENTRIES
        )
        return Feed(channel=channel, entries=tuple(events))


def build_news_feed(*, scope: Scope, language: str, file: str) -> Feed:
    """news.rss, .atom or .json: the newest articles of one language."""
    with override(language):
        stage = sources.load_stage(language=language)
        pages = sources.load_news(stage=stage, scope=scope, newest=MAX_ENTRIES)
        moments = [page.last_published_at for page in pages if page.last_published_at]
        channel = build_channel(stage=stage, scope=scope, file=file, moments=moments)
        addresses = _linked((page.body for page in pages), stage=stage)
        articles = _made(pages, lambda page: article(page, channel=channel, addresses=addresses))
        return Feed(channel=channel, entries=tuple(articles))


def build_session_download(*, code: str, language: str, path: str) -> Calendar | None:
    """One session as a calendar file to open, or None when no visible session has that code."""
    ledger = sources.load_ledger(code=code, withdrawn_at=None)
    if not ledger:
        return None
    with override(language):
        stage = sources.load_stage(language=language)
        channel, events = _sessions(stage=stage, ledger=ledger, scope=ALL, file="session.ics", self_path=path)
        return Calendar(channel=channel, events=tuple(events), is_download=True) if events else None


def _sessions(
    *, stage: Stage, ledger: sources.Ledger, scope: Scope, newest: int | None = None, **address: str
) -> tuple[Channel, list[Event]]:
    sessions = sources.load_sessions(stage=stage, ledger=ledger, scope=scope, newest=newest)
    moments = [last_modified(session, stage=stage) for session in sessions]
    channel = build_channel(
        stage=stage, scope=scope, moments=[*moments, *sources.newest_withdrawal(ledger)], **address
    )
    addresses = _linked((session.page.introduction for session in sessions), stage=stage)
    events = _made(
        sessions, lambda session: event(session, stage=stage, channel=channel, addresses=addresses)
    )
    return channel, events


def _linked(rich_texts: Iterable[str], *, stage: Stage) -> dict[int, str]:
    return sources.load_addresses(markup.linked_pages(rich_texts), stage=stage)


def _made(sources_of_items: Iterable[Session], make: Callable[[Session], T]) -> list[T]:
    """The items; one that no format could publish is left out, logged, and never costs the feed."""
    made = []
    for source in sources_of_items:
        try:
            made.append(make(source))
        except DocumentError:
            logger.exception("%s is left out of the feeds", source)
    return made
