"""What is wrong with a request, as RFC 9457 says it: which parameter, why, and what to do."""

import json
import logging
from collections.abc import Iterable

from django.db import Error
from django.http import HttpResponse

from ninja import NinjaAPI
from ninja.errors import ValidationError

from events.codes import Kind, ReservedCode
from events.conf import languages
from feeds.responses import RETRY_AFTER
from feeds.serving import UnavailableError, served_language

PROBLEM = "application/problem+json"
logger = logging.getLogger(__name__)


class ParameterError(Exception):
    """A parameter that means nothing here."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter, self.detail = parameter, detail


class UnknownError(Exception):
    """There is nothing of this name."""


class NoLongerError(Exception):
    """It was public once."""


def refuse_unknown(given: Iterable[str], *, known: Iterable[str]) -> None:
    """Raise ParameterError for a parameter that the address does not take: one that is misspelt must not look as if it worked."""
    known = sorted(known)
    for name in given:
        if name not in known:
            raise ParameterError(name, f"Here can be asked for: {', '.join(known) or 'nothing'}.")


def refuse(asked) -> None:
    """Raise ParameterError for a language that the site never had, and for a role of nobody."""
    if served_language(asked.lang) is None:
        raise ParameterError("lang", f"This site has {', '.join(languages())}.")
    if getattr(asked, "role", None) and not asked.organisation:
        raise ParameterError(
            "role", "A role is that of an organisation: give its code as `organisation` too."
        )


def refuse_unknown_code(asked) -> None:
    """Raise ParameterError for a code that nothing ever had. One query for each code that was given."""
    for name, kind in (("organisation", Kind.ORGANISATION), ("cycle", Kind.CYCLE)):
        code = getattr(asked, name, None)
        if code and not ReservedCode.objects.filter(kind=kind, code=code).exists():
            raise ParameterError(name, f"There is no {name} with the code {code}.")


def problem(*, status: int, title: str, detail: str, parameter: str | None = None) -> HttpResponse:
    """The answer that says what is wrong."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "parameter": parameter}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=PROBLEM)


def invalid(parameter: str | None, detail: str) -> HttpResponse:
    """422: a parameter cannot mean anything."""
    return problem(status=422, title="A parameter is wrong", detail=detail, parameter=parameter)


def unavailable(detail: str) -> HttpResponse:
    """503, to be asked again, and kept by nobody."""
    answer = problem(status=503, title="Not available", detail=detail)
    answer["Retry-After"], answer["Cache-Control"] = str(RETRY_AFTER), "no-store"
    return answer


def install(api: NinjaAPI) -> None:
    """Have every error answered as a problem."""
    api.add_exception_handler(ValidationError, _about_validation)
    api.add_exception_handler(ParameterError, lambda _request, error: invalid(error.parameter, error.detail))
    api.add_exception_handler(UnknownError, _about_unknown)
    api.add_exception_handler(NoLongerError, _about_gone)
    for error in (Error, UnavailableError):
        api.add_exception_handler(error, _about_database)


def _about_validation(_request, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    # Pydantic's place is (query, name of the argument, parameter) and so on: the last is what the reader wrote.
    parameter = str(first["loc"][-1])
    return invalid(parameter, f"{parameter}: {first['msg']}")


def _about_unknown(_request, _error) -> HttpResponse:
    return problem(
        status=404, title="Not found", detail="There is nothing of this name. The lists have every name."
    )


def _about_gone(_request, _error) -> HttpResponse:
    return problem(status=410, title="Gone", detail="It was public once, and is not any more.")


def _about_database(_request, error: Exception) -> HttpResponse:
    logger.error("The API has no answer: %s", error)
    return unavailable("The database does not answer at the moment. Please ask again later.")
