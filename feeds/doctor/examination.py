"""Which files there are, and what the doctor knows of them: examined once for each version, a bounded number at a time.

What is known is kept in Django's cache, one entry for each language; losing it costs another look.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.core.cache import cache

from events.addresses import absolute
from events.conf import languages
from feeds import rules, store
from feeds.doctor.rendering import FeedFile, put_together, read_items
from feeds.doctor.verdicts import Verdict, judge
from feeds.models import Item, Kind, Shelf
from feeds.scopes import ALL
from feeds.shelving import addresses_on

# What one request examines: about a second of work. A file that has more by itself is examined alone.
MOST_ITEMS = 500
KEPT_SECONDS = 24 * 3600


def _digest_of_the_rules() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(rules.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


# New rules may say something else about the same bytes.
RULES_CODE = _digest_of_the_rules()

Verdicts = dict[str, Verdict]


def all_files() -> list[FeedFile]:
    """Every file of every language that the site offers: by language, everything first, then by scope and kind. One query."""
    order = {language: number for number, language in enumerate(languages())}
    shelves = list(Shelf.objects.filter(language__in=order, is_retired=False))
    kinds = Kind.values
    shelves.sort(
        key=lambda each: (order[each.language], each.scope != ALL.name, each.scope, kinds.index(each.kind))
    )
    return [FeedFile(shelf, address) for shelf in shelves for address in addresses_on(shelf)]


def look_at(files: Sequence[FeedFile], *, most_items: int = MOST_ITEMS) -> Verdicts:
    """Verdicts by path: what is known, and what one request gets to; some files may be left for the next."""
    known = recall(files)
    return known | examine([file for file in files if file.path not in known], most_items=most_items)


def recall(files: Iterable[FeedFile]) -> Verdicts:
    """What is known of these files in the version that they have now. No query.

    What was examined before anybody had asked for the file is examined again once its bytes are stored.
    """
    kept = cache.get_many({_key(file.address.language) for file in files})
    verdicts = {}
    for file in files:
        version, verdict = kept.get(_key(file.address.language), {}).get(file.path, (None, None))
        if version == file.shelf.version and (verdict.is_stored or _stored(file) is None):
            verdicts[file.path] = verdict
    return verdicts


def examine(files: Sequence[FeedFile], *, most_items: int = MOST_ITEMS) -> Verdicts:
    """Examine as many of these files as fit into a number of items, and keep what was found. Two queries, none without files.

    A file whose version changes meanwhile is left for the next time.
    """
    chosen = _first(files, most_items=most_items)
    items = read_items(chosen)
    current = dict(
        Shelf.objects.filter(pk__in={file.shelf.pk for file in chosen}).values_list("pk", "version")
    )
    found = {
        file.path: (file, _examine_one(file, items))
        for file in chosen
        if current.get(file.shelf.pk) == file.shelf.version
    }
    _keep(found)
    return {path: verdict for path, (_file, verdict) in found.items()}


def body_of(file: FeedFile) -> bytes:
    """The bytes that a verdict on this file is about. One query where nothing is stored."""
    stored = _stored(file)
    return put_together(file, read_items([file]))[0] if stored is None else stored


def _examine_one(file: FeedFile, items: Mapping[tuple, Sequence[Item]]) -> Verdict:
    (body, count), (again, _count) = (put_together(file, items) for _time in range(2))
    return judge(
        stored=_stored(file),
        renderings=[body, again],
        format=file.address.extension,
        url=absolute(file.path),
        count=count,
    )


def _stored(file: FeedFile) -> bytes | None:
    """What readers are given; None before the first one has asked for this version."""
    stored = store.read(file.path)
    return stored.body if stored and stored.version == file.shelf.version else None


def _first(files: Sequence[FeedFile], *, most_items: int) -> list[FeedFile]:
    """Those of the files, in their order, that fit into so many items; one at least."""
    chosen, items = [], 0
    for file in files:
        if not chosen or items + file.most_items <= most_items:
            chosen.append(file)
            items += file.most_items
    return chosen


def _key(language: str) -> str:
    return f"parvis-doctor:{RULES_CODE}:{language}"


def _keep(found: Mapping[str, tuple[FeedFile, Verdict]]) -> None:
    keys = {_key(file.address.language) for file, _verdict in found.values()}
    kept = {key: {} for key in keys} | cache.get_many(keys)
    for path, (file, verdict) in found.items():
        kept[_key(file.address.language)][path] = (file.shelf.version, verdict)
    cache.set_many(kept, timeout=KEPT_SECONDS)
