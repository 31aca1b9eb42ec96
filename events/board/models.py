"""What the board has to remember: whose words were read when a page was published, and which mails were sent."""

from django.conf import settings
from django.db import models


class WordsRecord(models.Model):
    """The words of a session page as they were published last, and the origin's words that they were published beside.

    `digest` names the page's own words; it and `changed_at` move when they differ. `published_at` moves with every
    publication, and so does `read`: the digest of the origin's words as they stood then. Times are UTC.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="words_record"
    )
    digest = models.CharField(max_length=32)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField()
    read = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.digest}"


class BoardMail(models.Model):
    """One mail about one session, its start, a moment before it and a person; written down together with the order to send it.

    `sent_at` (UTC) is None until it is sent. `begun` counts the attempts of which nobody knows how they ended: one that is at work, and
    those whose process died.
    """

    translation_key = models.UUIDField()
    starts_at = models.DateTimeField(db_index=True)
    hours = models.PositiveSmallIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)
    begun = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "starts_at", "hours", "user"], name="board_mail_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.starts_at:%Y-%m-%d} -{self.hours} h"
