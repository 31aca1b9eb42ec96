"""A cycle as the API says it."""

import datetime
from collections.abc import Iterator
from functools import partial

from events.pictures import LOGO
from events.rhythm import rrule
from events.rhythm_words import rhythm_words
from feeds.api.composed import (
    Around,
    Composed,
    Kept,
    feed_addresses,
    made,
    organisation_tags,
    organisations,
    picture,
    text,
    utc,
)
from feeds.api.records import ResourceKind
from feeds.channels import EPOCH, moments_of
from feeds.scopes import cycle_scope_name
from feeds.sources import Cycle, Keys, Stage


def compose_cycles(stage: Stage, *, keys: Keys, around: Around) -> Iterator[Composed | Kept]:
    """Every public cycle, or those of some translation keys."""
    for key, cycle in {cycle.key: cycle for cycle in stage.cycles.values()}.items():
        if keys is None or key in keys:
            make = partial(_composed, cycle, stage=stage, around=around)
            yield made(cycle.page, ResourceKind.CYCLES, key, make)


def _composed(cycle: Cycle, *, stage: Stage, around: Around) -> Composed:
    page, group = cycle.page, stage.public.cycles[cycle.key]
    versions = around.versions[cycle.key]
    said = {
        "key": str(cycle.key),
        "code": page.code,
        "language": page.language,
        "is_fallback": page.language != stage.language,
        "title": page.title,
        "url": versions[page.language],
        "available_languages": versions,
        "published": utc(
            min([each.first_published_at for each in group if each.first_published_at], default=EPOCH)
        ),
        "modified": utc(max(moments_of(*group), default=EPOCH)),
        "kind": page.kind,
        "introduction": text(page.introduction, addresses=around.addresses),
        "initiative": page.initiative,
        "funding": page.funding,
        "rhythm": _rhythm(page, language=stage.language),
        **{name: getattr(page, name) for name in ("spoken", "interpreted", "captioned", "slides")},
        "organisations": organisations(page.organisation_rows.all(), language=stage.language),
        "logo": picture(page.logo_id, LOGO, files=around.files),
        "feeds": feed_addresses(cycle_scope_name(page.code), language=stage.language),
    }
    return Composed(
        kind=ResourceKind.CYCLES,
        key=cycle.key,
        code=page.code,
        said=said,
        words=[page.title, page.code, page.kind, said["introduction"]["text"]],
        tags=frozenset(organisation_tags(page.organisation_rows.all())),
    )


def _rhythm(page, *, language: str) -> dict[str, str]:
    # The exceptions are in the programme; without them the sentence needs no present day.
    sentence = rhythm_words(page.rhythm, since=datetime.date.max, language=language).sentence
    return {
        "sentence": sentence,
        "rrule": rrule(page.rhythm),
        "start_time": page.default_start_time.isoformat(timespec="minutes"),
        "end_time": page.default_end_time.isoformat(timespec="minutes"),
        "timezone": page.default_timezone,
    }
