"""An article as the API says it."""

from collections.abc import Iterator, Mapping
from functools import partial

from events.addresses import absolute, page_path
from events.pictures import PHOTO
from feeds.api.composed import (
    Composed,
    made,
    noon,
    organisation_tags,
    organisations,
    picture,
    text,
    utc,
    versions,
)
from feeds.api.records import ResourceKind
from feeds.channels import EPOCH
from feeds.sources import Stage, news_of


def compose_news(stage: Stage, *, addresses: Mapping[int, str]) -> Iterator[Composed]:
    """The language's articles. `addresses`: absolute ones of the pages that texts link to, by primary key."""
    for page in news_of(stage):
        yield from made(page, partial(_composed, page, stage=stage, addresses=addresses))


def _composed(page, *, stage: Stage, addresses: Mapping[int, str]) -> Composed:
    group = [each for each in stage.public.news if each.translation_key == page.translation_key]
    rows = page.organisation_rows.all()
    cycle = page.cycle.code if page.cycle_id else None
    said = {
        "key": str(page.translation_key),
        "language": page.language,
        "is_fallback": False,
        "title": page.title,
        "url": absolute(page_path(page)),
        "available_languages": versions(group),
        "published": utc(page.first_published_at or EPOCH),
        "modified": utc(page.last_published_at or page.first_published_at or EPOCH),
        "date": page.date.isoformat(),
        "cycle": cycle,
        "summary": page.summary,
        "body": text(page.body, addresses=addresses),
        "organisations": organisations(rows, language=stage.language),
        "image": picture(page.image_id, PHOTO, alt=page.image_alt, credit=page.image_credit),
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
