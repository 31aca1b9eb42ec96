"""The clock. Only views and pages' get_context read it; whatever they call gets the moment as `now`."""

import datetime

from django.utils import timezone


def now() -> datetime.datetime:
    """The present moment, in UTC."""
    return timezone.now()
