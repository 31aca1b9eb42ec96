"""What the feed server keeps: a counter of changes, and the finished bytes of each address."""

from django.db import models


class Generation(models.Model):
    """One row: how many changes there were that a feed could show. Whoever changes something raises it."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Representation(models.Model):
    """The bytes of one address, as they were built for one generation.

    `last_modified` (UTC) is when these bytes last differed from those before: it moves on removals too, never back.
    """

    path = models.CharField(max_length=200, unique=True)
    generation = models.PositiveBigIntegerField()
    body = models.BinaryField()
    etag = models.CharField(max_length=64)
    last_modified = models.DateTimeField()
    media_type = models.CharField(max_length=80)
    language = models.CharField(max_length=15)
    filename = models.CharField(max_length=120)
    is_download = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.path
