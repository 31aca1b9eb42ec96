"""From a stored representation to an HTTP answer: validators, conditions and caching (RFC 9110 8.8, 13; RFC 9111; RFC 5861)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from events.addresses import absolute
from feeds.models import Representation

# Never stale-while-revalidate: an hourly poller would get the body of its last poll.
CACHE_CONTROL = "public, max-age=300, stale-if-error=604800"
NOT_ON_304 = ("Content-Type", "Content-Length", "Content-Disposition")


def representation_headers(representation: Representation) -> dict[str, str]:
    """Every header of the full answer. Nothing of it depends on the request."""
    kind = "attachment" if representation.is_download else "inline"
    return {
        "Content-Type": representation.media_type,
        "Content-Length": str(len(representation.body)),
        "Content-Language": representation.language,
        "Content-Disposition": f'{kind}; filename="{representation.filename}"',
        "ETag": representation.etag,
        "Last-Modified": http_date(representation.last_modified.timestamp()),
        "Cache-Control": CACHE_CONTROL,
        "Vary": "Accept-Encoding",
        "Link": f'<{absolute(representation.path)}>; rel="self"',
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    }


def respond(request: HttpRequest, representation: Representation) -> HttpResponseBase:
    """The answer to GET or HEAD: 304 where the condition says so (If-None-Match wins over If-Modified-Since), else 200."""
    headers = representation_headers(representation)
    response = HttpResponse(bytes(representation.body), headers=headers)
    answer = get_conditional_response(
        request, etag=representation.etag, last_modified=int(representation.last_modified.timestamp()), response=response
    )
    if answer.status_code == 304:
        headers = {name: value for name, value in headers.items() if name not in NOT_ON_304}
    answer.sealed_headers = headers
    return answer
