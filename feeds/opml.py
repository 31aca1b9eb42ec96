"""Every feed of a language as one list (OPML), made of the shelves' heads."""

import datetime
import hashlib
from dataclasses import replace
from functools import partial

from django.db import Error
from django.utils.translation import gettext, override

from events.addresses import absolute
from feeds import store
from feeds.addresses import EXTENSIONS, feed_path, list_path
from feeds.assembly import MAX_AGE
from feeds.channels import EPOCH, Head
from feeds.documents import FeedGroup, FeedList, ListedFeed
from feeds.models import Kind, Mark, Shelf
from feeds.refresh import refresh
from feeds.renderers import opml
from feeds.scopes import ALL
from feeds.serving import UnavailableError
from feeds.store import Representation

VERSIONS = {"rss": "RSS2"}


def serve(*, language: str, now: datetime.datetime) -> Representation:
    """The list of a language; while the database is down, the last one. Raises UnavailableError where there is none."""
    path = list_path(language)
    try:
        if Mark.objects.exists():
            refresh(now=now, wait=False)
        shelves = list(Shelf.objects.filter(language=language, is_retired=False))
    except Error as error:
        stored = store.read(path)
        if stored is None:
            raise UnavailableError from error
        return replace(stored, is_last_known=True)
    shelves.sort(key=lambda shelf: (shelf.scope != ALL.name, shelf.scope, Kind.values.index(shelf.kind)))
    heads = repr([(shelf.scope, shelf.head) for shelf in shelves]).encode()
    version = hashlib.blake2b(heads, digest_size=16).hexdigest()
    make = partial(_make, shelves, path=path, language=language, version=version)
    return store.stored_or_made(path, version=version, make=make)


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
