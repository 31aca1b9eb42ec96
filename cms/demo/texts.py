"""The texts of the site itself: about, accessibility, legal."""

from functools import partial

from django.utils.html import format_html_join

from cms.demo.contents import SOURCE, Table, facts, words
from cms.demo.publishing import Write, publish_below, translate
from cms.demo.record import Record
from events.models import HomePage, TextPage


def load_texts(record: Record) -> None:
    """Every text in every language, in the order in which they stand at the foot."""
    home = record.find("home")
    for row in facts()["texts"]:
        key = f"text:{row['key']}"
        if home:
            record.once(key, _text, record, home, row)
        translate(record, key, words_in=partial(_writer, row))


def _text(record: Record, home: HomePage, row: Table) -> TextPage:
    page = TextPage(locale=home.locale, slug=row["key"])
    _writer(row, SOURCE)(page)
    return publish_below(home, page, author=record.author)


def _writer(row: Table, language: str) -> Write:
    return partial(_write, texts=words(language)["texts"][row["key"]])


def _write(page: TextPage, *, texts: Table) -> None:
    page.title = texts["title"]
    page.body = format_html_join("", "<p>{}</p>", ([paragraph] for paragraph in texts["paragraphs"]))
