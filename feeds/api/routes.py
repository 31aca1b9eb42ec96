"""/api/v1/: read-only, for everybody. Addresses and members are a promise (README.md): what is there stays as it is."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ninja import NinjaAPI, Path, Query

from events.addresses import absolute
from events.conf import languages
from events.languages import direction, endonym
from feeds.api import answers, schemas
from feeds.api.problems import (
    NoLongerError,
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
    find_row,
    rows_asked,
)
from feeds.api.records import ResourceKind
from feeds.api.responses import ANSWERS, respond
from feeds.refresh import refresh

api = NinjaAPI(
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


def _checked(request: HttpRequest, asked: Asked) -> datetime:
    """The moment of the answer, behind a look at the parameters and at what has changed."""
    now = timezone.now()
    refuse_unknown(request.GET, known=[each.alias or name for name, each in type(asked).model_fields.items()])
    refuse(asked)
    refresh(now=now, wait=False)
    return now


def _list(request: HttpRequest, kind: ResourceKind, asked: Asked) -> HttpResponse:
    now = _checked(request, asked)
    answer = answers.part(rows_asked(kind, asked, now=now), asked, path=request.path, now=now)
    if not answer.said["count"]:
        refuse_unknown_code(asked)
    return respond(answer)


def _one(request: HttpRequest, kind: ResourceKind, name: str | UUID, asked: Asked) -> HttpResponse:
    now = _checked(request, asked)
    row = find_row(kind, name, language=asked.lang)
    if row is None:
        raise UnknownError
    if row.is_gone:
        raise NoLongerError
    return respond(answers.one(row, now=now))


@api.get("/languages", response={200: schemas.Languages, **ANSWERS}, summary="Languages of the site")
def list_languages(request):
    """Every language of the site, in its order."""
    refuse_unknown(request.GET, known=[])
    items = [
        {"code": code, "name": endonym(code), "direction": direction(code), "url": absolute(f"/{code}/")}
        for code in languages()
    ]
    return respond(answers.Answer({"items": items}, answers.MAX_AGE))


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
    """For those who mirror: everything that is new, different or gone behind a cursor, each thing once, as it is now."""
    now = _checked(request, asked)
    return respond(answers.changes(changed_since(asked.cursor, language=asked.lang), asked, now=now))
