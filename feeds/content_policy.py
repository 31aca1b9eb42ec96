"""Content-Security-Policy (CSP level 3) in pieces: what is our own, and directives as one line. Pure.

Public pages hold no script and no style of their own, only files: a policy needs no nonce then, and a page from memory, which would
repeat it, is as safe as a new one.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

Directives = Mapping[str, Iterable[str]]


def own_sources(*roots: str) -> list[str]:
    """This site, and the origins of those roots (STATIC_URL, MEDIA_URL) that lie on another host."""
    return list(dict.fromkeys(["'self'", *filter(None, map(_origin, roots))]))


def public_directives(own: list[str]) -> dict[str, list[str]]:
    """What a page for everybody may load. Players of replays and their files come from any host that an editor chose, by https."""
    return {
        "default-src": ["'none'"],
        "script-src": own,
        "style-src": own,
        "img-src": own,
        "font-src": own,
        "connect-src": ["'self'"],
        "media-src": [*own, "https:"],
        "frame-src": ["'self'", "https:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def as_header(directives: Directives) -> str:
    """The value of the header."""
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
