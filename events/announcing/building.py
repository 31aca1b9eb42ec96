"""From what a session's page shows to its announcement: the same views, without what changes from hour to hour.

Speaks the active language, which `language` must name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext

from events.addresses import absolute, calendar_path, join_path, short_path
from events.announcing import wording
from events.announcing.announcement import Announcement, Credit, Cycle, Logo, Prose, WayIn, Who
from events.markup import portable_html
from events.phrases import Name, name_of
from events.pictures import CARD, Picture
from events.presentation_session import SessionView
from events.session_material import Material
from events.text import plain_from_html

Pictures = Mapping[tuple[int, str], Picture]

MAIL_PHOTO = "max-600x600|format-jpeg"  # Outlook shows no WebP
# What still holds when the mail is read. "Tomorrow" and "live now" do not.
LASTING = frozenset({"cancelled", "postponed", "tentative", "moved", "ended", "replay"})


def build_announcement(
    view: SessionView,
    material: Material,
    *,
    photos: Pictures,
    linked: Mapping[int, str],
    language: str,
) -> Announcement:
    """The announcement of a view.

    `photos`: the pictures that wanted_photos names. `linked`: absolute addresses of the pages that texts link to, by primary key.
    """
    page, facts = view.page, view.facts
    notices = tuple(notice for notice in facts.notices if notice.kind in LASTING)
    return Announcement(
        language=language,
        words=page.language,
        code=page.code,
        headline=wording.headline(number=page.number, kinds={notice.kind for notice in notices}),
        title=view.title,
        notices=notices,
        when=facts.when,
        languages=facts.languages,
        channels=facts.channels,
        platform=page.platform,
        way_in=_way_in(view, language=language),
        introduction=_prose(page.introduction, page.language, linked=linked),
        questions=tuple(row.text for row in page.question_rows.all()),
        who=_who(view),
        cycle=_cycle(view, material, language=language, linked=linked),
        logos=_logos(view),
        poster=_poster(view, material),
        photos=tuple(_photos(material, photos)),
        address=absolute(view.address),
        short_address=absolute(short_path(page.code)),
        calendar=absolute(calendar_path(page.code, language=language)) if view.calendar else "",
        replay=page.replay if facts.joining.phase == "over" else "",
        contact=view.people.contact,
    )


def _way_in(view: SessionView, *, language: str) -> WayIn | None:
    joining = view.facts.joining
    if joining.phase in ("off", "over"):
        return None
    return WayIn(
        address=absolute(join_path(view.page.code, language=language)),
        label=wording.way_in(view.page.platform),
        opens=wording.opening(joining),
    )


def _prose(rich_text: str, language: str, *, linked: Mapping[int, str]) -> Prose | None:
    html = portable_html(rich_text, addresses=linked)
    text = plain_from_html(html)
    return Prose(html=html, text=text, language=language) if text else None


def _who(view: SessionView) -> Who:
    people = view.people
    return Who(
        participants=people.participants,
        people=people.people,
        moderators=people.moderators,
        more_to_come=people.more_to_come,
    )


def _cycle(view: SessionView, material: Material, *, language: str, linked: Mapping[int, str]) -> Cycle:
    cycle = view.cycle.page
    return Cycle(
        title=view.cycle.title,
        kind=cycle.kind,
        introduction=_prose(cycle.introduction, cycle.language, linked=linked),
        rhythm=view.cycle.rhythm,
        initiative=cycle.initiative,
        funding=cycle.funding,
        credits=tuple(_credits(view, material, language=language)),
        address=absolute(view.cycle.address),
    )


def _credits(view: SessionView, material: Material, *, language: str) -> Iterable[Credit]:
    """Who is not named by a sentence: organisers and partners by the initiative, funders by the funding."""
    cycle = view.cycle.page
    partners = [row.organisation_id for row in cycle.organisation_rows.all() if row.role == "partner"]
    names = tuple(name_of(material.organisations[key], language=language) for key in dict.fromkeys(partners))
    found = []
    if not cycle.initiative:
        found += [
            (gettext("Organised by"), view.people.organisers),
            (gettext("In partnership with"), names),
        ]
    if not cycle.funding:
        found.append((gettext("With the support of"), view.people.funders))
    return (Credit(label, named) for label, named in found if named)


def _logos(view: SessionView) -> tuple[Logo, ...]:
    bodies = [Logo(body.name, _absolute(body.logo)) for body in view.people.bodies]
    return (Logo(Name(view.cycle.title), _absolute(view.cycle.logo)), *bodies)


def _poster(view: SessionView, material: Material) -> Picture | None:
    page = material.page
    picture = _absolute(material.pictures.get((page.poster_id, CARD)))
    return replace(picture, alt=page.poster_alt, credit=page.poster_credit) if picture else None


def _photos(material: Material, photos: Pictures) -> Iterable[Picture]:
    for row in material.page.photo_rows.all():
        picture = _absolute(photos.get((row.image_id, MAIL_PHOTO)))
        if picture:
            yield replace(picture, alt=row.alt, credit=row.credit, caption=row.caption)


def _absolute(picture: Picture | None) -> Picture | None:
    return replace(picture, url=absolute(picture.url)) if picture else None


def wanted_photos(pages: Iterable[Any]) -> list[tuple[int, str]]:
    """The pictures beyond those of a page, as events.pictures reads them."""
    return [(row.image_id, MAIL_PHOTO) for page in pages for row in page.photo_rows.all()]
