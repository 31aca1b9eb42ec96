"""An article as the API says it."""

from collections.abc import Iterator
from functools import partial

from events.pictures import PHOTO
from feeds.api.composed import (
    Around,
    Composed,
    Kept,
    made,
    noon,
    organisation_tags,
    organisations,
    picture,
    text,
    utc,
)
from feeds.api.records import ResourceKind
from feeds.channels import EPOCH
from feeds.sources import Stage, news_of


def compose_news(stage: Stage, *, around: Around) -> Iterator[Composed | Kept]:
    """The language's articles."""
    for page in news_of(stage):
        make = partial(_composed, page, stage=stage, around=around)
        yield made(page, ResourceKind.NEWS, page.translation_key, make)


def _composed(page, *, stage: Stage, around: Around) -> Composed:
    versions, rows = around.versions[page.translation_key], page.organisation_rows.all()
    is_public = page.cycle is not None and page.cycle.translation_key in stage.public.cycles
    cycle = page.cycle.code if is_public else None
    said = {
        "key": str(page.translation_key),
        "language": page.language,
        "is_fallback": False,
        "title": page.title,
        "url": versions[page.language],
        "available_languages": versions,
        "published": utc(page.first_published_at or EPOCH),
        "modified": utc(page.last_published_at or page.first_published_at or EPOCH),
        "date": page.date.isoformat(),
        "cycle": cycle,
        "summary": page.summary,
        "body": text(page.body, addresses=around.addresses),
        "organisations": organisations(rows, language=stage.language),
        "image": picture(
            page.image_id, PHOTO, files=around.files, alt=page.image_alt, credit=page.image_credit
        ),
    }
    return Composed(
        kind=ResourceKind.NEWS,
        key=page.translation_key,
        said=said,
        words=[
            page.title,
            page.summary,
            said["body"]["text"],
            *(each["name"] for each in said["organisations"]),
        ],
        tags=frozenset({*organisation_tags(rows), *([f"cycle:{cycle}"] if cycle else [])}),
        at=noon(page.date),
    )
