"""News as items of a list, and one article. Words of one language only: news never falls back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from events.languages import medium_date
from events.phrases import Name, name_of
from events.pictures import CARD, PHOTO, SMALL_PHOTO, Picture, copies, read_pictures, with_choices
from events.reading import read_organisations
from events.site_tree import SiteTree


@dataclass(frozen=True)
class NewsItem:
    """One article in a list. `day` is ISO 8601, `date` the same in words."""

    address: str
    title: str
    day: str
    date: str
    summary: str


@dataclass(frozen=True)
class Article:
    """What an article has beside its words."""

    picture: Picture | None
    card: Picture | None
    organisations: tuple[Name, ...]


def build_news(pages: Iterable, *, tree: SiteTree) -> list[NewsItem]:
    """Items in the order given."""
    return [
        NewsItem(
            address=tree.address(page),
            title=page.title,
            day=page.date.isoformat(),
            date=medium_date(page.date, language=page.language),
            summary=page.summary,
        )
        for page in pages
    ]


def build_article(page) -> Article:
    """Picture and organisations of an article; at most four queries."""
    pictures = read_pictures((page.image_id, size) for size in (*copies(SMALL_PHOTO, PHOTO), CARD))
    keys = [row.organisation_id for row in page.organisation_rows.all()]
    organisations = read_organisations(keys) if keys else {}
    picture = with_choices(pictures, page.image_id, small=SMALL_PHOTO, large=PHOTO)
    return Article(
        picture=replace(picture, alt=page.image_alt, credit=page.image_credit) if picture else None,
        card=pictures.get((page.image_id, CARD)),
        organisations=tuple(
            name_of(organisations[key], language=page.language) for key in dict.fromkeys(keys)
        ),
    )
