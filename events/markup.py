"""Rich text that leaves the site, in feeds and mails: an allow-list of elements, absolute addresses, nothing active."""

from collections.abc import Iterable, Mapping
from functools import partial
from html import escape

from wagtail.rich_text.rewriters import LinkRewriter

import nh3

from events.addresses import absolute
from events.text import without_forbidden

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "hr"}
ATTRIBUTES = {"a": {"href", "hreflang"}}
SCHEMES = {"http", "https", "mailto"}
# More digits than any primary key has, and than some databases take.
LONGEST_KEY = 15


def linked_pages(rich_texts: Iterable[str]) -> set[int]:
    """Primary keys of the pages that Wagtail's stored rich texts link to."""
    tags = (tag for text in rich_texts for tag in LinkRewriter().extract_tags(text).get("page", []))
    return {key for tag in tags if (key := _key(tag.attrs)) is not None}


def portable_html(rich_text: str, *, addresses: Mapping[int, str]) -> str:
    """Wagtail's stored rich text as HTML for a feed or a mail: links absolute; scripts, styles and other schemes gone.

    `addresses`: absolute addresses by the primary key of a linked page. The words of a link to any other page stay, as text.
    """
    return sanitised(_rewriter(addresses)(without_forbidden(rich_text))) if rich_text else ""


def sanitised(html: str) -> str:
    """HTML by the allow-list. Idempotent."""
    before = None
    while html != before:
        # Again: a link in a table or an object within a link nests in it once those are gone, and no reader reads that so.
        before, html = html, _by_the_list(html)
    return html


def _by_the_list(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_with_absolute_address,
        link_rel=None,
    )


def _rewriter(addresses: Mapping[int, str]) -> LinkRewriter:
    return LinkRewriter(bulk_rules={"page": partial(_opening_tags, addresses)})


def _opening_tags(addresses: Mapping[int, str], links: list[dict[str, str]]) -> list[str]:
    keys = (_key(attributes) for attributes in links)
    found = (addresses.get(key) if key is not None else None for key in keys)
    return [f'<a href="{escape(address)}">' if address else "<a>" for address in found]


def _key(attributes: Mapping[str, str]) -> int | None:
    text = attributes.get("id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None


def _with_absolute_address(_tag: str, name: str, value: str) -> str | None:
    """Addresses of this site become absolute; those that are relative to a page lead nowhere outside of it, and go."""
    if name != "href":
        return value
    address = f"https:{value}" if value.startswith("//") else absolute(value)
    return address if address.partition(":")[0].lower() in SCHEMES else None
