"""What pages of the admin are looked at with: a cycle with partners, a session of next week, one of last month."""

import datetime

from events.models import CyclePage, SessionPage
from tests import factories
from tests.events.planning.planned import with_partners


def make_season() -> dict[str, CyclePage | SessionPage]:
    """The cycle, the session `past` without replay and minutes, and `ahead` without any translation."""
    cycle = with_partners(factories.read_cycle() or factories.make_cycle(factories.read_site()))
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=7)
    past = factories.make_session(
        cycle, number=1, code="past", title="Ouvrir les réserves", date=day - datetime.timedelta(days=40)
    )
    ahead = factories.make_session(
        cycle, number=2, code="ahead", title="Construire des solidarités", date=day, interpreted=["en"]
    )
    return {"cycle": cycle, "past": past, "ahead": ahead}
