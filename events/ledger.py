"""The ledger: one row per session that subscribers have ever seen, and one per material change. Never deleted.

events/history.py does the arithmetic; this module reads the pages, stores the result, and is called inside the
transaction of every save, so that a feed can never show a new date under an old SEQUENCE.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.dateparse import parse_datetime

from events.conf import fallbacks, languages, uid_domain
from events.history import Change, Entry, Kind, Material, Published, advance
from events.words import choose_words

# Whether the reasons on the pages are those of a change that is being made, page by page.
_to_come: ContextVar[bool] = ContextVar("to_come", default=False)


@contextmanager
def reasons_of_the_change_to_come() -> Iterator[None]:
    """What pages say as the reason inside explains the material change at the end of it, even in the words of the last one."""
    token = _to_come.set(True)
    try:
        yield
    finally:
        _to_come.reset(token)


class LedgerEntry(models.Model):
    """What subscribers know of one session. Times are UTC; the UID is frozen at first publication.

    `last_shown` is what is left to say of a session that has left the public: its number, the keys of its cycle and
    organisations, and the title in each language (events.publication.shown_last).
    """

    translation_key = models.UUIDField(unique=True)
    code = models.CharField(max_length=40)
    uid = models.CharField(max_length=255, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    first_published = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    material = models.JSONField()
    digests = models.JSONField(default=dict)
    last_modified = models.JSONField(default=dict)
    last_shown = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.code} ({self.sequence})"

    def modified_in(self, language: str) -> datetime:
        """When what a reader of `language` is shown last changed (UTC)."""
        text = self.last_modified.get(language)
        return parse_datetime(text) if text else self.first_published

    def last_modified_moments(self) -> list[datetime]:
        """Every moment (UTC) at which some language's readers were shown something new, the first publication included."""
        return [self.first_published, *(parse_datetime(text) for text in self.last_modified.values())]

    def as_entry(self) -> Entry:
        """The row as the frozen value that events.history computes with."""
        return Entry(
            sequence=self.sequence,
            first_published=self.first_published,
            material=Material.from_json(self.material),
            digests=self.digests,
            last_modified={code: parse_datetime(text) for code, text in self.last_modified.items()},
            withdrawn_at=self.withdrawn_at,
        )

    def take(self, entry: Entry) -> None:
        """Hold what that value says; not saved. `as_entry` gives it back."""
        self.sequence = entry.sequence
        self.first_published = entry.first_published
        self.withdrawn_at = entry.withdrawn_at
        self.material = entry.material.to_json()
        self.digests = dict(entry.digests)
        self.last_modified = {code: at.isoformat() for code, at in entry.last_modified.items()}


class LedgerChange(models.Model):
    """One material change, with the editor's reason in each language that gave one."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()
    fields = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.kind} {self.at:%Y-%m-%d}"

    @classmethod
    def of(cls, row: LedgerEntry, change: Change, reasons: Mapping[str, str]) -> Self:
        """The row of a change with the reasons that languages gave; not saved."""
        return cls(
            entry=row,
            at=change.at,
            kind=change.kind,
            sequence=change.sequence,
            before=change.before.to_json() if change.before else None,
            after=change.after.to_json(),
            fields=list(change.fields),
            reasons={language: reason for language, reason in reasons.items() if reason},
        )


def new_uid(key: uuid.UUID) -> str:
    """The UID (RFC 5545 3.8.4.7) of what is published for the first time. Later ones are read from where it was stored."""
    return f"{key}@{uid_domain()}"


def digest(value: object) -> str:
    """A short name for plain values: equal values, equal digest."""
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def shown_digests(versions: Mapping[str, Mapping], *, origin: str | None) -> dict[str, str]:
    """For each language of the site, the digest of what its readers are shown, fallbacks included.

    `versions` maps a language to the plain values of its published page.
    """
    digests = {}
    for language in languages():
        chosen = choose_words(
            versions, language=language, fallbacks=fallbacks(language), origin=origin, languages=languages()
        )
        if chosen:
            digests[language] = digest(chosen)
    return digests


def record(
    *,
    key: uuid.UUID,
    code: str,
    versions: Mapping[str, Mapping],
    material: Material | None,
    origin: str | None,
    reasons: Mapping[str, str],
    last_shown: Mapping[str, object],
    now: datetime,
) -> Change | None:
    """Bring the ledger's row of one session up to what is public now; store and return the change, if it is one.

    `versions`: language -> plain values that subscribers see; empty when nothing of the session is public.
    `last_shown`: what a tombstone may say from now on. Must run inside a transaction.
    """
    row = LedgerEntry.objects.select_for_update().filter(translation_key=key).first()
    published = None
    if versions and material:
        published = Published(material=material, digests=shown_digests(versions, origin=origin))
    before = row.as_entry() if row else None
    entry, change = advance(before, published=published, now=now)
    if entry is None:
        return None
    if entry is before:
        _store_last_shown(row, last_shown, now=now)
        _add_reasons(row, reasons)
        return None
    former = row.changes.exclude(reasons={}).first() if row else None
    row = _store(row, entry, key=key, code=code, last_shown=last_shown)
    if change is None:
        _add_reasons(row, reasons)
    else:
        LedgerChange.of(row, change, _reasons_of(change, reasons, former=former, origin=origin)).save()
    return change


def _reasons_of(
    change: Change, reasons: Mapping[str, str], *, former: LedgerChange | None, origin: str | None
) -> Mapping[str, str]:
    """The reasons that explain a change: none for an announcement or a new title, and none that explained the last change."""
    if change.kind == Kind.ANNOUNCED or (change.kind == Kind.CHANGED and change.fields == ("title",)):
        return {}
    is_old = former is not None and former.reasons.get(origin) == reasons.get(origin)
    return {} if is_old and not _to_come.get() else reasons


def _add_reasons(row: LedgerEntry, reasons: Mapping[str, str]) -> None:
    """A reason that is translated later belongs to the change that it explains: the last one, if that gave a reason at all."""
    if _to_come.get():
        return
    given = {language: reason for language, reason in reasons.items() if reason}
    change = row.changes.first() if given else None
    if change and change.reasons and given.keys() - change.reasons.keys():
        change.reasons = given | change.reasons
        change.save(update_fields=["reasons"])


def _store_last_shown(row: LedgerEntry, last_shown: Mapping[str, object], *, now: datetime) -> None:
    """What is made private after it was withdrawn keeps its tombstone, without its title: a newer one, or calendars kept the title."""
    if row.last_shown == last_shown:
        return
    if row.withdrawn_at and row.last_shown.get("titles") != last_shown.get("titles"):
        row.last_modified = dict.fromkeys(languages(), now.isoformat())
    row.last_shown = dict(last_shown)
    row.save()


def _store(
    row: LedgerEntry | None, entry: Entry, *, key: uuid.UUID, code: str, last_shown: Mapping[str, object]
) -> LedgerEntry:
    row = row or LedgerEntry(translation_key=key, code=code, uid=new_uid(key))
    row.take(entry)
    row.last_shown = dict(last_shown)
    row.save()
    return row
