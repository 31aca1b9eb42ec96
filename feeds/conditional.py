"""Conditional requests (RFC 9110 13): what to answer a reader who says what it has. Plain values in, a status out."""

import datetime
import re
from collections.abc import Mapping

from django.utils.http import parse_http_date_safe

# An entity tag (RFC 9110 8.8.3), weak or strong; a comma inside the quotes is part of it.
ENTITY_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def status_for(headers: Mapping[str, str], *, etag: str, last_modified: datetime.datetime) -> int:
    """200, 304 or 412 for a GET or HEAD of what has this strong tag and this moment (whole seconds, aware).

    In the order of RFC 9110 13.2.2; a header with a tag wins over the one with a date, even where it cannot be read.
    """
    # What most readers ask, at a tenth of the cost.
    if not headers:
        return 200
    if len(headers) == 1 and headers.get("If-None-Match") == etag:
        return 304
    if not _is_allowed(headers, etag=etag, last_modified=last_modified):
        return 412
    return 304 if _is_known(headers, etag=etag, last_modified=last_modified) else 200


def _is_allowed(headers: Mapping[str, str], *, etag: str, last_modified: datetime.datetime) -> bool:
    """Whether If-Match (compared strongly), or without it If-Unmodified-Since, lets the request pass."""
    if "If-Match" in headers:
        return headers["If-Match"].strip() == "*" or etag in _tags(headers["If-Match"], weak=False)
    unmodified_since = _seconds(headers.get("If-Unmodified-Since"))
    return unmodified_since is None or last_modified.timestamp() <= unmodified_since


def _is_known(headers: Mapping[str, str], *, etag: str, last_modified: datetime.datetime) -> bool:
    """Whether If-None-Match (compared weakly), or without it If-Modified-Since, says that the reader has it already."""
    if "If-None-Match" in headers:
        return headers["If-None-Match"].strip() == "*" or etag in _tags(headers["If-None-Match"], weak=True)
    modified_since = _seconds(headers.get("If-Modified-Since"))
    return modified_since is not None and last_modified.timestamp() <= modified_since


def _tags(header: str, *, weak: bool) -> list[str]:
    """The opaque tags of a list; weak ones only where they count."""
    return [tag for prefix, tag in ENTITY_TAG.findall(header) if weak or not prefix]


def _seconds(date: str | None) -> int | None:
    """An HTTP date in seconds since 1970; None for none, and for one that cannot be read (to be ignored: 13.1.3)."""
    return parse_http_date_safe(date) if date else None
