"""A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1); sessions add what a calendar needs under `_event`."""

import json
from collections.abc import Sequence
from typing import Any

from feeds.documents import Channel, Entry, Event, Feed, Picture
from feeds.renderers.dates import rfc3339

VERSION = "https://jsonfeed.org/version/1.1"
# What the members of `_event` mean is what the properties of the same names mean there.
EVENT_ABOUT = "https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1"


def render(feed: Feed) -> bytes:
    """Return the whole feed, one item on each line."""
    return assemble(feed.head, [compose(entry) for entry in feed.entries])


def compose(entry: Entry) -> bytes:
    """Return one item as an object on one line."""
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.headline,
        "content_html": entry.body_html,
        "summary": entry.excerpt,
        "image": entry.picture.url if entry.picture else None,
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.last_modified),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.lang,
        "attachments": [_attachment(entry.picture)] if entry.picture else [],
        "_event": _event(entry) if isinstance(entry, Event) else None,
    }
    return _written(_stated(item))


def assemble(channel: Channel, fragments: Sequence[bytes]) -> bytes:
    """Return the feed around its items' fragments, which stand in their order."""
    head = _written(_head(channel))
    return b"".join((head[:-1], b', "items": [\n', b",\n".join(fragments), b"\n]}\n"))


def _head(channel: Channel) -> dict[str, Any]:
    return _stated(
        {
            "version": VERSION,
            "title": channel.title,
            "home_page_url": channel.home_url,
            "feed_url": channel.self_url,
            "description": channel.description,
            "icon": channel.logo.url if channel.logo else None,
            "favicon": channel.icon_url,
            "authors": [{"name": channel.publisher_name, "url": channel.home_url}],
            "language": channel.lang,
            "hubs": [{"type": "WebSub", "url": channel.hub_url}] if channel.hub_url else [],
        }
    )


def _attachment(picture: Picture) -> dict[str, Any]:
    return _stated(
        {
            "url": picture.url,
            "mime_type": picture.mime_type,
            "title": picture.credit,
            "size_in_bytes": picture.length,
        }
    )


def _event(event: Event) -> dict[str, Any]:
    """Return what a calendar needs; times are local, with their offset (RFC 3339)."""
    return {
        "about": EVENT_ABOUT,
        "uid": event.uid,
        "sequence": event.sequence,
        "status": event.status,
        "summary": event.summary,
        "start": event.starts_at_local.isoformat(timespec="seconds"),
        "end": event.ends_at_local.isoformat(timespec="seconds"),
        "timezone": event.timezone,
        "url": event.url,
        "join_url": event.join_url,
        "platform": event.platform,
        "organizer": event.organizer_name,
        "languages": list(event.languages),
    }


def _stated(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is unknown or empty."""
    return {name: value for name, value in members.items() if value not in (None, "", [], 0)}


def _written(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
