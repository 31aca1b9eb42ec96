"""HTML inside feeds: addresses that lead nowhere once the text has left its page, and whatever could act in a reader.

Reads tags one by one as browsers do (HTML 13.2.5), without a tree: what a tree builder would drop is still seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_SPACE = r"[ \t\n\f\r]"
_NAME = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+"
_VALUE = r"\"[^\"]*\"|'[^']*'|[^ \t\n\f\r>\"'][^ \t\n\f\r>]*+"
_ATTRIBUTE = re.compile(rf"({_NAME})(?:{_SPACE}*+={_SPACE}*+({_VALUE})?+)?+")
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<([A-Za-z][^ \t\n\f\r/>]*+)((?:[ \t\n\f\r/]*+{_ATTRIBUTE.pattern})*+)", re.DOTALL
)
_LEADING_ZEROS = re.compile(r"&#0+(?=[0-9])")
# More digits than a character has, and than int() may take.
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,};?")
# What browsers ignore in an address.
_IGNORED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+$|[\t\n\r]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")

_ADDRESSES = frozenset(
    {"action", "background", "cite", "data", "formaction", "href", "longdesc", "poster", "src", "xlink:href"}
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "webcal"})
_ACTIVE = frozenset(
    {
        "applet",
        "base",
        "button",
        "embed",
        "form",
        "frame",
        "frameset",
        "iframe",
        "input",
        "link",
        "meta",
        "object",
    }
    | {"script", "style"}
)


@dataclass(frozen=True)
class Tag:
    """An opening tag; names in lower case, the element's without a prefix, values without references."""

    name: str
    attributes: tuple[tuple[str, str], ...]


def tags_of(html: str) -> Iterator[Tag]:
    """Yield the opening tags, in order; comments are passed over."""
    for match in _TAG.finditer(html):
        name, attributes = match.group(1), match.group(2)
        if name:
            yield Tag(name.lower().rpartition(":")[2], tuple(_pairs(attributes)))


def relative_addresses(html: str) -> Iterator[str]:
    """Yield addresses that depend on the page where they stand."""
    return (value for value in _addresses(html) if not _SCHEME.match(value))


def active_parts(html: str) -> Iterator[str]:
    """Yield elements, attributes and addresses that could run, load or restyle something in a reader."""
    for tag in tags_of(html):
        if tag.name in _ACTIVE:
            yield f"<{tag.name}>"
        yield from (name for name, _ in tag.attributes if name == "style" or name.startswith("on"))
    for value in _addresses(html):
        scheme = _SCHEME.match(value)
        if scheme and scheme[1].lower() not in _SCHEMES:
            yield value


def _pairs(attributes: str) -> Iterator[tuple[str, str]]:
    for name, value in _ATTRIBUTE.findall(attributes):
        yield name.lower(), _unescaped(value[1:-1] if value.startswith(("'", '"')) else value)


def _addresses(html: str) -> Iterator[str]:
    for tag in tags_of(html):
        yield from (_IGNORED.sub("", value) for name, value in tag.attributes if name in _ADDRESSES)


def _unescaped(value: str) -> str:
    return unescape(_LONG_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", _LEADING_ZEROS.sub("&#", value)))
