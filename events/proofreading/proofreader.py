"""Looks a session over: the only module here that reads the clock and the cycle."""

from events.models import CyclePage, SessionPage
from events.now import now
from events.planning.sessions import facts_of, organisations_of
from events.proofreading.findings import findings_in
from events.proofreading.reading import draft_of, span_of
from events.proofreading.words import sentence_of
from events.states import TAKES_PLACE


def sentences_of(session: SessionPage, *, cycle: CyclePage) -> list[str]:
    """What to look at again, in the active language, the gravest first. `session` may be a draft's version."""
    cycle = facts_of(cycle)
    zones = [organisation.timezone for organisation in organisations_of(session)]
    rule = session.disclosure or cycle.disclosure
    draft = draft_of(session, rule=rule, zones=zones, others=_others(session))
    return [sentence_of(finding, model=SessionPage) for finding in findings_in(draft, now=now())]


def _others(session: SessionPage) -> list[str]:
    """Titles of the sessions at an overlapping time, in any cycle. One query; none for a translation, which has no facts of its own."""
    starts_at, ends_at = span_of(session)
    if not (session.is_origin and starts_at):
        return []
    at_once = SessionPage.objects.filter(
        is_origin=True, status__in=TAKES_PLACE, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    others = at_once.exclude(translation_key=session.translation_key).order_by("starts_at", "path")
    return list(others.values_list("draft_title", flat=True))
