"""What the home page and a cycle's page show of sessions: the next one, the programme, the rhythm in words.

Speaks the active language, which `language` must name.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events import reading
from events.bodies import Body, in_role, read_bodies
from events.clock import local
from events.groups import Group
from events.languages import time_range
from events.phrases import Name, Phrase
from events.pictures import LOGO, Picture
from events.presentation_programme import Item, build_items
from events.presentation_state import CALLED_OFF, Flip, flip_of
from events.presentation_when import When, build_when, zone_time
from events.rhythm import RhythmError
from events.rhythm_words import RhythmWords, rhythm_words
from events.site_tree import SiteTree


@dataclass(frozen=True)
class RhythmView:
    """The rhythm of a cycle with its usual times: "every third Tuesday of the month", "13:00-14:30", "Paris time"."""

    words: RhythmWords
    times: str
    zone: str


@dataclass(frozen=True)
class NextSession:
    """The next session that takes place. `page` has its words; `when` the local times of its cycle's partners."""

    item: Item
    page: Any
    when: When
    flip: Flip | None
    rhythm: RhythmView | None
    cycle_address: str


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list of the home page."""

    title: Phrase
    address: str
    rhythm: RhythmView | None


@dataclass(frozen=True)
class HomeView:
    """What a home page shows below its introduction."""

    next: NextSession | None
    upcoming: tuple[Item, ...]
    replay: Item | None
    cycles: tuple[CycleLine, ...]
    bodies: tuple[Body, ...]

    @property
    def organisers(self) -> tuple[Name, ...]:
        """Who organises some cycle."""
        return in_role(self.bodies, "organiser")


@dataclass(frozen=True)
class ProgrammeView:
    """What a cycle's page shows: every session in the order of time, rhythm, organisations, logo. `coming` is the next one."""

    items: tuple[Item, ...]
    rhythm: RhythmView | None
    bodies: tuple[Body, ...]
    logo: Picture | None
    coming: Item | None

    @property
    def organisers(self) -> tuple[Name, ...]:
        """Who organises the cycle."""
        return in_role(self.bodies, "organiser")

    @property
    def funders(self) -> tuple[Name, ...]:
        """Who pays for it."""
        return in_role(self.bodies, "funder")

    @property
    def carriers(self) -> tuple[Body, ...]:
        """Whoever has another role than to pay."""
        return tuple(body for body in self.bodies if body.roles != {"funder"})

    @property
    def sponsors(self) -> tuple[Body, ...]:
        """Those that pay and nothing else."""
        return tuple(body for body in self.bodies if body.roles == {"funder"})


def build_home(
    groups: Iterable[Group], replay: Group | None, *, tree: SiteTree, language: str, now: datetime.datetime
) -> HomeView:
    """`groups`: upcoming sessions. Reads the cycles and their organisations."""
    groups = list(groups)
    cycles = reading.read_cycles(tree, language=language)
    distinct = list({cycle.pk: cycle for cycle in cycles.values()}.values())
    bodies, _pictures = read_bodies(distinct, language=language)
    listed = {"tree": tree, "cycles": cycles, "language": language, "now": now}
    coming = next((group for group in groups if group.facts.status not in CALLED_OFF), None)
    return HomeView(
        next=_next(coming, bodies=bodies, **listed) if coming else None,
        upcoming=tuple(build_items([group for group in groups if group is not coming], **listed)),
        replay=next(iter(build_items([replay] if replay else [], **listed)), None),
        cycles=tuple(
            CycleLine(
                Phrase(cycle.title, cycle.language),
                tree.address(cycle),
                rhythm_of(cycle, language=language, now=now),
            )
            for cycle in distinct
        ),
        bodies=bodies,
    )


def build_programme(
    page, groups: Iterable[Group], *, tree: SiteTree, now: datetime.datetime
) -> ProgrammeView:
    """`groups`: every session of the cycle `page`. Reads its organisations and its exceptions."""
    cycles = {page.path: page} | dict.fromkeys(
        [node.path for node in tree.cycles(page.translation_key)], page
    )
    bodies, pictures = read_bodies([page], language=page.language, logos=[page.logo_id])
    items = build_items(groups, tree=tree, cycles=cycles, language=page.language, now=now)
    return ProgrammeView(
        items=tuple(items),
        rhythm=rhythm_of(page, language=page.language, now=now),
        bodies=bodies,
        logo=pictures.get((page.logo_id, LOGO)),
        coming=next((item for item in items if item.phase in ("later", "now")), None),
    )


def rhythm_of(cycle, *, language: str, now: datetime.datetime) -> RhythmView | None:
    """The rhythm of a cycle in words; None for a rhythm that cannot be."""
    try:
        rhythm = cycle.rhythm
    except RhythmError:
        return None
    today = local(at=now, zone=cycle.default_timezone).date()
    return RhythmView(
        words=rhythm_words(rhythm, since=today, language=language),
        times=time_range(cycle.default_start_time, cycle.default_end_time),
        zone=zone_time(cycle.default_timezone, language=language),
    )


def _next(
    group: Group,
    *,
    bodies: Iterable[Body],
    tree: SiteTree,
    cycles: Mapping[str, Any],
    language: str,
    now: datetime.datetime,
) -> NextSession:
    cycle = cycles[tree.cycle_above(group.facts.path).path]
    zones = [body.timezone for body in bodies if cycle.pk in body.owners]
    item = build_items([group], tree=tree, cycles=cycles, language=language, now=now)[0]
    page = group.words_for(language)
    return NextSession(
        item=item,
        page=page,
        when=build_when(group.facts, language=language, zones=zones),
        flip=flip_of(page, item.moment),
        rhythm=rhythm_of(cycle, language=language, now=now),
        cycle_address=tree.address(cycle),
    )
