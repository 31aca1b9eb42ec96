"""What the API keeps: each thing as the readers of one language get it, and the words by which lists are filtered.

Derived from pages, as feeds' items are, in the same transaction (feeds/refresh.py), and made anew by `manage.py rebuild_feeds`.
"""

from django.db import models


class ResourceKind(models.TextChoices):
    """What there is to ask for, named as in the address."""

    CYCLES = "cycles"
    SESSIONS = "sessions"
    NEWS = "news"
    ORGANISATIONS = "organisations"
    PEOPLE = "people"


class Resource(models.Model):
    """One thing in one language. `key` is its identity in every language, `code` its name in addresses, "" for none.

    `edition` is that of feeds.models.Edition under which it changed last: whoever has seen an edition has seen everything up to it.
    `is_gone`: it left the public, and `body` is empty. `body`: JSON, without what depends on the moment. `text`: folded, for
    searching. `at` orders lists: the start of a session, the day of an article. Moments are in UTC, and of sessions only.
    """

    kind = models.CharField(max_length=13, choices=ResourceKind)
    key = models.UUIDField()
    language = models.CharField(max_length=15)
    code = models.CharField(max_length=40, blank=True)
    edition = models.PositiveBigIntegerField()
    is_gone = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=32, blank=True)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    has_replay = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "kind", "key"], name="resource_once_per_language")
        ]
        indexes = [
            models.Index(fields=["language", "kind", "at"]),
            models.Index(fields=["language", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.key} [{self.language}]"


class Tag(models.Model):
    """A word by which a resource is found, such as "cycle:solidarites", "organiser:icom-france" or "status:cancelled"."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "resource"], name="tag_once")]

    def __str__(self) -> str:
        return f"{self.name}: {self.resource_id}"
