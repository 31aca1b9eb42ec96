"""The join page: what it says at each moment, for readers of one language.

Speaks the active language, which `language` must name.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from events import reading
from events.addresses import join_path
from events.calendar_links import CalendarLinks
from events.disclosure import Place, discloses
from events.groups import Group
from events.phrases import Phrase
from events.presentation_calendar import add_links
from events.presentation_chrome import Chrome, build_chrome
from events.presentation_programme import session_address, title_of
from events.presentation_session import Facts, build_facts
from events.presentation_state import Details, details_of, rule_of
from events.session_material import read_joining_material
from events.site_tree import SiteTree


@dataclass(frozen=True)
class JoinView:
    """What the join page shows. `details` only in the answer to its button, inside the window."""

    page: Any
    title: Phrase
    address: str
    cycle: Phrase
    facts: Facts
    calendar: CalendarLinks | None
    details: Details | None
    chrome: Chrome


def build_join(
    group: Group, *, tree: SiteTree, language: str, now: datetime.datetime, is_answer: bool
) -> JoinView:
    """The page, or with `is_answer` the answer to the button; for a reader of `language`."""
    page = group.words_for(language)
    above = tree.cycle_above(page.path)
    cycle = reading.read_cycles(tree, language=language, key=above.translation_key)[above.path]
    facts = build_facts(read_joining_material(page, cycle=cycle), language=language, now=now)
    title = title_of(page, language=language)
    address = session_address(group, tree=tree, language=language)
    paths = {each: join_path(page.code, language=each) for each in tree.public_homes}
    return JoinView(
        page=page,
        title=title,
        address=address,
        cycle=Phrase(cycle.title, cycle.language),
        facts=facts,
        calendar=add_links(page, facts.moment, title=title, address=address, language=language),
        details=_answered(page, facts, cycle=cycle) if is_answer else None,
        chrome=build_chrome(
            tree,
            language=language,
            published={each: path for each, path in paths.items() if each in group.versions},
            marked={each: (path, group.words_for(each).language) for each, path in paths.items()},
            is_indexed=False,
            scope_code=cycle.code,
        ),
    )


def _answered(page, facts: Facts, *, cycle) -> Details | None:
    moment = facts.moment
    allowed = facts.joining.has_button and discloses(
        rule=rule_of(page, cycle=cycle),
        place=Place.ANSWER,
        status=page.status,
        now=moment.now,
        opens_at=moment.window.opens_at,
        closes_at=moment.window.closes_at,
    )
    return details_of(page) if allowed else None
