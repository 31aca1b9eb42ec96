"""What the database and the editors' forms hold of a page now, as plain values that tests compare."""

import re

from django.urls import reverse

from wagtail.models import Locale, Page

from bs4 import BeautifulSoup

# The rich text editor numbers its paragraphs anew each time, and stores an empty one for an empty field.
EDITOR_MARKS = re.compile(r'<p data-block-key="[^"]*"></p>| data-block-key="[^"]*"')
COLUMNS = ("title", "slug", "live", "introduction", "body", "poster_alt", "change_reason", "minutes")
FACTS_OF_ROWS = {
    "organisation_rows": ("organisation_id", "role"),
    "person_rows": ("person_id", "role"),
    "rhythm_exceptions": ("date", "change"),
    "photo_rows": ("translation_key", "image_id", "credit"),
}
WORDS_OF_ROWS = {"question_rows": ("text",), "photo_rows": ("translation_key", "caption", "alt")}


def stored(page: Page) -> Page:
    """The page as the database has it now."""
    return type(page).objects.get(pk=page.pk)


def draft(page: Page) -> Page:
    """The page as its editor is shown it now."""
    return stored(page).get_latest_revision_as_object()


def facts(page: Page) -> dict[str, object]:
    """Every fact of a page as it is in memory: columns, and rows in their order."""
    columns = {name: page._meta.get_field(name).value_from_object(page) for name in page.fact_fields}
    return columns | _rows(page, FACTS_OF_ROWS)


def words(page: Page) -> dict[str, object]:
    """Everything that is written per language, as stored."""
    page = stored(page)
    columns = {name: getattr(page, name) for name in COLUMNS if hasattr(page, name)}
    texts = {name: EDITOR_MARKS.sub("", value) for name, value in columns.items() if isinstance(value, str)}
    return columns | texts | _rows(page, WORDS_OF_ROWS)


def _rows(page, relations) -> dict[str, list[tuple]]:
    return {
        relation: [tuple(getattr(row, column) for column in columns) for row in getattr(page, relation).all()]
        for relation, columns in relations.items()
        if hasattr(page, relation)
    }


def assert_facts_equal(*pages: Page) -> dict[str, object]:
    """All these pages, and what the editors of followers are shown, have the same facts; returns them."""
    first = facts(stored(pages[0]))
    for page in pages:
        assert facts(stored(page)) == first
        if not stored(page).is_origin:
            assert facts(draft(page)) == first
    return first


def translation(page: Page, language: str) -> Page:
    """The page in another language, as stored."""
    return type(page).objects.get(
        translation_key=page.translation_key, locale=Locale.objects.get(language_code=language)
    )


def tree():
    """Every page with what the public and the editors have of it."""
    return list(
        Page.objects.order_by("path").values(
            "path", "title", "live", "alias_of", "latest_revision", "numchild"
        )
    )


def told(desk):
    """What the next admin page says to the editor, last: the level and the message."""
    page = BeautifulSoup(desk.client.get(reverse("wagtailadmin_home")).content, "lxml")
    last = page.select(".messages > ul > li")[-1]
    return last["class"][0], last.get_text(" ", strip=True)
