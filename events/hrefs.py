"""Where links in stored rich text may lead: to other pages, and to nothing that runs. Pure.

Wagtail's editor and its API keep to this; wagtail-localize takes any text for a translated address, and a program may write anything.
"""

import re
from html import unescape

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Each place by itself, whatever stands around it: what looks like a value may hold the next attribute (HTML 13.2.5.33).
_HREF = re.compile(r"""(?<![\w-])href\s*=\s*(?=("[^"]*"?|'[^']*'?|[^\s>]*))""", re.IGNORECASE)
# What browsers remove from an address before they read its scheme (URL 4.4).
_LEADING = "".join(map(chr, range(0x21)))
_REMOVED = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def without_active_links(html: str) -> str:
    """Markup whose links are http(s), mail, telephone or of this site; any other keeps its words, without an address. Idempotent."""
    before = None
    while html != before:
        # Again: what is left may join into another address.
        before, html = html, _cut(html)
    return html


def _cut(html: str) -> str:
    kept, end = [], 0
    for found in _HREF.finditer(html):
        if found.start() >= end and not _leads_somewhere(found[1]):
            kept.append(html[end : found.start()].rstrip())
            end = found.end(1)
    return "".join([*kept, html[end:]])


def _leads_somewhere(value: str) -> bool:
    """Whether an attribute's value, quotes and all, is a relative address or has a scheme of ours."""
    address = unescape(value.strip("\"'")).lstrip(_LEADING).translate(_REMOVED)
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in SCHEMES
