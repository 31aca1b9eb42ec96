"""The formats of a calendar and a feed: one module and one row of FORMATS each.

Renderers know documents only. They read no clock and no settings: equal input gives equal bytes, and ETags rest on it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from feeds.documents import Calendar, DocumentT, Entry, Event, Feed, ItemT
from feeds.renderers import atom, ical, jsonfeed, rss


@dataclass(frozen=True, kw_only=True)
class Format(Generic[DocumentT, ItemT]):
    """How one format is written and announced.

    `render` makes the whole document. It equals `assemble(document, [compose(item) for each item in the document's order])`:
    a fragment depends on its item alone, so it can be kept per revision and shared by every feed that holds the item.
    """

    document: type[DocumentT]
    render: Callable[[DocumentT], bytes]
    compose: Callable[[ItemT], bytes]
    assemble: Callable[[DocumentT, Sequence[bytes]], bytes]
    media_type: str
    extension: str


ICS = Format[Calendar, Event](
    document=Calendar,
    render=ical.render,
    compose=ical.compose,
    assemble=ical.assemble,
    media_type="text/calendar; charset=utf-8",
    extension="ics",
)
RSS = Format[Feed, Entry](
    document=Feed,
    render=rss.render,
    compose=rss.compose,
    assemble=rss.assemble,
    media_type="application/rss+xml; charset=utf-8",
    extension="rss",
)
ATOM = Format[Feed, Entry](
    document=Feed,
    render=atom.render,
    compose=atom.compose,
    assemble=atom.assemble,
    media_type="application/atom+xml; charset=utf-8",
    extension="atom",
)
JSON = Format[Feed, Entry](
    document=Feed,
    render=jsonfeed.render,
    compose=jsonfeed.compose,
    assemble=jsonfeed.assemble,
    # JSON is UTF-8 by definition (RFC 8259 8.1), and JSON Feed's type has no charset parameter.
    media_type="application/feed+json",
    extension="json",
)

FORMATS: dict[str, Format[Calendar, Event] | Format[Feed, Entry]] = {
    each.extension: each for each in (ICS, RSS, ATOM, JSON)
}
