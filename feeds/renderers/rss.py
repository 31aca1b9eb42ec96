"""A feed as RSS 2.0 by the RSS Advisory Board's profile, composed by feedgen.

feedgen writes the core elements. Written here is what it loses or gets wrong: links to the other languages and the hub, dates
(feedgen switches the locale of the whole process to write one), creators, pictures with credits, the session's times.
"""

import re
from collections.abc import Sequence
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.documents import GENERATOR_NAME, GENERATOR_VERSION, Channel, Entry, Event, Feed
from feeds.renderers import xml
from feeds.renderers.dates import rfc822

MEDIA_TYPE = "application/rss+xml"

_NAMESPACES = {
    "atom": xml.ATOM,
    "content": xml.CONTENT,
    "dc": xml.DUBLIN_CORE,
    "ev": xml.EVENT,
    "media": xml.MEDIA,
}
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
# The specification's limit; its readers take 88 x 31 where no size is given.
_LARGEST_IMAGE = (144, 400)
_IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif")


def render(feed: Feed) -> bytes:
    """Return the whole feed."""
    return assemble(feed.head, [compose(entry) for entry in feed.entries])


def compose(entry: Entry) -> bytes:
    """Return one item; its language stands in it when it is not the feed's."""
    item = FeedEntry()
    item.title(entry.headline)
    item.link(href=entry.url)
    item.guid(entry.id, permalink=False)
    item.description(escape(entry.teaser, quote=False))
    item.content(entry.body_html)
    for category in entry.categories:
        item.category(term=category)
    if entry.picture:
        item.enclosure(entry.picture.url, entry.picture.length, entry.picture.mime_type)
    item.register_extension("parvis", lambda: _ItemExtension(entry), atom=False)
    root = etree.Element("rss", nsmap=_NAMESPACES)
    root.append(item.rss_entry())
    return _plain_titles(xml.fragment(root, tag="item"))


def assemble(channel: Channel, fragments: Sequence[bytes]) -> bytes:
    """Return the feed around its items' fragments, which stand in their order."""
    generator = FeedGenerator()
    generator.title(channel.title)
    generator.link(href=channel.home_url)
    generator.description(channel.description)
    generator.language(channel.lang)
    generator.generator(f"{GENERATOR_NAME} {GENERATOR_VERSION}")
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.ttl(channel.refresh.total_seconds() // 60)
    if channel.rights:
        generator.copyright(channel.rights)
    if channel.publisher_email:
        generator.managingEditor(f"{channel.publisher_email} ({channel.publisher_name})")
    _set_image(generator, channel)
    generator.register_extension("parvis", lambda: _ChannelExtension(channel), atom=False)
    # feedgen has no way to leave its own date out, and the way it writes one is not safe where threads run.
    generator._FeedGenerator__rss_lastBuildDate = None
    written = _plain_titles(generator.rss_str(pretty=True, encoding="utf-8", xml_declaration=False))
    return xml.joined(written, fragments, before=b"  </channel>")


def _set_image(generator: FeedGenerator, channel: Channel) -> None:
    logo = channel.logo
    if logo is None or logo.mime_type not in _IMAGE_TYPES:
        return
    fits = 0 < logo.width <= _LARGEST_IMAGE[0] and 0 < logo.height <= _LARGEST_IMAGE[1]
    size = {"width": str(logo.width), "height": str(logo.height)} if fits else {}
    generator.image(url=logo.url, title=channel.title, link=channel.home_url, **size)


class _ChannelExtension:
    """Adds to the channel what feedgen has no place for."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    def extend_ns(self) -> dict[str, str]:
        return _NAMESPACES

    def extend_rss(self, root: etree._Element) -> None:
        channel, link = root[0], f"{{{xml.ATOM}}}link"
        xml.add(channel, "lastBuildDate", rfc822(self.channel.updated))
        xml.add(
            channel, link, rel="self", type=MEDIA_TYPE, hreflang=self.channel.lang, href=self.channel.self_url
        )
        for each in self.channel.alternates:
            xml.add(
                channel,
                link,
                rel="alternate",
                type=MEDIA_TYPE,
                hreflang=each.lang,
                title=each.title,
                href=each.url,
            )
        if self.channel.hub_url:
            xml.add(channel, link, rel="hub", href=self.channel.hub_url)


class _ItemExtension:
    """Adds to an item what feedgen has no place for."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def extend_rss(self, item: etree._Element) -> None:
        entry = self.entry
        xml.add(item, "pubDate", rfc822(entry.published))
        for author in entry.authors:
            xml.add(item, f"{{{xml.DUBLIN_CORE}}}creator", author)
        if entry.is_fallback:
            xml.add(item, f"{{{xml.DUBLIN_CORE}}}language", entry.lang)
        if entry.picture:
            xml.add_picture(item, entry.picture)
        if isinstance(entry, Event):
            _add_times(item, entry)


def _add_times(item: etree._Element, event: Event) -> None:
    """Append when and where (RSS 1.0 event module): local times with their offset."""
    xml.add(item, f"{{{xml.EVENT}}}startdate", event.starts_at_local.isoformat(timespec="seconds"))
    xml.add(item, f"{{{xml.EVENT}}}enddate", event.ends_at_local.isoformat(timespec="seconds"))
    if event.join_url:
        xml.add(item, f"{{{xml.EVENT}}}location", event.join_url)
    if event.organizer_name:
        xml.add(item, f"{{{xml.EVENT}}}organizer", event.organizer_name)


def _plain_titles(document: bytes) -> bytes:
    """Write "&" and "<" of titles as the profile asks: a reader that unescapes twice then still shows them."""
    return _TITLE.sub(_with_numeric_references, document)


def _with_numeric_references(title: re.Match[bytes]) -> bytes:
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")
