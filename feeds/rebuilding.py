"""Everything composed anew: after a restore, a doubt, or a change of what is stored that no signal told."""

import datetime

from feeds.marks import mark_everything
from feeds.models import Item, Resource
from feeds.refresh import refresh


def compose_anew(*, now: datetime.datetime) -> None:
    """Every item of every feed, and everything that the API says. Equal content gives equal bytes."""
    Item.objects.update(fingerprint="")
    Resource.objects.update(fingerprint="")
    mark_everything()
    refresh(now=now)
