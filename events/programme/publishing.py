"""Publishes the drafts of chosen sessions: each in a transaction of its own, and what must not be published is left, with a reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from events.changing.drafted import moves_or_revives
from events.models import SessionPage


class Reason(StrEnum):
    """Why a session was left as it is."""

    FORBIDDEN = "forbidden"
    LOCKED = "locked"
    NOTHING = "nothing"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    ERRORS = "errors"


@dataclass
class Outcome:
    """What became of the chosen sessions, by their codes. `errors`: the messages of drafts that cannot be published."""

    published: list[str] = field(default_factory=list)
    left: dict[Reason, list[str]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, list[str]] = field(default_factory=dict)


def publish_drafts(pages: Iterable[int], *, user) -> Outcome:
    """Publish the latest drafts of these pages in the order of their dates; pages that are gone are passed over."""
    outcome = Outcome()
    for pk in (
        SessionPage.objects.filter(pk__in=set(pages)).order_by("date", "pk").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            _publish(pk, user=user, outcome=outcome)
    return outcome


def _publish(pk: int, *, user, outcome: Outcome) -> None:
    page = _locked(pk)
    if page is None:
        return
    draft = page.get_latest_revision_as_object()
    reason, errors = _why_not(page, draft, user=user)
    if reason:
        outcome.left[reason].append(page.code)
        if errors:
            outcome.errors[page.code] = errors
        return
    (page.get_latest_revision() or page.save_revision(user=user)).publish(user=user)
    outcome.published.append(page.code)


def _locked(pk: int) -> SessionPage | None:
    """The page as it is once nobody else changes its group."""
    page = SessionPage.objects.filter(pk=pk).first()
    if page is None:
        return None
    page.lock_group()
    return SessionPage.objects.filter(pk=pk).first()


def _why_not(page: SessionPage, draft: SessionPage, *, user) -> tuple[Reason | None, list[str]]:
    """Why a draft must not be published, with the messages of its errors; None where it may."""
    powers = page.permissions_for_user(user)
    # Translations are published one by one, by whoever has read them; facts by whoever may write them.
    if not (page.is_origin and powers.can_publish() and powers.may_change_facts()):
        return Reason.FORBIDDEN, []
    if powers.page_locked() or page.workflow_in_progress:
        return Reason.LOCKED, []
    if page.live and not page.has_unpublished_changes:
        return Reason.NOTHING, []
    if draft.go_live_at and draft.go_live_at > timezone.now():
        return Reason.PLANNED, []
    if moves_or_revives(page, draft):
        return Reason.ANNOUNCED, []
    try:
        draft.full_clean()
    except ValidationError as error:
        return Reason.ERRORS, error.messages
    return None, []
