"""Makes and publishes the sessions of a plan, as their editor would: real pages with revisions, all in one transaction.

Whoever makes or publishes holds the cycle's lock and looks anew at what is there: a form that is posted twice makes nothing twice.
"""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext, override

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from events.abstract.session import Status
from events.abstract.session_facts import next_number
from events.codes import Kind, free_code, lock_code
from events.models import CyclePage, SessionPage
from events.planning.filling import take_after
from events.planning.plan import taken_dates
from events.planning.sessions import facts_of, read_sessions
from events.programme.publishing import Outcome, publish_drafts


@transaction.atomic
def make_sessions(cycle: CyclePage, *, days: Collection[datetime.date], user) -> list[SessionPage]:
    """Draft sessions below the cycle's origin page, one for each day without a session of its own, in their order.

    Raises ValidationError, and makes none, where the cycle's usual times cannot be on one of the days.
    """
    lock_code(kind=Kind.CYCLE, key=cycle.translation_key)
    parent = CyclePage.objects.get(pk=cycle.pk)
    free = sorted(set(days) - taken_dates(read_sessions(parent)))
    number, facts = next_number(SessionPage, parent), facts_of(parent)
    return [
        _make(parent, facts, day=day, number=number + position, user=user)
        for position, day in enumerate(free)
    ]


def _make(parent: CyclePage, facts: CyclePage, *, day: datetime.date, number: int, user) -> SessionPage:
    code = free_code(kind=Kind.SESSION, wish=f"{parent.code[:30]}-{number}")
    with override(parent.language):
        title = gettext("Theme to come")
    session = SessionPage(
        title=title,
        locale=parent.locale,
        live=False,
        owner=user,
        number=number,
        code=code,
        date=day,
        status=Status.TENTATIVE,
        theme_pending=True,
    )
    take_after(session, facts)
    # The theme's words will not be in the address: it would change with them.
    session.slug = session.free_slug(title=code, parent=parent)
    # References are noted once: each save, of the page and of each row, would note all of them again.
    with disable_reference_index_auto_update():
        parent.add_child(instance=session)
        session.save_revision(user=user, log_action=True)
    ReferenceIndex.create_or_update_for_object(session)
    return session


@transaction.atomic
def publish_sessions(cycle: CyclePage, *, days: Collection[datetime.date], user) -> Outcome:
    """Publish the planner's drafts on these days, as the programme does; nothing that somebody gave a theme."""
    lock_code(kind=Kind.CYCLE, key=cycle.translation_key)
    drafts = [each.pk for each in read_sessions(cycle) if each.is_own and each.is_fresh and each.date in days]
    return publish_drafts(drafts, user=user)
