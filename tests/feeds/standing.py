"""A world that stands for a whole module: made once, looked at, and rolled back behind it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import time_machine

from feeds.refresh import refresh
from tests import factories
from tests.feeds.world import World, make_world


@contextmanager
def standing_world(django_db_blocker, *, at: datetime | None = None) -> Iterator[World]:
    """Inside a transaction; each test of the module rolls back to it by its own. `at`: when it was made, if not now."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(at, tick=False) if at else nullcontext():
            world = make_world(factories.read_site())
            refresh(now=timezone.now())
        yield world
        transaction.set_rollback(True)
