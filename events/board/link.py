"""Another way into a meeting, at once: the facts that are public change, and so does every draft that may be published later."""

from collections.abc import Mapping

from django.db import transaction

from events.changing.publishing import change_stored
from events.meeting import ACCESS
from events.models import SessionPage


def access_of(session: SessionPage) -> dict[str, str]:
    """The four facts of a page."""
    return {name: getattr(session, name) for name in ACCESS}


def change_access(session: SessionPage, *, access: Mapping[str, str], user) -> list[str]:
    """Store and, where the session is public, publish these facts on an origin page; returns the names of those that differ.

    The history names the facts that changed, never their values (events/fact_log.py).
    """
    with transaction.atomic():
        session.lock_group()
        page = SessionPage.objects.get(pk=session.pk)
        draft = page.get_latest_revision_as_object()
        changed = [name for name in ACCESS if {access[name]} != {getattr(page, name), getattr(draft, name)}]
        if changed:
            change_stored(page, access, user=user)
    return changed
