"""What leaves the public when pages are unpublished or deleted: announced sessions, or one language of them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from wagtail.models import Page

from events.changing.words import kept_until
from events.models import SessionPage


@dataclass(frozen=True)
class Leaving:
    """`sessions`: how many no language shows any more. `languages`: codes in which readers get other words instead.

    `kept_until`: until when calendars show the sessions as cancelled; None where all are past that.
    """

    sessions: int
    languages: tuple[str, ...]
    kept_until: datetime.date | None


def leaving_with(pages: Iterable[Page], *, today: datetime.date) -> Leaving:
    """What the public loses with these pages and all below them. Two queries."""
    below = Q(pk__in=())
    for page in pages:
        below |= Q(path__startswith=page.path)
    going = list(SessionPage.objects.visible().filter(below).select_related("locale"))
    keys = {session.translation_key for session in going}
    staying = set(
        SessionPage.objects.visible()
        .filter(translation_key__in=keys)
        .exclude(pk__in=[session.pk for session in going])
        .values_list("translation_key", flat=True)
    )
    gone = {
        session.translation_key: session.date for session in going if session.translation_key not in staying
    }
    last = max(gone.values(), default=None)
    return Leaving(
        sessions=len(gone),
        languages=tuple(dict.fromkeys(each.language for each in going if each.translation_key in staying)),
        kept_until=kept_until(last) if last and kept_until(last) >= today else None,
    )
