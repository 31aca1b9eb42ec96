"""Give a stored page new values at once. What else its draft holds stays a draft, and what waits to be published gets them too."""

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wagtail.models import Page, TaskState
from wagtail.signals import page_published

from events.board.records import words_unread
from events.own_types import as_own_type

DERIVED = ("starts_at", "ends_at", "previous_starts")


def change_stored(page: Page, values: Mapping[str, object], *, user, now: datetime | None = None) -> Page:
    """Store `values` (names of fields) on a page of ours and, where it is live, publish them; returns it as stored.

    All or nothing. Unlike publishing a revision, this neither publishes the words of a draft, nor drops a scheduled
    publication, nor ends a review. The caller has validated the values; what else may be wrong with an old page must not
    keep a session from being called off, or people out of a meeting.
    """
    page = as_own_type(page)
    with transaction.atomic():
        page.lock_group()
        stored = type(page).objects.get(pk=page.pk)
        draft = stored.get_latest_revision_as_object() if _has_draft(stored) else None
        _set(stored, values)
        if stored.live:
            stored.last_published_at = now or timezone.now()
        # A follower gets a reason, or nothing: its words have not been read again for that.
        with nullcontext() if stored.is_origin else words_unread():
            stored.save(clean=False)
        stored = type(page).objects.get(pk=page.pk)
        _keep_up(
            stored, [*values, *(name for name in DERIVED if hasattr(stored, name))], draft=draft, user=user
        )
        if stored.live and stored.is_origin:
            page_published.send(sender=type(stored), instance=stored, revision=stored.live_revision)
    return stored


def _has_draft(page: Page) -> bool:
    return bool(page.latest_revision_id) and (page.has_unpublished_changes or not page.live)


def _set(page: Page, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(page, name, value)


def _keep_up(stored: Page, names: Collection[str], *, draft: Page | None, user) -> None:
    """Bring the page's revisions up to what is stored now. There is a new latest one: an open form is told of it."""
    content = stored.serializable_data()
    for revision in stored.revisions.filter(pk__in=_waiting(stored)):
        revision.content |= {name: content[name] for name in names}
        revision.save(update_fields=["content"])
    if draft is None:
        revision = stored.save_revision(user=user, changed=False, clean=False)
        type(stored).objects.filter(pk=stored.pk).update(live_revision=revision if stored.live else None)
        stored.live_revision = revision if stored.live else None
    else:
        _set(draft, {name: getattr(stored, name) for name in names})
        # The words are still those of whoever wrote the draft: a second reader is somebody else.
        draft.save_revision(user=stored.latest_revision.user, changed=False, clean=False)


def _waiting(page: Page) -> set[int]:
    """Revisions beside the latest that the public reads, or may yet: scheduled, under review, public beside a draft."""
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    reviewed = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=page.revisions.all()
    )
    found = {*scheduled.values_list("pk", flat=True), *reviewed.values_list("revision", flat=True)}
    return found | ({page.live_revision_id} - {None})
