"""Four articles, dated before the day of loading."""

import datetime
from functools import partial

from cms.demo import pictures
from cms.demo.contents import SOURCE, Table, facts, words
from cms.demo.directory import rows_of
from cms.demo.publishing import Write, publish_below, translate
from cms.demo.record import Record
from events.models import NewsIndexPage, NewsOrganisation, NewsPage

WORDS = ("title", "summary", "body", "image_alt")


def load_news(record: Record) -> None:
    """Every article in every language, the oldest first."""
    index = record.find("news-index")
    for row in sorted(facts()["news"], key=lambda each: -each["days_before"]):
        key = f"news:{row['key']}"
        if index:
            record.once(key, _article, record, index, row)
        translate(record, key, words_in=partial(_writer, row))


def _article(record: Record, index: NewsIndexPage, row: Table) -> NewsPage:
    page = NewsPage(
        locale=index.locale,
        slug=row["slug"],
        date=record.day - datetime.timedelta(days=row["days_before"]),
        cycle=record.find(f"cycle:{row['cycle']}") if "cycle" in row else None,
        image=pictures.photo(record, row["key"]),
        image_credit=row["credit"],
    )
    participants = [{"key": key, "role": "participant"} for key in row["organisations"]]
    page.organisation_rows = rows_of(NewsOrganisation, record, "organisation", participants)
    _writer(row, SOURCE)(page)
    return publish_below(index, page, author=record.author)


def _writer(row: Table, language: str) -> Write:
    return partial(_write, texts=words(language)["news"][row["key"]])


def _write(page: NewsPage, *, texts: Table) -> None:
    for name in WORDS:
        setattr(page, name, texts[name])
