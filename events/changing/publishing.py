"""Give a published page new values at once. What else its draft holds stays a draft, and what waits to be published gets them too."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wagtail.models import Page, Revision
from wagtail.signals import page_published


def change_published(page: Page, values: Mapping[str, object], *, user, now: datetime | None = None) -> Page:
    """Publish `values` (names of fields) on a live page of ours, and return it as stored. All or nothing.

    Unlike publishing a revision, this neither publishes the words of a draft, nor drops a scheduled publication, nor ends a
    workflow. The caller has validated the values, and has the page's group locked if it decided by what was stored.
    """
    with transaction.atomic():
        page.lock_group()
        live = type(page).objects.get(pk=page.pk)
        draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
        _set(live, values)
        live.last_published_at = now or timezone.now()
        live.save(clean=False)
        stored = type(page).objects.get(pk=page.pk)
        _keep_up(stored, [*values, *_derived(stored)], draft=draft, user=user)
        if stored.is_origin:
            page_published.send(sender=type(stored), instance=stored, revision=stored.live_revision)
    return stored


def _set(page: Page, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(page, name, value)


def _derived(page: Page) -> list[str]:
    return [name for name in ("starts_at", "ends_at", "previous_starts") if hasattr(page, name)]


def _keep_up(stored: Page, names: Iterable[str], *, draft: Page | None, user) -> None:
    """Bring the page's revisions up to what is public now."""
    if draft is None:
        revision = stored.save_revision(user=user, changed=False, clean=False)
        type(stored).objects.filter(pk=stored.pk).update(live_revision=revision)
        stored.live_revision = revision
    for revision in _waiting(stored, draft=draft):
        content = stored.serializable_data()
        revision.content = revision.content | {name: content[name] for name in names}
        revision.save(update_fields=["content"])
    if draft is not None:
        _set(draft, {name: getattr(stored, name) for name in names})
        # A new revision: whoever has the former one open is told that it is not the newest any more.
        draft.save_revision(user=user, clean=False)


def _waiting(page: Page, *, draft: Page | None) -> list[Revision]:
    """Revisions that will be published as they are: scheduled ones, one that is being reviewed; and the live one beside a draft."""
    review = page.current_workflow_task_state
    wanted = {review.revision_id} if review else set()
    if draft is not None:
        wanted |= {page.live_revision_id, draft.latest_revision_id}
    waiting = page.revisions.filter(pk__in=wanted - {None}) | page.revisions.filter(
        approved_go_live_at__isnull=False
    )
    return list(waiting.distinct())
