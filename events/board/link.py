"""Another way into a meeting, at once: the facts that are public change, and so does every draft that may be published later.

Wagtail's own publishing would publish the words of a waiting draft with it, or throw the draft away.
"""

from collections.abc import Mapping

from django.db import transaction

from wagtail.log_actions import log
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published

from events.models import SessionPage

ACCESS = ("link", "meeting_id", "passcode", "disclosure")
ACTION = "parvis.change_link"


def access_of(session: SessionPage) -> dict[str, str]:
    """The four facts of a page."""
    return {name: getattr(session, name) for name in ACCESS}


def change_access(session: SessionPage, *, access: Mapping[str, str], user) -> list[str]:
    """Store and, where the session is public, publish these facts on an origin page; returns the names of those that differ.

    Words are left alone: public ones stay, and a waiting draft - the latest, a scheduled one, one that is being reviewed -
    stays a draft, with the new facts. The log names the facts that changed, never their values.
    """
    with transaction.atomic():
        session.lock_group()
        page = SessionPage.objects.get(pk=session.pk)
        draft = page.get_latest_revision_as_object()
        changed = [name for name in ACCESS if {access[name]} != {getattr(page, name), getattr(draft, name)}]
        if not changed:
            return []
        revision = _renew_drafts(page, draft, access=access, user=user)
        if page.live and not page.has_unpublished_changes:
            page.live_revision = revision
        _set(page, access)
        # What else may be wrong with an old page must not keep people out of a meeting.
        page.save(clean=False)
        log(
            instance=page,
            action=ACTION,
            user=user,
            revision=revision,
            data={"facts": changed},
            content_changed=True,
        )
    if page.live:
        page_published.send(sender=SessionPage, instance=page, revision=page.live_revision)
    return changed


def _renew_drafts(page: SessionPage, draft: SessionPage, *, access: Mapping[str, str], user) -> Revision:
    """A new latest revision, so that a form that is open elsewhere is told of it; what else may be published gets the facts."""
    for revision in page.revisions.filter(pk__in=_waiting(page)):
        revision.content |= access
        revision.save(update_fields=["content"])
    _set(draft, access)
    latest = draft.save_revision(user=user, changed=False, clean=False)
    page.refresh_from_db(fields=["latest_revision", "latest_revision_created_at", "draft_title"])
    return latest


def _waiting(page: SessionPage) -> set[int]:
    """Revisions beside the latest that the public reads, or may yet."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False).values_list("pk", flat=True)
    reviewed = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=page.revisions.all()
    ).values_list("revision", flat=True)
    public = [page.live_revision_id] if page.live_revision_id and page.has_unpublished_changes else []
    return {*scheduled, *reviewed, *public}


def _set(page: SessionPage, access: Mapping[str, str]) -> None:
    for name, value in access.items():
        setattr(page, name, value)
