"""Finished bytes as files: a feed is rendered once for each version of its content, and outlives the database.

One file for each address, replaced as a whole. What is torn or foreign counts as absent; what is of another version, or was
written by another release that runs beside this one, is given only while the database is away.
"""

import datetime
import fcntl
import gzip
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

import brotli

from events.conf import parvis_setting
from events.whole_files import remove_drafts, replace_file
from feeds.figures import FEED_RENDERS, count, format_of
from feeds.generation import REMOVALS, bump, current
from feeds.renderers import CODE

logger = logging.getLogger(__name__)

FORM = "parvis-representation-2"
# Nothing longer is read: whatever it is, it was not written here.
MAX_BYTES, MAX_HEAD = 50_000_000, 10_000
# What is smaller gains nothing by being compressed.
WORTH_COMPRESSING = 256
# How long a reader waits for another one who makes the same bytes, before making them too.
PATIENCE_SECONDS = 5.0
GZIP_LEVEL, BROTLI_QUALITY = 6, 5


@dataclass(frozen=True)
class Representation:
    """The bytes of one address, plain and compressed, and what its headers say. `changed`: UTC, whole seconds.

    `version` names the content that was rendered, `code` the release that did it. `gzip` and `brotli` are empty where compressing is not worth it.
    """

    path: str
    version: str
    changed: datetime.datetime
    media_type: str
    language: str
    filename: str
    is_download: bool
    max_age: int
    body: bytes
    gzip: bytes
    brotli: bytes
    etag: str
    code: str
    # Given while the database could not say whether it is the newest.
    is_last_known: bool = field(default=False, compare=False)


def represent(*, body: bytes, **about) -> Representation:
    """A representation of these bytes; equal bytes give equal tags and equal compressed bytes. `about`: the other fields."""
    small = len(body) < WORTH_COMPRESSING
    return Representation(
        body=body,
        gzip=b"" if small else gzip.compress(body, GZIP_LEVEL, mtime=0),
        brotli=b"" if small else brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY),
        etag=hashlib.blake2b(body, digest_size=16).hexdigest(),
        code=CODE,
        **about,
    )


def read(path: str) -> Representation | None:
    """What was written last for an address; None for nothing, and for what is not whole."""
    place = _place(path)
    return _read(place, path=path) if place else None


def calendars_below(folder: Path) -> Iterator[Representation]:
    """Every whole calendar in another store, by whatever release it was written."""
    for place in sorted(folder.rglob("*.ics")):
        stored = _read(place, path=f"/{place.relative_to(folder).as_posix()}")
        if stored is not None:
            yield stored


def _read(place: Path, *, path: str) -> Representation | None:
    try:
        with place.open("rb") as stored:
            return _unpacked(stored.read(MAX_BYTES), path=path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("The stored bytes of %s cannot be used: %s", path, error)
        return None


def stored_or_made(path: str, *, version: str, make: Callable[[], Representation]) -> Representation:
    """What is stored of this version; else what `make` gives, once for all processes and threads that ask meanwhile."""
    if stored := _read_current(path, version=version):
        return stored
    with _alone(path):
        return _read_current(path, version=version) or _make_and_keep(make)


def _make_and_keep(make: Callable[[], Representation]) -> Representation:
    """What `make` gives, which reads what it makes it of. It is not kept where files were removed meanwhile: what has left the
    public, and may be in this one, was perhaps removed before it was there.
    """
    before = current(REMOVALS)
    made = make()
    count(FEED_RENDERS, format_of(made.path))
    write(made)
    if current(REMOVALS) != before:
        _remove(made.path)
    return made


def _read_current(path: str, *, version: str) -> Representation | None:
    stored = read(path)
    return stored if stored is not None and (stored.version, stored.code) == (version, CODE) else None


def is_current(path: str, *, version: str) -> bool:
    """Whether what is stored for an address says that it is of this version. Its bytes are not read."""
    place = _place(path)
    if place is None:
        return False
    try:
        with place.open("rb") as stored:
            stored.readline(MAX_HEAD)
            fields = json.loads(stored.readline(MAX_HEAD))["fields"]
            return (fields["version"], fields["code"]) == (version, CODE)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write(representation: Representation) -> None:
    """Keep a representation. A disk that is full or cannot be written costs the storing, not the answer."""
    place = _place(representation.path)
    if place is None:
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, _packed(representation))
    except OSError as error:
        logger.warning("The bytes of %s cannot be stored: %s", representation.path, error)


def clear_up() -> None:
    """Remove what killed processes have left."""
    if place := _place("/"):
        remove_drafts(place)


def paths_below(folder: str) -> list[str]:
    """The addresses right below a folder of addresses ("/feeds/fr/all/") for which something is stored."""
    place = _place(folder)
    try:
        names = [file.name for file in place.iterdir()] if place else []
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        logger.error("What is stored below %s cannot be listed: %s", folder, error)
        return []
    return [f"{folder.rstrip('/')}/{name}" for name in names if not name.startswith(".")]


def discard(path: str) -> None:
    """Keep nothing for an address any more, nor what is being made for it now.

    A file that cannot be removed is logged: its bytes may outlive what they tell.
    """
    bump(REMOVALS)
    _remove(path)


def _remove(path: str) -> None:
    place = _place(path)
    try:
        if place is not None:
            place.unlink(missing_ok=True)
    except OSError as error:
        logger.error("The stored bytes of %s cannot be removed: %s", path, error)


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Nobody else on this host makes the bytes of this address; for who waited too long, or cannot know, whatever others do."""
    place = _place(path)
    try:
        place = place and place.with_name(f".{place.name}.lock")
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
        lock = place.open("wb") if place else None
    except OSError as error:
        logger.warning("Whether others make the bytes of %s cannot be known: %s", path, error)
        lock = None
    with lock or nullcontext():
        if lock:
            _wait_for(lock, end=monotonic() + PATIENCE_SECONDS)
        yield


def _wait_for(lock: BinaryIO, *, end: float) -> None:
    """Hold the lock until it is closed, or give up."""
    while monotonic() < end:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        sleep(0.005)


def _place(path: str) -> Path | None:
    """Where an address is kept; None without a folder (STORE_DIR)."""
    folder = str(parvis_setting("STORE_DIR"))
    return Path(folder, *path.strip("/").split("/")) if folder else None


def _packed(representation: Representation) -> bytes:
    fields = asdict(representation)
    bodies = [fields.pop(name) for name in ("body", "gzip", "brotli")]
    fields["changed"] = representation.changed.isoformat()
    head = {"form": FORM, "lengths": [len(each) for each in bodies], "fields": fields}
    content = b"\n".join((json.dumps(head).encode(), b"".join(bodies)))
    return b"\n".join((_check(content), content))


def _unpacked(packed: bytes, *, path: str) -> Representation:
    check, _newline, content = packed.partition(b"\n")
    if check != _check(content):
        raise ValueError("it is torn")
    line, _newline, joined = content.partition(b"\n")
    head = json.loads(line)
    fields, (plain, zipped, _brotli) = head["fields"], head["lengths"]
    if head["form"] != FORM or fields["path"] != path:
        raise ValueError("it is of another address or another form")
    fields["changed"] = datetime.datetime.fromisoformat(fields["changed"])
    second, third = plain, plain + zipped
    return Representation(body=joined[:second], gzip=joined[second:third], brotli=joined[third:], **fields)


def _check(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).hexdigest().encode()
