"""Where and when a meeting's link, ID and passcode may be shown.

The one rule that every page asks. Whatever it does not name (a feed, an API, an index, a log) has no place here: there the
answer is always no.
"""

import datetime
from enum import StrEnum

# An unknown status discloses nothing.
_HELD = frozenset({"tentative", "confirmed"})


class Rule(StrEnum):
    """What the editor chose for a session, or for its cycle."""

    PUBLIC = "public"
    WINDOW = "window"
    NOBODY = "nobody"


class Place(StrEnum):
    """Where details may stand: a page that anybody can fetch, or the answer to the join page's POST."""

    PAGE = "page"
    ANSWER = "answer"


def discloses(
    *,
    rule: Rule,
    place: Place,
    status: str,
    now: datetime.datetime,
    closes_at: datetime.datetime,
    opens_at: datetime.datetime,
) -> bool:
    """Return whether the details may stand in this place at `now`.

    `public`: on pages until the window closes, and in the answer inside it. `window`: in the answer inside the window only.
    `nobody`: never. A cancelled or postponed session discloses nothing. The window holds `opens_at`, not `closes_at`;
    all datetimes are aware.
    """
    if status not in _HELD or now >= closes_at:
        return False
    if place == Place.PAGE:
        return rule == Rule.PUBLIC
    return place == Place.ANSWER and rule in {Rule.PUBLIC, Rule.WINDOW} and now >= opens_at
