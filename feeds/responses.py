"""From a stored representation to an HTTP answer: headers, validators, caching (RFC 9110, 9111, 5861).

Nothing of an answer depends on the request but its condition. `sealed_headers` are all that leave (feeds/edge.py).
"""

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext, override

from events.addresses import absolute
from feeds.conditional import status_for
from feeds.models import Representation

# Never stale-while-revalidate: an hourly poller would get the body of its last poll.
CACHE_CONTROL = "public, max-age=300, stale-if-error=604800"
METHODS = ["GET", "HEAD", "OPTIONS"]
SHARED = {
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
}
ABOUT_THE_BODY = ("Content-Type", "Content-Length", "Content-Disposition")


def respond(request: HttpRequest, representation: Representation, *, now: datetime.datetime) -> HttpResponse:
    """The answer to GET or HEAD: 304 or 412 where a condition says so, else 200."""
    headers = representation_headers(representation, now=now)
    moment = representation.last_modified
    status = status_for(request.headers, etag=representation.etag, last_modified=moment)
    if status == 200:
        return _sealed(bytes(representation.body), headers, status=200)
    bare = {name: value for name, value in headers.items() if name not in ABOUT_THE_BODY}
    return _sealed(b"", bare, status=status)


def representation_headers(representation: Representation, *, now: datetime.datetime) -> dict[str, str]:
    """Every header of the full answer. `now` (UTC) bounds Last-Modified, which is never in the future (RFC 9110 8.8.2.1)."""
    kind = "attachment" if representation.is_download else "inline"
    return {
        "Content-Type": representation.media_type,
        "Content-Length": str(len(representation.body)),
        "Content-Language": representation.language,
        "Content-Disposition": f'{kind}; filename="{representation.filename}"',
        "ETag": representation.etag,
        "Last-Modified": http_date(min(representation.last_modified, now).timestamp()),
        "Cache-Control": CACHE_CONTROL,
        "Link": f'<{absolute(representation.path)}>; rel="self"',
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
        **SHARED,
    }


def gone(*, language: str) -> HttpResponse:
    """410 in words: what stood here was public once."""
    with override(language):
        words = gettext("This session is not public any more.").encode() + b"\n"
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(words)),
        "Content-Language": language,
        "Cache-Control": CACHE_CONTROL,
        **SHARED,
    }
    return _sealed(words, headers, status=410)


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


def _sealed(body: bytes, headers: dict[str, str], *, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status, headers=headers)
    response.sealed_headers = headers
    return response
