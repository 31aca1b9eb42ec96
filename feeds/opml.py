"""Every feed of a language as one list (OPML), made of the shelves' heads."""

import hashlib
from collections.abc import Callable
from functools import partial

from django.utils.translation import gettext, override

from events.addresses import absolute
from feeds import store
from feeds.addresses import EXTENSIONS, feed_path, list_path
from feeds.assembly import MAX_AGE
from feeds.channels import EPOCH, Head
from feeds.documents import FeedGroup, FeedList, ListedFeed
from feeds.models import Kind, Shelf
from feeds.renderers import opml
from feeds.scopes import ALL
from feeds.store import Representation

VERSIONS = {"rss": "RSS2"}


def current_list(language: str) -> tuple[str, Callable[[], Representation]]:
    """The name of what the list of a language says now, and what makes it. One query."""
    shelves = list(Shelf.objects.filter(language=language, is_retired=False))
    shelves.sort(key=lambda shelf: (shelf.scope != ALL.name, shelf.scope, Kind.values.index(shelf.kind)))
    heads = repr([(shelf.scope, shelf.head) for shelf in shelves]).encode()
    version = hashlib.blake2b(heads, digest_size=16).hexdigest()
    return version, partial(_make, shelves, path=list_path(language), language=language, version=version)


def build_list(shelves: list[Shelf], *, language: str) -> FeedList:
    """The document, in the reader's language: calendars first, then feeds, in one format: who imports it gets nothing twice."""
    with override(language):
        names = {
            "ics": gettext("Calendars"),
            "rss": gettext("Feeds"),
        }
    heads = [(shelf, Head.from_json(shelf.head)) for shelf in shelves]
    first = heads[0][1] if heads else None
    groups = [
        FeedGroup(name=name, feeds=tuple(_listed(heads, extension=each, language=language)))
        for each, name in names.items()
    ]
    return FeedList(
        title=first.title if first else language,
        updated=max([EPOCH, *(head.updated for _shelf, head in heads)]),
        owner_name=first.publisher_name if first else "",
        groups=tuple(groups),
    )


def _listed(heads, *, extension: str, language: str):
    for shelf, head in heads:
        if extension in EXTENSIONS[Kind(shelf.kind)]:
            file = f"{shelf.kind}.{extension}"
            yield ListedFeed(
                url=absolute(feed_path(scope=shelf.scope, language=language, file=file)),
                home_url=head.home_url,
                title=head.title,
                lang=language,
                version=VERSIONS.get(extension),
            )


def _make(shelves: list[Shelf], *, path: str, language: str, version: str) -> Representation:
    return store.represent(
        body=opml.render(build_list(shelves, language=language)),
        path=path,
        version=version,
        changed=max((shelf.changed for shelf in shelves), default=EPOCH),
        media_type=opml.MEDIA_TYPE,
        language=language,
        filename=f"feeds-{language}.opml",
        is_download=False,
        max_age=MAX_AGE,
    )
