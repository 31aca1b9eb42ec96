"""What the feed server keeps: how many changes there were, and the finished bytes of each address."""

from django.db import models


class Generation(models.Model):
    """A share of the number of changes that a feed could show; the sum of all rows is the generation.

    One row would do for reading. Several let editors who publish at the same time count without waiting for each other.
    """

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Representation(models.Model):
    """The bytes of one address, as they were built for one generation and one configuration.

    `last_modified` (UTC) is when these bytes last differed from those before: it moves on removals too, never back.
    """

    path = models.CharField(max_length=200, unique=True)
    generation = models.PositiveBigIntegerField()
    configuration = models.CharField(max_length=32)
    body = models.BinaryField()
    etag = models.CharField(max_length=64)
    last_modified = models.DateTimeField()
    media_type = models.CharField(max_length=80)
    language = models.CharField(max_length=15)
    filename = models.CharField(max_length=120)
    is_download = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.path
