"""Which pages lie on the way into the next meetings, and when what they say changes."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from events import reading
from events.addresses import join_path
from events.groups import Group
from events.presentation_programme import session_address
from events.presentation_state import Moment, moment_of
from events.site_tree import SiteTree
from events.standby.answers import Asked
from events.states import SOON_BEFORE

# How far ahead answers are made, and for how many sessions at most.
AHEAD = datetime.timedelta(days=14)
MOST_SESSIONS = 3


@dataclass(frozen=True)
class Way:
    """What is asked on the way, and the moments (UTC) at which some answer changes."""

    asked: tuple[Asked, ...]
    edges: tuple[datetime.datetime, ...]


def way_to_meetings(tree: SiteTree, *, now: datetime.datetime) -> Way:
    """The way into the sessions whose window closes next. Two queries, and one for each language and session."""
    # A window outlasts its session.
    groups = reading.upcoming(tree, now=now - datetime.timedelta(days=1), limit=MOST_SESSIONS * 2)
    edges = {group.key: _edges(group, tree=tree) for group in groups}
    near = [group for group in groups if _is_near(edges[group.key], now=now)][:MOST_SESSIONS]
    homes = [Asked("GET", path) for path in ("/", *(f"/{language}/" for language in tree.public_homes))]
    asked = [*homes, *(each for group in near for each in _asked(group, tree=tree))]
    return Way(tuple(dict.fromkeys(asked)), tuple(edge for group in near for edge in edges[group.key]))


def _is_near(edges: list[datetime.datetime], *, now: datetime.datetime) -> bool:
    return edges[-1] > now and edges[0] - AHEAD < now


def _asked(group: Group, *, tree: SiteTree) -> list[Asked]:
    code, languages = group.facts.code, list(tree.public_homes)
    window = _moment(group, tree=tree).window
    key = tree.cycle_above(group.facts.path).translation_key
    joins = [join_path(code, language=language) for language in languages]
    pages = [session_address(group, tree=tree, language=language) for language in languages]
    return [
        *(Asked("POST", path, code, (window.opens_at, window.closes_at)) for path in joins),
        *(Asked("GET", path, code) for path in (*joins, *pages)),
        *(Asked("GET", tree.address(node)) for node in tree.cycles(key)),
    ]


def _edges(group: Group, *, tree: SiteTree) -> list[datetime.datetime]:
    moment = _moment(group, tree=tree)
    window = moment.window
    soon = moment.starts_at - SOON_BEFORE
    # Until then it says "tomorrow", from then on "today".
    midnight = datetime.datetime.combine(group.facts.date, datetime.time(), ZoneInfo(group.facts.timezone))
    return sorted(
        (
            soon,
            midnight.astimezone(datetime.UTC),
            window.opens_at,
            moment.starts_at,
            moment.ends_at,
            window.closes_at,
        )
    )


def _moment(group: Group, *, tree: SiteTree) -> Moment:
    facts = group.facts
    cycle = reading.cycle_at(tree.cycle_above(facts.path).path)
    return moment_of(facts, cycle=cycle, now=facts.starts_at)
