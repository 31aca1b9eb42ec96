"""A session as its page and its join page show it: frozen views, each for one reader's language at one moment.

Speaks the active language, which `language` must name.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from events import reading
from events.bodies import Body, body_of
from events.calendar_links import CalendarLinks
from events.groups import Group
from events.phrases import Name, Phrase, name_of
from events.pictures import CARD, LOGO, PHOTO, POSTER, SMALL_PHOTO, SMALL_POSTER, Picture, with_choices
from events.presentation_calendar import add_links
from events.presentation_cycle import RhythmView, rhythm_of
from events.presentation_programme import Item, build_items, endonyms, session_address, title_of
from events.presentation_state import (
    Flip,
    Joining,
    Moment,
    Notice,
    flip_of,
    joining_of,
    moment_of,
    notices_of,
    previous_starts,
)
from events.presentation_when import When, build_when
from events.replays import Player, host_of, player_of
from events.session_material import Material
from events.site_tree import SiteTree


@dataclass(frozen=True)
class LanguageRow:
    """How some languages are offered ("Captions in"), and which."""

    label: str
    languages: tuple[Phrase, ...]


@dataclass(frozen=True)
class Facts:
    """What the card beside the text says: when, in which state, in which languages, how to join.

    `previous`: the starts that it was announced with before, in UTC.
    """

    when: When
    moment: Moment
    notices: tuple[Notice, ...]
    joining: Joining
    flip: Flip | None
    previous: tuple[str, ...]
    languages: tuple[LanguageRow, ...]
    channels: tuple[tuple[Phrase, Phrase], ...]


@dataclass(frozen=True)
class TakingPart:
    """Who takes part: names by role, people, and every organisation of session and cycle once.

    `bodies` are all organisations; `carriers` and `sponsors` part them: whoever pays and does nothing else is a sponsor. `contact` is the organisers' mail address, "" for none.
    """

    organisers: tuple[Name, ...]
    participants: tuple[Name, ...]
    moderators: tuple[Name, ...]
    people: tuple[Name, ...]
    funders: tuple[Name, ...]
    cycle_organisers: tuple[Name, ...]
    cycle_funders: tuple[Name, ...]
    bodies: tuple[Body, ...]
    carriers: tuple[Body, ...]
    sponsors: tuple[Body, ...]
    more_to_come: bool
    contact: str


@dataclass(frozen=True)
class CycleView:
    """What a session says of its cycle. `address` is the page of the cycle that this reader is shown."""

    page: Any
    title: Phrase
    address: str
    logo: Picture | None
    rhythm: RhythmView | None


@dataclass(frozen=True)
class SessionView:
    """A session for one reader. `page` has the words; `title` says in which language.

    `calendar` is None where there is nothing to add to a calendar: over, or called off.
    """

    page: Any
    language: str
    is_fallback: bool
    title: Phrase
    address: str
    cycle: CycleView
    facts: Facts
    calendar: CalendarLinks | None
    people: TakingPart
    poster: Picture | None
    card: Picture | None
    photos: tuple[Picture, ...]
    previous: Item | None = None
    following: Item | None = None

    @property
    def has_replay(self) -> bool:
        """Whether there is something to watch again: never before the end."""
        return bool(self.page.replay) and self.facts.joining.phase == "over"

    @property
    def player(self) -> Player | None:
        """What plays the replay on the page, once a reader asks for it."""
        return player_of(self.page.replay)

    @property
    def replay_host(self) -> str:
        """Where the link to the replay leads."""
        return host_of(self.page.replay)

    @property
    def captions_address(self) -> str:
        """The path of the file of captions in the language of the words, "" for none."""
        return self.page.captions.url if self.page.captions else ""


def build_session(
    group: Group, material: Material, *, tree: SiteTree, language: str, now: datetime.datetime
) -> SessionView:
    """The view of one session, without its neighbours."""
    page, cycle, pictures = material.page, material.cycle, material.pictures
    title = title_of(page, language=language)
    address = session_address(group, tree=tree, language=language)
    facts = build_facts(material, language=language, now=now)
    return SessionView(
        page=page,
        language=page.language,
        is_fallback=page.language != language,
        title=title,
        address=address,
        cycle=CycleView(
            page=cycle,
            title=Phrase(cycle.title, cycle.language),
            address=tree.address(cycle),
            logo=pictures.get((cycle.logo_id, LOGO)),
            rhythm=rhythm_of(cycle, language=language, now=now),
        ),
        facts=facts,
        calendar=add_links(page, facts.moment, title=title, address=address, language=language),
        people=_taking_part(material, language=language),
        poster=_poster(material),
        card=pictures.get((page.poster_id, CARD)),
        photos=tuple(_photos(material)),
    )


def with_neighbours(
    view: SessionView, *, tree: SiteTree, language: str, now: datetime.datetime
) -> SessionView:
    """The same with the sessions before and after it. One query."""
    cycle = view.cycle.page
    pair = reading.neighbours(
        tree,
        key=cycle.translation_key,
        session=view.page.translation_key,
        starts_at=view.facts.moment.starts_at,
    )
    cycles = dict.fromkeys([node.path for node in tree.cycles(cycle.translation_key)], cycle)
    before, after = (
        build_items([group] if group else [], tree=tree, cycles=cycles, language=language, now=now)
        for group in pair
    )
    return replace(view, previous=before[0] if before else None, following=after[0] if after else None)


def build_facts(material: Material, *, language: str, now: datetime.datetime) -> Facts:
    """When, in which state, in which languages, and how to join."""
    page, cycle = material.page, material.cycle
    moment = moment_of(page, cycle=cycle, now=now)
    return Facts(
        when=build_when(page, language=language, zones=[each.timezone for each in material.partners]),
        moment=moment,
        notices=tuple(notices_of(page, moment, reason=page.change_reason, language=language)),
        joining=joining_of(page, moment, cycle=cycle, language=language),
        flip=flip_of(page, moment),
        previous=previous_starts(page),
        languages=tuple(language_rows(page)),
        channels=tuple(
            (*endonyms([row.language]), Phrase(row.name, page.language)) for row in page.channel_rows.all()
        ),
    )


def language_rows(page) -> list[LanguageRow]:
    """The languages by the way they are offered; one row where what is spoken and what is interpreted is the same."""
    offered = [
        (gettext("Spoken languages"), page.spoken),
        (gettext("Interpretation into"), page.interpreted),
        (gettext("Captions in"), page.captioned),
        (gettext("Slides in"), page.slides),
    ]
    if page.spoken and set(page.spoken) == set(page.interpreted):
        several = len(set(page.spoken)) > 1
        offered[:2] = [
            (gettext("Simultaneous languages") if several else gettext("Spoken languages"), page.spoken)
        ]
    return [LanguageRow(label, endonyms(codes)) for label, codes in offered if codes]


def _taking_part(material: Material, *, language: str) -> TakingPart:
    rows = list(material.page.organisation_rows.all())
    cycle_rows = list(material.cycle.organisation_rows.all())

    def named(roles: Iterable[str], among: Iterable[Any]) -> tuple[Name, ...]:
        keys = dict.fromkeys(row.organisation_id for row in among if row.role in roles)
        return tuple(name_of(material.organisations[key], language=language) for key in keys)

    bodies = [
        body_of(
            each,
            material.pictures,
            language=language,
            roles=[row.role for row in (*rows, *cycle_rows) if row.organisation_id == each.pk],
        )
        for each in material.partners
    ]
    people = [_person(row, material, language=language) for row in material.page.person_rows.all()]
    return TakingPart(
        organisers=named(["organiser"], rows) or named(["organiser"], cycle_rows),
        participants=named(["participant", "partner"], rows),
        moderators=(*named(["moderator"], rows), *(name for role, name in people if role == "moderator")),
        people=tuple(name for _role, name in people),
        funders=named(["funder"], [*rows, *cycle_rows]),
        cycle_organisers=named(["organiser"], cycle_rows),
        cycle_funders=named(["funder"], cycle_rows),
        bodies=tuple(bodies),
        carriers=tuple(body for body in bodies if body.roles != {"funder"}),
        sponsors=tuple(body for body in bodies if body.roles == {"funder"}),
        more_to_come=material.page.more_to_come,
        contact=_contact([*rows, *cycle_rows], material),
    )


def _contact(rows: Iterable[Any], material: Material) -> str:
    organisers = (material.organisations[row.organisation_id] for row in rows if row.role == "organiser")
    return next((each.contact_email for each in organisers if each.contact_email), "")


def _person(row, material: Material, *, language: str) -> tuple[str, Name]:
    """The code of a person's role in the session, and the name with title and organisation."""
    person = material.people[row.person_id]
    words = person.words_in(language)
    employer = material.organisations.get(person.organisation_id)
    name = name_of(
        person,
        language=language,
        role=row.get_role_display(),
        title=words.role_title if words else "",
        organisation=name_of(employer, language=language).shown if employer else None,
    )
    return row.role, name


def _poster(material: Material) -> Picture | None:
    page = material.page
    picture = with_choices(material.pictures, page.poster_id, small=SMALL_POSTER, large=POSTER)
    return replace(picture, alt=page.poster_alt, credit=page.poster_credit) if picture else None


def _photos(material: Material) -> Iterable[Picture]:
    for row in material.page.photo_rows.all():
        picture = with_choices(material.pictures, row.image_id, small=SMALL_PHOTO, large=PHOTO)
        if picture:
            yield replace(picture, alt=row.alt, credit=row.credit, caption=row.caption)
