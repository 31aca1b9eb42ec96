"""Pages that go live or expire at their hour: as Wagtail's publish_scheduled, but one that cannot does not hold up the others."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.apps import apps
from django.db import transaction

from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


class ScheduleError(Exception):
    """Some pages could not be published or withdrawn; the message names them, the log says why."""


def publish_due(now: datetime) -> None:
    """Withdraw what has expired at `now` (aware), publish what is due, each in a transaction of its own.

    What is done is not due any more, so this may run at any time and again. Raises ScheduleError at the end.
    """
    failed = [str(page) for page in _expired(now) if not _is_done(page, _withdraw)]
    failed += [str(revision) for revision in _approved(now) if not _is_done(revision, _publish)]
    if failed:
        raise ScheduleError(f"Not published or withdrawn on time: {', '.join(failed)}")


def _expired(now: datetime) -> Iterator[DraftStateMixin]:
    yield from Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at").specific()
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            yield from model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")


def _approved(now: datetime) -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"))


def _withdraw(page: DraftStateMixin) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _is_done(subject, act: Callable) -> bool:
    try:
        with transaction.atomic():
            act(subject)
    except Exception:
        logger.exception("Scheduled change of %s failed", subject)
        return False
    return True
