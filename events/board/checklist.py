"""Checklists of sessions: the items of the pure core, and what other apps found; the one place where both are put together."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from events.board.powers import Powers
from events.board.readiness import Item, Level, Name, is_red, readiness
from events.board.reading import Row, read_subjects
from events.board.registry import Finding, findings
from events.board.words import item_sentence
from events.changing.access import may_change


@dataclass(frozen=True)
class Checklist:
    """What one session has and lacks. The findings are in the language that was active when they were made."""

    row: Row
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]

    @property
    def is_red(self) -> bool:
        """Whether the session cannot truthfully take place as it stands."""
        return is_red(each.level for each in (*self.items, *self.findings))


@dataclass(frozen=True)
class Line:
    """One line as it is shown. `url` leads to where it is mended, "" where this user cannot; `posts`: by a button."""

    level: Level
    sentence: str
    url: str = ""
    posts: bool = False


def read_checklists(rows: Sequence[Row], *, now: datetime.datetime) -> dict[UUID, Checklist]:
    """By translation key. A number of queries that does not grow with the rows."""
    subjects = read_subjects(rows)
    # Of what nobody sees, nobody else knows anything.
    found = findings([key for key, subject in subjects.items() if subject.is_public], now=now)
    return {
        row.key: Checklist(row, readiness(subjects[row.key]), tuple(found.get(row.key, ()))) for row in rows
    }


def lines(checklist: Checklist, *, powers: Powers, language: str) -> list[Line]:
    """The lines of a checklist for a user, what is missing first."""
    shown = [
        Line(item.level, item_sentence(item, language=language), *_place(item, checklist.row, powers))
        for item in checklist.items
    ]
    shown += [Line(each.level, each.sentence, each.url) for each in checklist.findings]
    order = [Level.MISSING, Level.WARNING, Level.OK]
    return sorted(shown, key=lambda line: order.index(line.level))


def cell_url(row: Row, language: str, *, powers: Powers) -> tuple[str, bool]:
    """Where the words of a session in a language are written, and whether a button has to make the page first."""
    page = row.pages.get(language)
    if page is None:
        may = powers.may_translate(language)
        return (reverse("board:translate", args=[row.origin.pk, language]), True) if may else ("", False)
    return (reverse("wagtailadmin_pages:edit", args=[page.pk]) if powers.may_edit(page) else ""), False


def _place(item: Item, row: Row, powers: Powers) -> tuple[str, bool]:
    if item.level is Level.OK:
        return "", False
    if item.name is Name.LINK:
        may = may_change(row.origin, powers.user)
        return (reverse("board:link", args=[row.origin.pk]) if may else ""), False
    language = item.languages[0] if item.languages else row.origin.language
    return cell_url(row, language, powers=powers)
