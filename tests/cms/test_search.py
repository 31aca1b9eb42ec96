"""Search in the database: any text is a query, and words are found whatever stands around them."""

from wagtail.search.backends import get_search_backend

import pytest

from events.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db


def found(query) -> list[str]:
    sessions = SessionPage.objects.all()
    return [page.slug for page in get_search_backend().search(query, sessions)]


@pytest.mark.parametrize(
    "query",
    ["Construire", '"Construire"', 'Construire "des', '"construire des solidarités"', "construire\0des"],
)
def test_words_are_found_whatever_stands_around_them(session, query):
    assert found(query) == ["seance-7"]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "\0",
        "-",
        "",
        " ",
        "(",
        "*",
        "NEAR(",
        "a AND",
        "😀",
        "%s",
        "\\",
        "'",
        "x" * 3000,
        "mot " * 1200,
    ],
)
def test_query_that_says_nothing_finds_nothing(session, query):
    assert found(query) == []


@pytest.mark.parametrize("typed", ["constr", 'constr"', '"'])
def test_beginning_of_a_word_is_completed_where_the_index_can(typed):
    organisation = factories.make_organisation(name_latin="Construction museum")

    completed = get_search_backend().autocomplete(typed, type(organisation).objects.all())

    assert list(completed) == ([organisation] if "c" in typed else [])
