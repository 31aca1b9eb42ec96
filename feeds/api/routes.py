"""/api/v1/: read-only, for everybody. Addresses and members are a promise (README.md): what is there stays as it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ninja import Path, Query

from events.addresses import absolute
from events.conf import languages
from events.languages import direction, endonym
from feeds.api import answers, schemas
from feeds.api.answers import Answer
from feeds.api.document import DocumentedAPI
from feeds.api.problems import (
    NoLongerError,
    ParameterError,
    UnknownError,
    install,
    refuse,
    refuse_unknown,
    refuse_unknown_code,
)
from feeds.api.queries import (
    Asked,
    ChangesAsked,
    NewsAsked,
    OfOrganisation,
    Searched,
    SessionsAsked,
    changed_since,
    edition_of,
    find_row,
    rows_asked,
)
from feeds.api.records import ResourceKind
from feeds.api.responses import ANSWERS, respond, respond_once
from feeds.models import Edition, Mark
from feeds.refresh import refresh_for_reader
from feeds.restoring.records import lost_editions
from feeds.serving import served_language

api = DocumentedAPI(
    title="Parvis",
    version="1",
    urls_namespace="parvis_api",
    docs_url="/docs",
    openapi_url="/openapi.json",
    description="Cycles, sessions, news, organisations and people of this site, in each of its languages. Read-only, without an"
    " account. Members are added, never changed or removed: see the addresses under /api/v1/ as a promise.",
)
install(api)

Code = Annotated[str, Path(pattern=r"^[a-z0-9-]{2,40}$", description="Code.")]


def _answered(request: HttpRequest, asked: Asked, make: Callable[[datetime], Answer]) -> HttpResponse:
    """The answer that is made at this moment, behind a look at the parameters and at what has changed."""
    now = timezone.now()
    refuse_unknown(request.GET, known=[each.alias or name for name, each in type(asked).model_fields.items()])
    refuse(asked)
    seen = edition_of(asked.cursor) if isinstance(asked, ChangesAsked) else 0
    edition, is_lost = _edition(now, seen=seen)
    if seen > edition or is_lost:
        raise ParameterError("cursor", "This site has not come that far. Begin again, without a cursor.")
    return respond_once(request, lambda: make(now), edition=edition, now=now)


def _edition(now: datetime, *, seen: int) -> tuple[int, bool]:
    """The edition of what is said, and whether that which a mirror has `seen` was lost when the database went back to an earlier state:
    it may hold what nobody here knows of. One query where nothing has to be looked at first.
    """
    rows = Edition.objects.annotate(
        is_marked=Exists(Mark.objects.all()), is_lost=Exists(lost_editions(seen))
    ).values_list("number", "is_marked", "is_lost")
    number, is_marked, is_lost = rows.first() or (0, True, False)
    if is_marked:
        refresh_for_reader(now=now)
        number, _is_marked, is_lost = rows.first() or (0, False, False)
    return number, is_lost


def _list(request: HttpRequest, kind: ResourceKind, asked: Asked) -> HttpResponse:
    def make(now: datetime) -> Answer:
        shown = _in_served_language(asked)
        answer = answers.part(rows_asked(kind, shown, now=now), shown, path=request.path, now=now)
        if not answer.said["count"]:
            refuse_unknown_code(asked)
        return answer

    return _answered(request, asked, make)


def _one(request: HttpRequest, kind: ResourceKind, name: str | UUID, asked: Asked) -> HttpResponse:
    def make(now: datetime) -> Answer:
        row = find_row(kind, name, language=_in_served_language(asked).lang)
        if row is None:
            raise UnknownError
        if row.is_gone:
            raise NoLongerError
        return answers.one(row, now=now)

    return _answered(request, asked, make)


def _in_served_language(asked: Asked) -> Asked:
    """The same in the language that is said: the site's first instead of one that it withdrew, as feeds do."""
    return asked.model_copy(update={"lang": served_language(asked.lang)})


@api.get("/languages", response={200: schemas.Languages, **ANSWERS}, summary="Languages of the site")
def list_languages(request):
    """Every language of the site, in its order."""
    refuse_unknown(request.GET, known=[])
    items = [
        {"code": code, "name": endonym(code), "direction": direction(code), "url": absolute(f"/{code}/")}
        for code in languages()
    ]
    return respond(Answer({"items": items}))


@api.get("/cycles", response={200: schemas.Listed[schemas.Cycle], **ANSWERS}, summary="Cycles")
def list_cycles(request, asked: Query[OfOrganisation]):
    """Cycles in the order of their codes."""
    return _list(request, ResourceKind.CYCLES, asked)


@api.get("/cycles/{code}", response={200: schemas.Cycle, **ANSWERS}, summary="A cycle")
def show_cycle(request, code: Code, asked: Query[Asked]):
    """One cycle by its code."""
    return _one(request, ResourceKind.CYCLES, code, asked)


@api.get("/sessions", response={200: schemas.Listed[schemas.Session], **ANSWERS}, summary="Sessions")
def list_sessions(request, asked: Query[SessionsAsked]):
    """Sessions in the order of their start, untranslated ones in the words of another language."""
    return _list(request, ResourceKind.SESSIONS, asked)


@api.get("/sessions/{code}", response={200: schemas.Session, **ANSWERS}, summary="A session")
def show_session(request, code: Code, asked: Query[Asked]):
    """One session by its code."""
    return _one(request, ResourceKind.SESSIONS, code, asked)


@api.get("/news", response={200: schemas.Listed[schemas.News], **ANSWERS}, summary="News")
def list_news(request, asked: Query[NewsAsked]):
    """Articles of a language, the newest first."""
    return _list(request, ResourceKind.NEWS, asked)


@api.get("/news/{key}", response={200: schemas.News, **ANSWERS}, summary="An article")
def show_news(request, key: UUID, asked: Query[Asked]):
    """One article by its key."""
    return _one(request, ResourceKind.NEWS, key, asked)


@api.get(
    "/organisations", response={200: schemas.Listed[schemas.Organisation], **ANSWERS}, summary="Organisations"
)
def list_organisations(request, asked: Query[Searched]):
    """Organisations that take part in something public, in the order of their codes."""
    return _list(request, ResourceKind.ORGANISATIONS, asked)


@api.get("/organisations/{code}", response={200: schemas.Organisation, **ANSWERS}, summary="An organisation")
def show_organisation(request, code: Code, asked: Query[Asked]):
    """One organisation by its code."""
    return _one(request, ResourceKind.ORGANISATIONS, code, asked)


@api.get("/people", response={200: schemas.Listed[schemas.Person], **ANSWERS}, summary="People")
def list_people(request, asked: Query[Searched]):
    """People who take part in a public session."""
    return _list(request, ResourceKind.PEOPLE, asked)


@api.get("/people/{key}", response={200: schemas.Person, **ANSWERS}, summary="A person")
def show_person(request, key: UUID, asked: Query[Asked]):
    """One person by their key."""
    return _one(request, ResourceKind.PEOPLE, key, asked)


@api.get("/changes", response={200: schemas.Changes, **ANSWERS}, summary="What has changed")
def list_changes(request, asked: Query[ChangesAsked]):
    """For those who mirror: everything that is new, different or gone behind a cursor, each thing once, as it is now.

    In a language that the site has withdrawn, everything is gone.
    """

    def make(now: datetime) -> Answer:
        return answers.changes(changed_since(asked.cursor, language=asked.lang), asked, now=now)

    return _answered(request, asked, make)
