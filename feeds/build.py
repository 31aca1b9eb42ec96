"""From pages and the ledger to documents: which items the feeds of a language have, and where each stands.

Equal content gives equal documents: there is no clock and no request here. feeds/entries.py, tombstones.py and changes.py make
one item, feeds/channels.py the head.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import InterfaceError, InternalError, OperationalError
from django.db.transaction import TransactionManagementError
from django.utils.translation import override

from wagtail.models import Page

from events.history import Kind as ChangeKind
from events.ledger import LedgerChange, LedgerEntry
from events.models import NewsPage
from feeds import changes, entries, sources, tombstones
from feeds.channels import Head, site_head
from feeds.documents import Entry, Event
from feeds.models import Kind
from feeds.page_sources import PageSource, Reading
from feeds.scopes import ALL
from feeds.sources import Cycle, Session, Stage

logger = logging.getLogger(__name__)

NO_FAULT_OF_AN_ITEM = (InterfaceError, InternalError, OperationalError, TransactionManagementError)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Piece:
    """One item for readers of one language: its document, and the scopes that it stands in.

    `parent` is the translation key of the page that it is of; `leaves_at` (UTC) when it goes by itself.
    """

    kind: Kind
    parent: UUID
    document: Entry
    scopes: frozenset[str]
    leaves_at: datetime.datetime | None = None


def build_pieces(*, stage: Stage, scope_names: Mapping[UUID, str]) -> list[Piece]:
    """Every item of the stage's language. `scope_names`: of each cycle and organisation, by key."""
    with override(stage.language):
        head = site_head(stage)
        placed = partial(_scopes, scope_names=scope_names)
        addresses = sources.addresses_of(stage)
        sessions = [*_sessions(stage, head, addresses, placed), *_tombstones(stage, head, placed)]
        news = [*_news(stage, head, addresses, placed), *_others(stage, head, addresses, placed)]
        return [*sessions, *_changes(stage, sessions, head), *news]


def _sessions(stage: Stage, head: Head, addresses: Mapping[int, str], placed) -> Iterator[Piece]:
    def piece(session: Session) -> Piece:
        event = entries.event(session, stage=stage, head=head, addresses=addresses)
        rows = session.page.organisation_rows.all()
        scopes = placed(session.cycle, [row.organisation.key for row in rows])
        return Piece(Kind.SESSIONS, event.key, event, scopes, tombstones.leaves_at(event))

    for session in sources.sessions_of(stage):
        yield from _made(session, partial(piece, session))


def _tombstones(stage: Stage, head: Head, placed) -> Iterator[Piece]:
    def piece(entry: LedgerEntry) -> Piece:
        cycle_key, organisations = tombstones.keys_shown(entry)
        scopes = placed(stage.find_cycle(cycle_key), [cycle_key, *organisations])
        event = tombstones.tombstone(entry, stage=stage, head=head)
        return Piece(Kind.SESSIONS, event.key, event, scopes, tombstones.leaves_at(event))

    for entry in stage.public.ledger.values():
        if entry.withdrawn_at is not None:
            yield from _made(entry, partial(piece, entry))


def _changes(stage: Stage, sessions: Iterable[Piece], head: Head) -> Iterator[Piece]:
    """The changes of each session that feeds have or had; nothing of one that was made private."""

    def piece(change: LedgerChange, session: Piece, title: tuple[str, str]) -> Piece:
        article = changes.change_article(
            change,
            entry=stage.public.ledger[session.parent],
            title=title,
            url=session.document.url,
            language=stage.language,
            head=head,
        )
        return Piece(Kind.CHANGES, session.parent, article, session.scopes)

    for session in sessions:
        entry = stage.public.ledger[session.parent]
        told = [change for change in entry.changes.all() if change.kind != ChangeKind.ANNOUNCED]
        for title in _made(entry, partial(tombstones.last_title, entry, language=stage.language)):
            for change in told if title else ():
                yield from _made(change, partial(piece, change, session, title))


def _news(stage: Stage, head: Head, addresses: Mapping[int, str], placed) -> Iterator[Piece]:
    def piece(page: NewsPage) -> Piece:
        article = entries.article(page, language=stage.language, head=head, addresses=addresses)
        cycle = [page.cycle.translation_key] if page.cycle else []
        organisations = [row.organisation.key for row in page.organisation_rows.all()]
        return Piece(Kind.NEWS, article.key, article, placed(None, [*cycle, *organisations]))

    for page in sources.news_of(stage):
        yield from _made(page, partial(piece, page))


def _others(stage: Stage, head: Head, addresses: Mapping[int, str], placed) -> Iterator[Piece]:
    reading = Reading(
        language=stage.language,
        publisher_name=head.publisher_name,
        publisher_email=head.publisher_email,
        publisher_url=head.home_url,
        addresses=addresses,
    )

    def piece(source: PageSource, page: Page) -> Piece:
        document = source.article(page, reading=reading)
        kind = Kind.SESSIONS if isinstance(document, Event) else Kind.NEWS
        scopes = placed(None, source.stands_with(page)) | {source.scope_name}
        return Piece(kind, document.key, document, scopes)

    for source, page in sources.others_of(stage):
        yield from _made(f"{source}, page {page.pk},", partial(piece, source, page))


def _scopes(
    cycle: Cycle | None, keys: Iterable[UUID | None], *, scope_names: Mapping[UUID, str]
) -> frozenset[str]:
    """Everything, the cycle, and every organisation of the item or of its cycle, in whatever role."""
    of_cycle = (
        [cycle.key, *(row.organisation.key for row in cycle.page.organisation_rows.all())] if cycle else []
    )
    return frozenset([ALL.name, *(scope_names[key] for key in (*keys, *of_cycle) if key in scope_names)])


def _made(source: object, make: Callable[[], Made]) -> list[Made]:
    """What was made; an item of which nothing can be made, for whatever reason, is left out, logged, and never costs the feed.

    Raises what says that the database is away, or that the transaction is lost: then there is no telling what is wrong.
    """
    try:
        return [make()]
    except NO_FAULT_OF_AN_ITEM:
        raise
    except Exception:  # a bad value, or what another project says of its pages
        logger.exception("%s is left out of the feeds", source)
        return []
