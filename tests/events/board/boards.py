"""What tests of the board have in common: a moment, a session three weeks ahead, and reading what a screen shows."""

import datetime

from django.urls import reverse

from bs4 import BeautifulSoup

from events.board.reading import board_sessions, read_rows
from tests import factories

NOW = datetime.datetime(2027, 5, 1, 9, 0, tzinfo=datetime.UTC)
AHEAD = datetime.date(2027, 5, 18)
START = datetime.datetime(2027, 5, 18, 11, 0, tzinfo=datetime.UTC)


def make_ahead(cycle, *, number=8, **fields):
    """A session of 18 May 2027, published unless told not to."""
    fields = {"code": f"solidarites-{number}", "date": AHEAD, "title": "Climat"} | fields
    return factories.make_session(cycle, number=number, **fields)


def states(*, now=NOW) -> dict[str, dict[str, str]]:
    """The matrix: title -> language -> state."""
    return {
        row.title: {code: str(state) for code, state in row.states.items()}
        for row in read_rows(board_sessions(now=now))
    }


def state_of(title: str, language: str, *, now=NOW) -> str:
    return states(now=now)[title][language]


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "lxml")


def home(client) -> BeautifulSoup:
    return soup(client.get(reverse("wagtailadmin_home")))


def text_of(element) -> str:
    return element.get_text(" ", strip=True)


def matrix(page: BeautifulSoup) -> list[list[str]]:
    """The cells of the matrix, row by row, as they read."""
    return [
        [text_of(cell) for cell in row.find_all("td")] for row in page.select("table.parvis-matrix tbody tr")
    ]


def checklist(page: BeautifulSoup) -> list[str]:
    return [text_of(line) for line in page.select(".parvis-sentence")]


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
