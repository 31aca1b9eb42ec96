"""The texts of the site itself: about, accessibility, legal."""

from functools import partial
from itertools import chain

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
    texts = words(language)["texts"][row["key"]]
    return partial(_write, title=texts["title"], paragraphs=paragraphs_of(texts, language=language))


def paragraphs_of(texts: Table, *, language: str) -> list[str]:
    """The demo's own, and where `{privacy}` stands, what the software says of itself."""
    own = ([each] if each != "{privacy}" else privacy_paragraphs(language) for each in texts["paragraphs"])
    return list(chain.from_iterable(own))


def _write(page: TextPage, *, title: str, paragraphs: list[str]) -> None:
    page.title, page.body = title, as_rich_text(paragraphs)
