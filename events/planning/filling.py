"""A new session takes after its cycle: the next number, the next free date, and everything that the cycle has defaults for.

Of the join details a cycle knows no link, ID or passcode: a meeting has its own. An empty disclosure means the cycle's rule.
"""

import copy
import datetime

from events.abstract.session_facts import next_number
from events.models import CyclePage, SessionOrganisation, SessionPage
from events.planning.plan import next_free_date, taken_dates
from events.planning.sessions import facts_of, read_sessions
from events.rhythm import RhythmError

LANGUAGES = ("spoken", "interpreted", "captioned", "slides")


def take_after(session: SessionPage, facts: CyclePage) -> None:
    """Give a session that is not stored yet the times, zone, languages and organisations of its cycle."""
    session.start_time, session.end_time = facts.default_start_time, facts.default_end_time
    session.timezone = facts.default_timezone
    for name in LANGUAGES:
        setattr(session, name, copy.copy(getattr(facts, name)))
    session.organisation_rows = [
        SessionOrganisation(organisation_id=row.organisation_id, role=row.role, sort_order=position)
        for position, row in enumerate(facts.organisation_rows.all())
    ]


def fill_new_session(session: SessionPage, *, cycle: CyclePage, today: datetime.date) -> None:
    """What the form for a new session below `cycle` begins with. Without a rhythm that has a free date, no date."""
    facts = facts_of(cycle)
    take_after(session, facts)
    session.number = next_number(SessionPage, cycle)
    try:
        taken = taken_dates(read_sessions(cycle))
        session.date = next_free_date(facts.rhythm, after=today, taken=taken)
    except RhythmError:
        session.date = None
