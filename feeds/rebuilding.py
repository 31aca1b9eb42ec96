"""Everything composed anew: after a restore, a doubt, or a change of what is stored that no signal told."""

import datetime

from feeds.models import Item, Mark, Resource
from feeds.refresh import refresh


def compose_anew(*, now: datetime.datetime) -> None:
    """Every item of every feed, and everything that the API says. Equal content gives equal bytes."""
    forget_compositions()
    refresh(now=now)


def forget_compositions() -> None:
    """Have everything composed by the next look at feeds, whoever takes it."""
    Item.objects.update(fingerprint="")
    Resource.objects.update(fingerprint="")
    Mark.objects.create(key=None)
