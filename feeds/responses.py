"""From a stored representation to an HTTP answer: headers, validators, caching (RFC 9110, 9111, 5861).

Nothing of an answer depends on the request but its condition and its codings. `sealed_headers` are all that leave (feeds/edge.py).
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext, override

from events.addresses import absolute
from events.conf import languages
from feeds.conditional import status_for
from feeds.figures import FEED_ANSWERS, MISS, count, format_of
from feeds.hub import hub_url
from feeds.memory import remember
from feeds.negotiation import IDENTITY, choose_coding
from feeds.store import Representation

# Never stale-while-revalidate: an hourly poller would get the body of its last poll.
STALE = "stale-if-error=604800"
METHODS = ["GET", "HEAD", "OPTIONS"]
SHARED = {
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Content-Disposition",
}
ABOUT_THE_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")
PLAIN = "text/plain; charset=utf-8"
GONE_FOR = 300
RETRY_AFTER = 120


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Form:
    """A representation in one coding: its body, and the headers that go with it, and without it."""

    etag: str
    body: bytes
    headers: Headers
    bare: Headers


@dataclass(frozen=True)
class Prepared:
    """Everything that may be answered about a representation. `forms` by coding, the best first; `changed` UTC; `format` as "ics".

    `until`: when its headers have to be made again (seconds since 1970), where the date of its change is still ahead of the clock, as
    it is for a second after two publications in one; None where they hold for good.
    """

    changed: datetime.datetime
    forms: dict[str, Form]
    format: str
    until: float | None = None

    def answer(self, conditions: Mapping[str, str], *, accept_encoding: str) -> tuple[int, Headers, bytes]:
        """Status, headers and body for GET: 304 or 412 where a condition says so, else 200.

        `conditions`: the If-... headers of the request by name, as they were received.
        """
        form = self.forms[choose_coding(accept_encoding, available=self._codings)]
        status = status_for(conditions, etag=form.etag, last_modified=self.changed)
        return (200, form.headers, form.body) if status == 200 else (status, form.bare, b"")

    @cached_property
    def _codings(self) -> tuple[str, ...]:
        return tuple(coding for coding in self.forms if coding != IDENTITY)


def prepare(representation: Representation, *, now: datetime.datetime) -> Prepared:
    """A representation with the headers of each of its codings. `now` (UTC): see Last-Modified."""
    bodies = {"br": representation.brotli, "gzip": representation.gzip, IDENTITY: representation.body}
    shared = _headers(representation, now=now)
    forms = {coding: _form(coding, body, representation, shared) for coding, body in bodies.items()}
    stored = {coding: form for coding, form in forms.items() if form.body or coding == IDENTITY}
    changed = representation.changed
    return Prepared(
        changed=changed,
        forms=stored,
        format=format_of(representation.path),
        until=changed.timestamp() if changed > now else None,
    )


def respond(request: HttpRequest, representation: Representation, *, now: datetime.datetime) -> HttpResponse:
    """The answer to GET or HEAD: 304 or 412 where a condition says so, else 200."""
    accept_encoding = request.headers.get("Accept-Encoding", "")
    prepared = prepare(representation, now=now)
    count(FEED_ANSWERS, prepared.format, MISS)
    if request.path == representation.path and not representation.is_last_known:
        remember(request.META, representation.path, prepared)
    status, headers, body = prepared.answer(request.headers, accept_encoding=accept_encoding)
    return _sealed(body, dict(headers), status=status)


def gone(*, language: str) -> HttpResponse:
    """410 in words: what stood here was public once."""
    with override(language):
        words = gettext("What stood at this address is not public any more.")
    return _message(
        words, status=410, **{"Content-Language": language, "Cache-Control": f"public, max-age={GONE_FOR}"}
    )


def unavailable() -> HttpResponse:
    """503, to be asked again: never an empty feed, which would empty calendars."""
    words = "The feed cannot be read at the moment. Please try again later."
    return _message(words, status=503, **{"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def preflight() -> HttpResponse:
    """The answer to OPTIONS: a page of any other site may read, and may say what it has (Fetch 3.2)."""
    methods = ", ".join(METHODS)
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
        **SHARED,
    }
    return _sealed(b"", headers, status=204)


def _form(coding: str, body: bytes, representation: Representation, shared: dict[str, str]) -> Form:
    suffix = "" if coding == IDENTITY else f"-{coding}"
    bare = shared | {"ETag": f'"{representation.etag}{suffix}"'}
    headers = bare | {"Content-Length": str(len(body))}
    headers |= {} if coding == IDENTITY else {"Content-Encoding": coding}
    bare = {name: value for name, value in bare.items() if name not in ABOUT_THE_BODY}
    return Form(etag=bare["ETag"], body=body, headers=tuple(headers.items()), bare=tuple(bare.items()))


def _headers(representation: Representation, *, now: datetime.datetime) -> dict[str, str]:
    """The headers of every coding.

    Last-Modified is never in the future (RFC 9110 8.8.2.1): before its time (`now`, UTC) it is left out. An earlier date could be
    that of the last change, for which libcurl throws away the new bytes, whatever their tag.
    """
    kind = "attachment" if representation.is_download else "inline"
    changed = representation.changed
    dated = {"Last-Modified": http_date(changed.timestamp())} if changed <= now else {}
    return {
        "Content-Type": representation.media_type,
        "Content-Language": representation.language,
        "Content-Disposition": f'{kind}; filename="{representation.filename}"',
        "Cache-Control": f"public, max-age={representation.max_age}, {STALE}",
        "Link": ", ".join(_links(representation)),
        **dated,
        **SHARED,
    }


def _links(representation: Representation) -> list[str]:
    """The feed itself, its hub, and the same in the other languages (RFC 8288)."""
    path, language = representation.path, representation.language
    links = [f'<{absolute(path)}>; rel="self"']
    if (hub := hub_url()) and not representation.is_download:
        links.append(f'<{hub}>; rel="hub"')
    beginning = f"/feeds/{language}/"
    for other in languages():
        if other != language:
            address = absolute(f"/feeds/{other}/{path.removeprefix(beginning)}")
            links.append(f'<{address}>; rel="alternate"; hreflang="{other}"')
    return links


def _message(words: str, *, status: int, **headers: str) -> HttpResponse:
    body = words.encode() + b"\n"
    return _sealed(
        body, {"Content-Type": PLAIN, "Content-Length": str(len(body)), **headers, **SHARED}, status=status
    )


def _sealed(body: bytes, headers: dict[str, str], *, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status, headers=headers)
    response.sealed_headers = headers
    return response
