"""The formats of a calendar and a feed: one module and one row of FORMATS each.

Renderers know documents only. They read no clock and no settings: equal input gives equal bytes, and ETags rest on it.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Generic

from feeds.documents import Calendar, CalendarHead, Channel, DocumentT, Entry, Event, Feed, HeadT, ItemT
from feeds.renderers import atom, ical, jsonfeed, rss


@dataclass(frozen=True, kw_only=True)
class Format(Generic[DocumentT, HeadT, ItemT]):
    """How one format is written and announced.

    `render` makes the whole document. It equals `assemble(document.head, [compose(item) for each item in the document's order])`:
    a fragment depends on its item alone, so it can be kept per revision and shared by every feed that holds the item.
    """

    document: type[DocumentT]
    render: Callable[[DocumentT], bytes]
    compose: Callable[[ItemT], bytes]
    assemble: Callable[[HeadT, Sequence[bytes]], bytes]
    media_type: str
    extension: str


ICS = Format[Calendar, CalendarHead, Event](
    document=Calendar,
    render=ical.render,
    compose=ical.compose,
    assemble=ical.assemble,
    media_type="text/calendar; charset=utf-8",
    extension="ics",
)
RSS = Format[Feed, Channel, Entry](
    document=Feed,
    render=rss.render,
    compose=rss.compose,
    assemble=rss.assemble,
    media_type="application/rss+xml; charset=utf-8",
    extension="rss",
)
ATOM = Format[Feed, Channel, Entry](
    document=Feed,
    render=atom.render,
    compose=atom.compose,
    assemble=atom.assemble,
    media_type="application/atom+xml; charset=utf-8",
    extension="atom",
)
JSON = Format[Feed, Channel, Entry](
    document=Feed,
    render=jsonfeed.render,
    compose=jsonfeed.compose,
    assemble=jsonfeed.assemble,
    # JSON is UTF-8 by definition (RFC 8259 8.1), and JSON Feed's type has no charset parameter.
    media_type="application/feed+json",
    extension="json",
)

FORMATS: dict[str, Format[Calendar, CalendarHead, Event] | Format[Feed, Channel, Entry]] = {
    each.extension: each for each in (ICS, RSS, ATOM, JSON)
}


def _digest_of_the_code() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for composer in ("django-ical", "icalendar", "feedgen"):
        digest.update(version(composer).encode())
    return digest.hexdigest()


# The same documents may come out as other bytes after an upgrade: what was composed before it has another digest.
CODE = _digest_of_the_code()
