"""Words written through the API with the markup of Word: every word is stored, and of the rest what a field allows."""

import pytest

from events.models import SessionPage
from tests.journeys.looking import words
from tests.word_html import WORD_HTML, stored

pytestmark = pytest.mark.django_db

PUBLISH = {"action": "publish"}


def test_document_of_word_is_stored_without_its_markup(patch, session):
    answer = patch(session, introduction=WORD_HTML, body=WORD_HTML, minutes=WORD_HTML, meta=PUBLISH)

    session_words = words(SessionPage.objects.get())
    assert answer.status_code == 200
    assert [session_words[name] for name in ("introduction", "body", "minutes")] == [
        stored(title="p"),
        stored(title="h2"),
        stored(title="h2"),
    ]


@pytest.mark.parametrize(
    "nothing",
    [
        "<style>p{color:red}</style>",
        "<SCRIPT type=x>\nalert(1)\n</SCRIPT >",
        "<title>x</title>",
        "<!-- x -->",
    ],
)
def test_what_is_no_words_is_dropped_with_what_is_in_it(patch, session, nothing):
    patch(session, introduction=f"<p>a {nothing}b</p>{nothing}", meta=PUBLISH)

    assert words(SessionPage.objects.get())["introduction"] == "<p>a b</p>"


def test_tag_that_is_made_by_dropping_another_is_dropped_too(patch, session):
    patch(session, introduction="<p>a<scr<style></style>ipt>alert(1)</script></p>", meta=PUBLISH)

    assert words(SessionPage.objects.get())["introduction"] == "<p>aalert(1)</p>"
