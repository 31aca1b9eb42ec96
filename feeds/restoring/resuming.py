"""The database is that of an earlier moment: everything that subscribers and mirrors are told rises above what they may hold.

One transaction, so that no reader is ever given the restored state under old numbers; then everything is composed anew.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from wagtail.models import Page

from events.conf import languages
from events.ledger import LedgerEntry
from feeds.files import discard_unknown_files, renew_stale_files
from feeds.generation import bump
from feeds.models import Edition, Item, Kind, Shelf
from feeds.rebuilding import forget_compositions
from feeds.refresh import refresh
from feeds.restoring.lifting import HIGHEST, edition_after, lifted, moment_after
from feeds.restoring.losses import Known, Loss, Told, find_losses
from feeds.restoring.records import Restoration

TOGETHER = 500


@dataclass(frozen=True)
class Resumed:
    """What was done: how many sessions rose, to which highest SEQUENCE; what calendars show to be lost."""

    sessions: int
    highest: int
    losses: list[Loss]


def last_resumed(back_to: datetime.datetime, *, survivors: Collection[Told]) -> datetime.datetime | None:
    """When the last restore was seen to, where it was one to this very moment; None where there is something to do.

    A restored state can hold a note of that only where the moment was said too early. Then calendars that outlived it have more
    than it knows; where none did, nobody can tell the two apart.
    """
    last = Restoration.objects.order_by("at", "pk").last()
    if last is None or last.back_to != back_to:
        return None
    known = dict(LedgerEntry.objects.values_list("uid", "sequence"))
    went_back_again = any(told.sequence > known.get(told.uid, HIGHEST) for told in survivors)
    return None if went_back_again else last.at


def resume(*, back_to: datetime.datetime, survivors: Collection[Told], now: datetime.datetime) -> Resumed:
    """Lift what a database says that went back to a moment (`back_to`, UTC). Readers get all of it or nothing.

    Behind it everything is marked, and the next look at feeds composes it: `compose_restored`, tick, or a reader. Raises LiftError
    for a moment to come.
    """
    with transaction.atomic():
        Edition.objects.get_or_create(pk=1)
        edition = Edition.objects.select_for_update().get(pk=1)
        entries = list(LedgerEntry.objects.select_for_update())
        losses = find_losses(survivors, known=_known(entries), languages=languages())
        moment = moment_after(now, _told(survivors))
        _lift_sessions(entries, survivors, lost_for=now - back_to, moment=moment)
        _date_what_is_public(moment)
        _lift_edition(edition, back_to=back_to, now=now)
        forget_compositions()
    return Resumed(len(entries), max((entry.sequence for entry in entries), default=0), losses)


def compose_restored(now: datetime.datetime) -> None:
    """Everything is composed, no file and no memory holds more than that. May be repeated."""
    refresh(now=now)
    discard_unknown_files()
    renew_stale_files(now)
    cache.clear()
    bump()


def _known(entries: Iterable[LedgerEntry]) -> dict[str, Known]:
    modified: dict[object, dict[str, datetime.datetime]] = {}
    items = Item.objects.filter(kind=Kind.SESSIONS).values_list("key", "language", "last_modified")
    for key, language, at in items.iterator():
        modified.setdefault(key, {})[language] = at
    return {
        entry.uid: Known(entry.code, entry.sequence, modified.get(entry.translation_key, {}))
        for entry in entries
    }


def _told(survivors: Iterable[Told]) -> Iterable[datetime.datetime]:
    """Every moment that subscribers may have been told of."""
    pages = Page.objects.filter(live=True, last_published_at__isnull=False)
    stored = [
        pages.aggregate(at=Max("last_published_at"))["at"],
        Item.objects.aggregate(at=Max("last_modified"))["at"],
    ]
    return chain((told.modified for told in survivors), filter(None, stored))


def _lift_sessions(
    entries: list[LedgerEntry],
    survivors: Iterable[Told],
    *,
    lost_for: datetime.timedelta,
    moment: datetime.datetime,
) -> None:
    survived: dict[str, int] = {}
    for told in survivors:
        survived[told.uid] = max(told.sequence, survived.get(told.uid, 0))
    new = lifted({entry.uid: entry.sequence for entry in entries}, survived=survived, lost_for=lost_for)
    groups: dict[tuple[int, frozenset[str]], list[int]] = defaultdict(list)
    for entry in entries:
        entry.sequence = new[entry.uid]
        groups[entry.sequence, frozenset([*languages(), *entry.last_modified])].append(entry.pk)
    for (sequence, told_in), keys in groups.items():
        modified = dict.fromkeys(sorted(told_in), moment.isoformat())
        LedgerEntry.objects.filter(pk__in=keys).update(sequence=sequence, last_modified=modified)


def _date_what_is_public(moment: datetime.datetime) -> None:
    """News, cycles and pages of other types are dated by their publication, and this is one: what is public now was not, a moment ago."""
    Page.objects.filter(live=True, last_published_at__isnull=False).update(last_published_at=moment)
    shelves = list(Shelf.objects.defer("archives", "apart"))
    for shelf in shelves:
        shelf.head["updated"] = moment.isoformat()
    Shelf.objects.bulk_update(shelves, ["head"], batch_size=TOGETHER)


def _lift_edition(edition: Edition, *, back_to: datetime.datetime, now: datetime.datetime) -> None:
    kept = edition.number
    edition.number = edition_after(kept, lost_for=now - back_to)
    # Another configuration: every shelf gets a new version and a new date, also one with nothing on it.
    edition.configuration = ""
    edition.save()
    Restoration.objects.create(at=now, back_to=back_to, last_kept=kept, last_lost=edition.number)
