"""The dashboard: the next session with its checklist, the matrix, and what past sessions still lack."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.urls import reverse
from django.utils.translation import get_language

from wagtail.admin.ui.components import Component

from events.announcing.access import may_announce
from events.board.cells import State, next_work
from events.board.checklist import cell_url, lines, read_checklists
from events.board.powers import Powers
from events.board.reading import (
    MOST_ROWS,
    Row,
    board_sessions,
    is_ahead,
    read_rows,
    sessions_ahead,
    unfinished,
)
from events.board.words import STATES
from events.changing.access import may_change
from events.changing.panels import action_links
from events.conf import languages
from events.languages import language_name, medium_date
from events.models import CyclePage
from events.now import now
from events.phrases import Phrase
from events.presentation_when import when_words

MOST_UNFINISHED = 6


@dataclass(frozen=True)
class CellView:
    """One cell as it is shown to a user."""

    language: str
    state: State
    label: str
    url: str
    posts: bool


@dataclass(frozen=True)
class RowView:
    """One session of the matrix as it is shown to a user; `url` "" where the user cannot edit it."""

    title: Phrase
    date: str
    url: str
    cells: tuple[CellView, ...]


def row_view(row: Row, *, powers: Powers, language: str) -> RowView:
    """A row of the matrix in words."""
    cells = (_cell(row, code, powers=powers, language=language) for code in languages())
    may_edit = powers.may_edit(row.origin)
    return RowView(
        title=Phrase(row.title, row.origin.language),
        date=medium_date(row.origin.date, language=language),
        url=reverse("wagtailadmin_pages:edit", args=[row.origin.pk]) if may_edit else "",
        cells=tuple(cells),
    )


def _cell(row: Row, code: str, *, powers: Powers, language: str) -> CellView:
    state = row.states[code]
    url, posts = cell_url(row, code, powers=powers)
    return CellView(language_name(code, language=language), state, str(STATES[state]), url, posts)


class Board:
    """What all panels of one request show, read once."""

    def __init__(self, user):
        self.now, self.language, self.powers = now(), get_language() or "en", Powers(user)

    @cached_property
    def rows(self) -> list[Row]:
        """The matrix."""
        return read_rows(board_sessions(now=self.now))

    @property
    def ahead(self) -> list[Row]:
        """Those of its sessions that are not over, whatever became of their dates."""
        return [row for row in self.rows if row.origin.ends_at > self.now]

    @property
    def next_row(self) -> Row | None:
        """The session that takes place next, or is taking place."""
        return next((row for row in self.ahead if is_ahead(row.origin, now=self.now)), None)

    @cached_property
    def next_work(self) -> tuple[Row, str] | None:
        """The next cell of a session ahead that lacks words, of those that the user may write."""
        found = next_work(((row, row.states) for row in self.ahead), may=self.powers.may_work)
        if found or len(self.rows) < MOST_ROWS:
            return found
        rows = read_rows(sessions_ahead(now=self.now))
        return next_work(((row, row.states) for row in rows), may=self.powers.may_work)

    @property
    def cycles(self) -> list[CyclePage]:
        """The cycles that the user may add sessions to. One query; none for those who add nothing."""
        if not self.powers.may_add_pages:
            return []
        pages = CyclePage.objects.filter(is_origin=True).select_related("locale").order_by("path")
        return [page for page in pages if page.permissions_for_user(self.powers.user).can_add_subpage()]


class BoardPanel(Component):
    """One panel of ours."""

    class Media:
        css = {"all": ["events/board.css"]}

    def __init__(self, board: Board):
        self.board = board


class NextSessionPanel(BoardPanel):
    """The next session with its checklist; the ways to a new one, and to another link."""

    name = "parvis_next_session"
    order = 100
    template_name = "parvis_events/board/next.html"

    def get_context_data(self, parent_context=None):
        cycles = [
            (Phrase(page.draft_title or page.title, page.language), _new_session(page))
            for page in self.board.cycles
        ]
        row = self.board.next_row
        return {"cycles": cycles, "csrf_token": (parent_context or {}).get("csrf_token")} | (
            self._about(row) if row else {}
        )

    def _about(self, row: Row) -> dict[str, object]:
        board, language = self.board, self.board.language
        checklist = read_checklists([row], now=board.now)[row.key]
        changes = may_change(row.origin, board.powers.user)
        date, times = when_words(row.origin, language=language)
        return {
            "session": row_view(row, powers=board.powers, language=language),
            "date": date,
            "times": times,
            "is_red": checklist.is_red,
            "lines": lines(checklist, powers=board.powers, language=language),
            "link_url": reverse("board:link", args=[row.origin.pk]) if changes else "",
            "announcement_url": reverse("announcing:announcement", args=[row.origin.pk])
            if may_announce(row.origin, board.powers.user)
            else "",
            "actions": action_links(row.origin) if changes and row.origin.live else [],
        }


def _new_session(cycle: CyclePage) -> str:
    return reverse("wagtailadmin_pages:add", args=["parvis_events", "sessionpage", cycle.pk])


class MatrixPanel(BoardPanel):
    """Sessions and languages: which lacks what, and one click to the next that does."""

    name = "parvis_matrix"
    order = 110
    template_name = "parvis_events/board/matrix.html"

    def get_context_data(self, parent_context=None):
        board, language = self.board, self.board.language
        return {
            "csrf_token": (parent_context or {}).get("csrf_token"),
            "languages": [language_name(code, language=language) for code in languages()],
            "rows": [row_view(row, powers=board.powers, language=language) for row in board.rows],
            "has_work": board.next_work is not None,
        }


class UnfinishedPanel(BoardPanel):
    """Past sessions that have no replay or no minutes, for those who may add them."""

    name = "parvis_unfinished"
    order = 120
    template_name = "parvis_events/board/unfinished.html"

    def get_context_data(self, parent_context=None):
        board = self.board
        mine = (
            page for page in unfinished(now=board.now).iterator(chunk_size=50) if board.powers.may_edit(page)
        )
        pages = list(islice(mine, MOST_UNFINISHED))
        return {"sessions": [self._session(page) for page in pages]}

    def _session(self, page) -> dict[str, object]:
        return {
            "title": Phrase(page.draft_title or page.title, page.language),
            "date": medium_date(page.date, language=self.board.language),
            "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "lacks_replay": not page.replay,
            "lacks_minutes": not page.minutes,
        }
