"""Rich text for feeds: an allow-list of elements, absolute addresses, nothing active. Readers unescape and show it as it is."""

import nh3

from wagtail.rich_text import expand_db_html

from events.addresses import absolute

TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "hr"}
ATTRIBUTES = {"a": {"href", "hreflang"}}


def _with_absolute_address(_tag: str, name: str, value: str) -> str:
    return absolute(value) if name == "href" else value


def feed_html(rich_text: str) -> str:
    """Wagtail's stored rich text as HTML for a feed: links absolute, scripts, styles and other schemes gone."""
    return sanitised(expand_db_html(rich_text)) if rich_text else ""


def sanitised(html: str) -> str:
    """HTML by the allow-list."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_with_absolute_address,
        link_rel=None,
    )
