"""From pages and the ledger to documents: which items the feeds of a language have, and where each stands.

Equal content gives equal documents: there is no clock and no request here. feeds/entries.py, tombstones.py and changes.py make
one item, feeds/channels.py the head.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.utils.translation import override

from events.history import Kind as ChangeKind
from feeds import changes, entries, sources, tombstones
from feeds.channels import Head, site_head
from feeds.documents import DocumentError, Entry, Event
from feeds.models import Kind
from feeds.page_sources import Reading
from feeds.scopes import ALL
from feeds.sources import Cycle, Stage

logger = logging.getLogger(__name__)


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
    for session in sources.sessions_of(stage):
        make = partial(entries.event, session, stage=stage, head=head, addresses=addresses)
        for event in _made(session, make):
            rows = session.page.organisation_rows.all()
            scopes = placed(session.cycle, [row.organisation.key for row in rows])
            yield Piece(Kind.SESSIONS, event.key, event, scopes, tombstones.leaves_at(event))


def _tombstones(stage: Stage, head: Head, placed) -> Iterator[Piece]:
    for entry in stage.public.ledger.values():
        if entry.withdrawn_at is None:
            continue
        cycle_key, organisations = tombstones.keys_shown(entry)
        scopes = placed(stage.find_cycle(cycle_key), [cycle_key, *organisations])
        for event in _made(entry, partial(tombstones.tombstone, entry, stage=stage, head=head)):
            yield Piece(Kind.SESSIONS, event.key, event, scopes, tombstones.leaves_at(event))


def _changes(stage: Stage, sessions: Iterable[Piece], head: Head) -> Iterator[Piece]:
    """The changes of each session that feeds have or had; nothing of one that was made private."""
    for piece in sessions:
        entry = stage.public.ledger[piece.parent]
        title = tombstones.last_title(entry, language=stage.language)
        told = [change for change in entry.changes.all() if change.kind != ChangeKind.ANNOUNCED]
        for change in told if title else ():
            make = partial(
                changes.change_article,
                change,
                entry=entry,
                title=title,
                url=piece.document.url,
                language=stage.language,
                head=head,
            )
            for article in _made(change, make):
                yield Piece(Kind.CHANGES, piece.parent, article, piece.scopes)


def _news(stage: Stage, head: Head, addresses: Mapping[int, str], placed) -> Iterator[Piece]:
    for page in sources.news_of(stage):
        make = partial(entries.article, page, language=stage.language, head=head, addresses=addresses)
        for article in _made(page, make):
            rows = page.organisation_rows.all()
            cycle = [page.cycle.translation_key] if page.cycle else []
            yield Piece(
                Kind.NEWS, article.key, article, placed(None, [*cycle, *(r.organisation.key for r in rows)])
            )


def _others(stage: Stage, head: Head, addresses: Mapping[int, str], placed) -> Iterator[Piece]:
    reading = Reading(
        language=stage.language,
        publisher_name=head.publisher_name,
        publisher_email=head.publisher_email,
        publisher_url=head.home_url,
        addresses=addresses,
    )
    for source, page in sources.others_of(stage):
        for document in _made(
            f"{source}, page {page.pk},", partial(source.article, page, reading=reading), Exception
        ):
            kind = Kind.SESSIONS if isinstance(document, Event) else Kind.NEWS
            scopes = placed(None, source.stands_with(page)) | {source.scope_name}
            yield Piece(kind, document.key, document, scopes)


def _scopes(
    cycle: Cycle | None, keys: Iterable[UUID | None], *, scope_names: Mapping[UUID, str]
) -> frozenset[str]:
    """Everything, the cycle, and every organisation of the item or of its cycle, in whatever role."""
    of_cycle = (
        [cycle.key, *(row.organisation.key for row in cycle.page.organisation_rows.all())] if cycle else []
    )
    return frozenset([ALL.name, *(scope_names[key] for key in (*keys, *of_cycle) if key in scope_names)])


def _made(source: object, make: Callable[[], Event], failure: type[Exception] = DocumentError) -> list:
    """The item; one that no format could publish is left out, logged, and never costs the feed."""
    try:
        return [make()]
    except failure:
        logger.exception("%s is left out of the feeds", source)
        return []
