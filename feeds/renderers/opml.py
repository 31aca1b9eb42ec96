"""A list of feeds as OPML 2.0 (opml.org/spec2.opml): what a feed reader imports at once.

Calendars are no feeds to such programs, so they stand apart, as links. `head/docs` is left out: validators refuse it.
"""

from lxml import etree

from feeds.documents import FeedList, ListedFeed
from feeds.renderers import xml
from feeds.renderers.dates import rfc822

MEDIA_TYPE = "text/x-opml; charset=utf-8"


def render(feeds: FeedList) -> bytes:
    """Return the whole list."""
    root = etree.Element("opml", version="2.0")
    head = xml.add(root, "head")
    xml.add(head, "title", feeds.title)
    xml.add(head, "dateModified", rfc822(feeds.updated))
    xml.add(head, "ownerName", feeds.owner_name)
    body = xml.add(root, "body")
    for group in feeds.groups:
        outline = xml.add(body, "outline", text=group.name, title=group.name)
        for each in group.feeds:
            xml.add(outline, "outline", **_attributes(each))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False, pretty_print=True)
    return xml.DECLARATION + written


def _attributes(feed: ListedFeed) -> dict[str, str]:
    shared = {"text": feed.title, "title": feed.title, "language": feed.lang}
    if feed.version is None:
        return {"type": "link", **shared, "url": feed.url}
    return {"type": "rss", "version": feed.version, **shared, "xmlUrl": feed.url, "htmlUrl": feed.home_url}
