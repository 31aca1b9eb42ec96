"""What the board reads: sessions in all their languages, and what their checklists ask; a number of queries that does not grow."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from events.abstract.rows import OrganisationRole, PersonRole
from events.abstract.session import Status
from events.board.cells import State, cell_state
from events.board.readiness import Subject
from events.conf import languages
from events.models import ChannelName, SessionOrganisation, SessionPage, SessionPerson
from events.states import TAKES_PLACE

# Long texts are read by nobody here.
COLUMNS = (
    "pk", "path", "depth", "title", "draft_title", "live", "owner", "locale__language_code", "translation_key",
    "is_origin", "poster_alt", "content_type",
)  # fmt: skip
LONG = ("introduction", "body")
MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """One session: the origin's page, its pages by language, and the state of each language of the site."""

    origin: SessionPage
    pages: dict[str, SessionPage] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)

    @property
    def key(self) -> UUID:
        """The translation key of the session."""
        return self.origin.translation_key

    @property
    def title(self) -> str:
        """The title as its editor sees it."""
        return self.origin.draft_title or self.origin.title


def origins() -> QuerySet[SessionPage]:
    """The page of each session that owns its facts; `is_moderated` says whether a person or an organisation moderates it."""
    organisations = SessionOrganisation.objects.filter(page=OuterRef("pk"), role=OrganisationRole.MODERATOR)
    people = SessionPerson.objects.filter(page=OuterRef("pk"), role=PersonRole.MODERATOR)
    pages = SessionPage.objects.filter(is_origin=True).select_related("locale").defer(*LONG)
    return pages.annotate(is_moderated=Exists(organisations) | Exists(people))


def sessions_ahead(*, now: datetime.datetime) -> QuerySet[SessionPage]:
    """Every session to come that was not cancelled, by start, drafts included."""
    return origins().filter(Q(ends_at__gt=now) & ~Q(status=Status.CANCELLED)).order_by("starts_at", "pk")


def board_sessions(*, now: datetime.datetime) -> QuerySet[SessionPage]:
    """What the dashboard shows, by start: the last session that took place, and those to come, drafts included; 12 at most.

    What was cancelled needs nothing any more.
    """
    past = SessionPage.objects.filter(
        is_origin=True, ends_at__lte=now, status__in=TAKES_PLACE, live=True
    ).order_by("-starts_at", "-pk")
    ahead = Q(ends_at__gt=now) & ~Q(status=Status.CANCELLED)
    shown = origins().filter(ahead | Q(pk=Subquery(past.values("pk")[:1])))
    return shown.order_by("starts_at", "pk")[:MOST_ROWS]


def is_ahead(session: SessionPage, *, now: datetime.datetime) -> bool:
    """Whether a session has still to take place, or is taking place."""
    return session.status in TAKES_PLACE and bool(session.ends_at) and session.ends_at > now


def unfinished(*, now: datetime.datetime) -> QuerySet[SessionPage]:
    """Published sessions that took place and have no replay or no minutes, the last one first."""
    lacking = Q(replay="") | Q(minutes="")
    past = origins().filter(lacking, ends_at__lte=now, status__in=TAKES_PLACE, live=True)
    return past.order_by("-starts_at", "-pk")


def read_rows(sessions: Iterable[SessionPage]) -> list[Row]:
    """The rows of the matrix, in the order given. One query, none for nothing."""
    rows = {session.translation_key: Row(session) for session in sessions}
    if not rows:
        return []
    pages = SessionPage.objects.filter(translation_key__in=rows).select_related("locale").only(*COLUMNS)
    pages = pages.annotate(words=F("words_record__digest"), read_words=F("words_record__read"))
    for page in pages.order_by("pk"):
        rows[page.translation_key].pages[page.language] = page
    for row in rows.values():
        row.states.update({code: _state(row, code) for code in languages()})
    return list(rows.values())


def _state(row: Row, language: str) -> State:
    page, origin = row.pages.get(language), row.pages.get(row.origin.language)
    return cell_state(
        exists=page is not None,
        is_live=bool(page and page.live),
        is_origin=bool(page and page.is_origin),
        origin_is_live=row.origin.live,
        read_words=page.read_words if page else None,
        origin_words=origin.words if origin else None,
    )


def read_subjects(rows: Sequence[Row]) -> dict[UUID, Subject]:
    """What the checklists ask, by translation key. Three queries, none for nothing."""
    if not rows:
        return {}
    pks = {row.origin.pk for row in rows}
    public = set(SessionPage.objects.visible().filter(pk__in=pks).values_list("pk", flat=True))
    channels = _channels(page.pk for row in rows for page in row.pages.values())
    return {row.key: _subject(row, public=public, channels=channels) for row in rows}


def _channels(pks: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for page, language in ChannelName.objects.filter(page__in=list(pks)).values_list("page", "language"):
        found[page].add(language)
    return found


def _subject(row: Row, *, public: set[int], channels: dict[int, set[str]]) -> Subject:
    facts = row.origin
    return Subject(
        origin=facts.language,
        is_public=facts.pk in public,
        has_link=bool(facts.link or facts.meeting_id),
        has_moderator=facts.is_moderated,
        spoken=tuple(facts.spoken),
        interpreted=tuple(facts.interpreted),
        channels={code: frozenset(channels[page.pk]) for code, page in row.pages.items()},
        has_poster=facts.poster_id is not None,
        has_credit=bool(facts.poster_credit),
        alts=frozenset(code for code, page in row.pages.items() if page.poster_alt),
        theme_pending=facts.theme_pending,
        states=row.states,
    )
