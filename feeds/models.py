"""What the feed server keeps: items composed once per revision, the shelves they stand on, and what has still to be looked at.

All of it is derived from events' pages and ledger, and can be made anew from them (`manage.py rebuild_feeds`).
"""

from django.db import models
from django.utils import timezone

from feeds.api.records import Resource, Tag
from feeds.drafts.records import Draft
from feeds.outbox import Delivery
from feeds.restoring.records import Restoration

__all__ = [
    "Delivery",
    "Draft",
    "Edition",
    "Item",
    "Kind",
    "Mark",
    "Placement",
    "Resource",
    "Restoration",
    "Shelf",
    "Tag",
]


class Kind(models.TextChoices):
    """What a feed is made of."""

    SESSIONS = "sessions"
    NEWS = "news"
    CHANGES = "changes"


class Edition(models.Model):
    """How often feeds have changed, and for which configuration they stand: one row, whose lock is the right to change them."""

    number = models.PositiveBigIntegerField(default=0)
    configuration = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return str(self.number)


class Mark(models.Model):
    """Something that feeds show has changed: the translation key of a session or news page, or everything (no key).

    Written in the transaction of the change, and never merged with another mark, so none is lost to a refresh that began before
    it was committed. `marked_at` (UTC) is for figures only; None where a release before it wrote the row.
    """

    key = models.UUIDField(null=True)
    marked_at = models.DateTimeField(null=True, default=timezone.now)

    def __str__(self) -> str:
        return str(self.key or "everything")


class Item(models.Model):
    """One session, article or change as the readers of one language get it, composed in every format.

    `fingerprint` names the document that it was composed of. `changed` (UTC, whole seconds) is when that last differed here: it
    moves on every change, never back. `leaves_at` (UTC) is when it goes by itself. `starts_at` and `timezone` are for sessions.
    `size`: the bytes of `ics`, to add them up without reading them.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.UUIDField()
    language = models.CharField(max_length=15)
    parent = models.UUIDField()
    code = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=32)
    published = models.DateTimeField()
    last_modified = models.DateTimeField()
    changed = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)
    timezone = models.CharField(max_length=64, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    size = models.PositiveIntegerField(default=0)
    ics = models.BinaryField(default=b"")
    rss = models.BinaryField(default=b"")
    atom = models.BinaryField(default=b"")
    json = models.BinaryField(default=b"")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="item_once_per_language")
        ]
        indexes = [
            models.Index(fields=["language", "parent"]),
            models.Index(fields=["language", "code"]),
            models.Index(fields=["leaves_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} [{self.language}]"


class Placement(models.Model):
    """An item stands in the feeds of a scope."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="placements")
    scope = models.CharField(max_length=52)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "item"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.item_id}"


class Shelf(models.Model):
    """The feeds of one kind, scope and language, in every format: their common head, and a name for what stands on them.

    `head`: the fields of feeds.channels.Head. `version` names the content, so bytes that were rendered of it are right as long
    as it stands. `changed` (UTC, whole seconds) is Last-Modified: it moves on every change, removals too, never back.
    `archives`: years of publication that have a document of their own; `apart`: years that left the calendar (1 MB).
    `is_retired`: what the scope covered is gone, and so is everything that was left to say of it.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    scope = models.CharField(max_length=52)
    language = models.CharField(max_length=15)
    head = models.JSONField()
    version = models.CharField(max_length=32)
    changed = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    archives = models.JSONField(default=list)
    apart = models.JSONField(default=list)
    is_retired = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "shelves"
        constraints = [models.UniqueConstraint(fields=["scope", "language", "kind"], name="shelf_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.scope}/{self.kind}"
