"""The job of tick that has answers ready: it asks the site itself, as of now and of each moment at which something changes."""

import datetime
import logging
from functools import cache
from io import BytesIO
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler

from wagtail.models import Site

from events.conf import site_url
from events.now import as_of
from events.site_tree import read_tree
from events.standby import answers
from events.standby.answers import Answer, Asked
from events.standby.paths import AHEAD, way_to_meetings
from events.standby.spans import Span, spans_between, spans_inside

logger = logging.getLogger(__name__)

# Marks a request of ours, which must not be answered from what was made before.
MADE_AHEAD = "parvis.standby"
OF_ONE_ANSWER = frozenset({"content-length", "date"})
# Answers that end sooner than this before the horizon are made anew.
SLACK = datetime.timedelta(days=1)


class BrokenSiteError(Exception):
    """The site cannot show some of its pages; the others are ready."""


def make_answers(now: datetime.datetime) -> None:
    """Have answers ready for two weeks. What still answers now as it was made, and at the same moments, is not made again.

    Raises BrokenSiteError, which names the pages, behind the last one.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or answers.folder() is None:
        return
    way = way_to_meetings(read_tree(site.root_page), now=now)
    spans = spans_between(way.edges, now=now, end=now + AHEAD)
    broken = {asked.path for asked in way.asked if not _try_to_make(asked, spans)}
    answers.keep_only(way.asked)
    if broken:
        raise BrokenSiteError(f"Nothing could be made ahead of {', '.join(sorted(broken))}")


def _try_to_make(asked: Asked, spans: list[Span]) -> bool:
    try:
        _make(asked, spans)
    except OSError:
        raise
    except Exception:  # whatever is wrong with one page, the way into the meeting may lead through the others
        logger.exception("What %s will say cannot be made ahead", asked.path)
        return False
    return True


def _make(asked: Asked, spans: list[Span]) -> None:
    wanted = spans_inside(spans, asked.within)
    stored = answers.read(asked.method, asked.path)
    if not wanted or (_holds(stored, wanted) and _is_as_it_was(asked, stored, wanted[0])):
        return
    discarding = answers.last_discarding()
    made = [answer for span in wanted if (answer := ask(asked, span))]
    if made:
        answers.write(asked, made, after=discarding)


def _holds(stored: list[Answer], spans: list[Span]) -> bool:
    """Whether answers of these spans are stored: only the first may have begun before, and the last may end a little sooner."""
    if not stored or stored[-1].ends < spans[-1][1] - SLACK:
        return False
    lasting = [answer for answer in stored if answer.ends > spans[0][0]]
    return [answer.begins for answer in lasting[1:]] == [begins for begins, _ends in spans[1:]]


def _is_as_it_was(asked: Asked, stored: list[Answer], span: Span) -> bool:
    """Whether the site gives the first of the answers again."""
    known = next(answer for answer in stored if answer.ends > span[0])
    again = ask(asked, span)
    return again is not None and (again.status, again.body) == (known.status, known.body)


def ask(asked: Asked, span: Span) -> Answer | None:
    """What the site answers anybody at the beginning of a span; None where that is nothing to keep. Raises BrokenSiteError."""
    told: dict = {}

    def start_response(status: str, headers: list[tuple[str, str]], _exc_info=None) -> None:
        told.update(status=int(status[:3]), headers=headers)

    with as_of(span[0]):
        response = _site()(_environ(asked), start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()
    if told["status"] >= 500:
        raise BrokenSiteError(f"{asked.path} answers {told['status']}")
    headers = {name: value for name, value in told["headers"] if name.lower() not in OF_ONE_ANSWER}
    if told["status"] != 200 or "Set-Cookie" in headers:
        return None
    return Answer(*span, status=told["status"], headers=headers, body=body.decode())


@cache
def _site() -> WSGIHandler:
    return WSGIHandler()


def _environ(asked: Asked) -> dict:
    address = urlsplit(site_url())
    environ = {
        "REQUEST_METHOD": asked.method,
        "PATH_INFO": asked.path.encode().decode("latin-1"),
        "HTTP_HOST": address.netloc,
        "SERVER_NAME": address.hostname,
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
        "CONTENT_LENGTH": "0",
        MADE_AHEAD: True,
    }
    setup_testing_defaults(environ)
    return environ
