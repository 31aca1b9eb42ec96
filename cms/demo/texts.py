"""The texts of the site itself: about, accessibility, legal."""

from functools import partial

from cms.demo.contents import SOURCE, Table, facts, words
from cms.demo.publishing import Write, publish_below, translate
from cms.demo.record import Record
from cms.privacy import as_rich_text, privacy_paragraphs
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
    paragraphs = paragraphs_of(row, language=language)
    return partial(_write, title=words(language)["texts"][row["key"]]["title"], paragraphs=paragraphs)


def paragraphs_of(row: Table, *, language: str) -> list[str]:
    """The demo's own, and among them, where the row names a place, what the software says of privacy."""
    own = words(language)["texts"][row["key"]]["paragraphs"]
    if "before_privacy" not in row:
        return own
    place = row["before_privacy"]
    return [*own[:place], *privacy_paragraphs(language), *own[place:]]


def _write(page: TextPage, *, title: str, paragraphs: list[str]) -> None:
    page.title, page.body = title, as_rich_text(paragraphs)
