"""What is deleted because of its age: old revisions, logins that are over. Tick does it, at night."""

import datetime

from django.contrib.sessions.models import Session

from wagtail.management.commands.purge_revisions import purge_revisions

from events.ticking import register_job

# Older drafts and versions show nothing that a page's history does not tell; the newest of each always stays.
DAYS_OF_REVISIONS = 730
# In UTC. Looking takes a query for each old revision that stays: not every minute.
HOUR, MINUTES = 3, 2


def connect() -> None:
    """Have tick forget; called once, when all apps are ready."""
    register_job("forget what is old", forget_at_night)


def forget_at_night(now: datetime.datetime) -> None:
    """The same, in the first minutes of that hour (UTC) only."""
    if now.hour == HOUR and now.minute < MINUTES:
        forget_old(now)


def forget_old(now: datetime.datetime) -> None:
    """Delete logins that are over at `now` (UTC), and revisions older than two years that nothing needs."""
    Session.objects.filter(expire_date__lt=now).delete()
    purge_revisions(days=DAYS_OF_REVISIONS)
