"""Looks a session over: the only module here that reads the clock and the cycle."""

from events.models import CyclePage, SessionPage
from events.now import now
from events.planning.sessions import facts_of, organisations_of
from events.proofreading.findings import findings_in
from events.proofreading.reading import draft_of
from events.proofreading.words import sentence_of


def sentences_of(session: SessionPage, *, cycle: CyclePage) -> list[str]:
    """What to look at again, in the active language, the gravest first. `session` may be a draft's version."""
    cycle = facts_of(cycle)
    zones = [organisation.timezone for organisation in organisations_of(session)]
    draft = draft_of(session, rule=session.disclosure or cycle.disclosure, zones=zones)
    return [sentence_of(finding, model=SessionPage) for finding in findings_in(draft, now=now())]
