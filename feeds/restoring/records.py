"""When the database went back to an earlier state, and which editions of the API are of the time that was lost."""

from django.db import models


class Restoration(models.Model):
    """One restore, as it was seen to at `at`; `back_to` is the moment of the state that was restored (both UTC).

    Editions above `last_kept` and up to `last_lost` belong to what was lost, or to nothing: whoever mirrored up to one of them
    may hold what nobody here knows of.
    """

    at = models.DateTimeField()
    back_to = models.DateTimeField()
    last_kept = models.PositiveBigIntegerField()
    last_lost = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"back to {self.back_to:%Y-%m-%d %H:%M} UTC"


def lost_editions(edition: int) -> models.QuerySet:
    """The restores that made an edition one of a time that was lost."""
    return Restoration.objects.filter(last_kept__lt=edition, last_lost__gte=edition)
