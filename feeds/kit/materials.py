"""What partners take besides: texts, logos, the poster and pictures to share, of a programme in one language.

All of it is what the API says (feeds/api), so nothing stands here that is not public.
"""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from events.addresses import absolute, card_path
from events.cards.lettering import can_write
from events.phrases import Phrase
from events.pictures import LOGO, POSTER, SMALL_POSTER, Picture, read_pictures
from feeds.api.records import Resource, ResourceKind
from feeds.embed.programme import tag_of
from feeds.kit.texts import CycleTexts, texts_of
from feeds.scopes import ALL, Scope

# A logo as it is downloaded: as large as it is, up to what a printed page needs.
LARGE_LOGO = "max-2000x2000"
MOST_TEXTS = 3
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Sample:
    """A picture to take: a small copy to look at, the large one to download, and what it is called."""

    title: Phrase
    small: Picture
    large: Picture


@dataclass(frozen=True)
class Card:
    """A picture to share beside a link, by its absolute address."""

    title: Phrase
    address: str


@dataclass(frozen=True)
class Materials:
    """`title` and `page`: of the programme, None for everything. `zone`: IANA name of the organisers' clocks."""

    title: Phrase | None
    page: str
    zone: str
    texts: tuple[CycleTexts, ...]
    logos: tuple[Sample, ...]
    poster: Sample | None
    cards: tuple[Card, ...]


def read_materials(
    scope: Scope, *, cycles: Sequence[Scope], language: str, now: datetime.datetime
) -> Materials:
    """The materials of a scope; `cycles`: the site's, in its order. Four queries at most, and those of sizes made for the first time."""
    rows = Resource.objects.filter(
        language=language, is_gone=False, kind__in=(ResourceKind.CYCLES, ResourceKind.ORGANISATIONS)
    )
    bodies = {(row.kind, row.key): json.loads(row.body) for row in rows.order_by("code")}
    covered = list(_covered(scope, cycles=cycles, bodies=bodies))
    bearers = list(_bearers(scope, covered=covered, bodies=bodies))
    session = _nearest(scope, language=language, now=now)
    about = _about(scope, bodies)
    pictures = read_pictures(_drawn([*bearers, *([session] if session else [])]))
    with override(language):
        texts = tuple(texts_of(said, language=language) for said in covered[:MOST_TEXTS])
    return Materials(
        title=_title(about) if about else None,
        page=about["url"] if about else absolute(f"/{language}/"),
        zone=covered[0]["rhythm"]["timezone"] if covered else "UTC",
        texts=texts,
        logos=tuple(sample for said in bearers if (sample := _sample(said, "logo", pictures))),
        poster=_sample(session, "poster", pictures) if session else None,
        cards=_cards(covered, session=session, language=language),
    )


def _about(scope: Scope, bodies: Mapping[tuple, Said]) -> Said | None:
    kind = ResourceKind.CYCLES if scope.kind == "cycle" else ResourceKind.ORGANISATIONS
    return bodies.get((kind, scope.key))


def _covered(scope: Scope, *, cycles: Sequence[Scope], bodies: Mapping[tuple, Said]) -> Iterator[Said]:
    """The cycles of a scope: all, the one, or those that an organisation has a part in."""
    code = scope.name.partition("-")[2]
    for each in cycles:
        said = bodies.get((ResourceKind.CYCLES, each.key))
        named = {body["code"] for body in said["organisations"]} if said else set()
        if said and (scope in (ALL, each) or (scope.kind == "organisation" and code in named)):
            yield said


def _bearers(scope: Scope, *, covered: Sequence[Said], bodies: Mapping[tuple, Said]) -> Iterator[Said]:
    """Whose logos belong to a scope: its cycles, then organisations by name; of an organisation's scope its own alone."""
    if scope.kind != "organisation":
        yield from covered
    codes = {body["code"] for said in covered for body in said["organisations"]}
    wanted = {scope.name.partition("-")[2]} if scope.kind == "organisation" else codes
    named = [said for (kind, _key), said in bodies.items() if kind == ResourceKind.ORGANISATIONS]
    yield from sorted(
        (said for said in named if scope == ALL or said["code"] in wanted),
        key=lambda said: said["name"].casefold(),
    )


def _nearest(scope: Scope, *, language: str, now: datetime.datetime) -> Said | None:
    """The next session of a scope, else its last one. Two queries at most."""
    rows = Resource.objects.filter(kind=ResourceKind.SESSIONS, language=language, is_gone=False)
    rows = rows if scope == ALL else rows.filter(tags__name=tag_of(scope))
    row = (
        rows.filter(closes_at__gt=now).order_by("at", "code").first() or rows.order_by("-at", "code").first()
    )
    return json.loads(row.body) if row else None


def _drawn(bodies: Sequence[Said]) -> Iterator[tuple[int, str]]:
    for said in bodies:
        for name, sizes in (("logo", (LOGO, LARGE_LOGO)), ("poster", (SMALL_POSTER, POSTER))):
            if drawn := said.get(name):
                yield from ((drawn["image"], size) for size in sizes)


def _sample(said: Said, name: str, pictures: Mapping[tuple[int, str], Picture]) -> Sample | None:
    sizes = (LOGO, LARGE_LOGO) if name == "logo" else (SMALL_POSTER, POSTER)
    drawn = said.get(name)
    found = [pictures.get((drawn["image"], size)) for size in sizes] if drawn else [None]
    small, large = found[0], found[-1]
    return Sample(_title(said), small, large) if small and large else None


def _cards(covered: Sequence[Said], *, session: Said | None, language: str) -> tuple[Card, ...]:
    """Of the cycles and the session; none where the language cannot be drawn on this machine."""
    if not can_write(language):
        return ()
    cycles = [
        Card(_title(said), absolute(card_path(said["code"], language=language, of_cycle=True)))
        for said in covered[:MOST_TEXTS]
    ]
    own = [Card(_title(session), absolute(card_path(session["code"], language=language)))] if session else []
    return tuple(cycles + own)


def _title(said: Said) -> Phrase:
    return Phrase(said.get("title") or said["name"], said["language"])
