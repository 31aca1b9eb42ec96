"""A feed as Atom (RFC 4287), composed by feedgen.

feedgen writes the core elements. Written here is what it loses or gets wrong: all of an entry's link but the address, the
language of an entry, pictures with credits, and dates with "Z".
"""

from collections.abc import Sequence

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.documents import GENERATOR_NAME, GENERATOR_VERSION, Channel, Entry, Feed
from feeds.renderers import xml
from feeds.renderers.dates import rfc3339

MEDIA_TYPE = "application/atom+xml"

_NAMESPACES = {"fh": xml.HISTORY, "media": xml.MEDIA}


def render(feed: Feed) -> bytes:
    """Return the whole feed."""
    return assemble(feed.head, [compose(entry) for entry in feed.entries])


def compose(entry: Entry) -> bytes:
    """Return one entry; its language stands on it when it is not the feed's."""
    item = FeedEntry()
    item.id(entry.id)
    item.title(entry.headline)
    item.updated(entry.last_modified)
    item.published(entry.published)
    item.summary(entry.teaser)
    item.content(entry.body_html, type="html")
    for author in entry.authors:
        item.author(name=author)
    for category in entry.categories:
        item.category(term=category)
    item.register_extension("parvis", lambda: _EntryExtension(entry), rss=False)
    root = etree.Element("feed", {"xmlns": xml.ATOM}, nsmap=_NAMESPACES)
    root.append(item.atom_entry())
    return xml.fragment(root, tag="entry")


def assemble(channel: Channel, fragments: Sequence[bytes]) -> bytes:
    """Return the feed around its entries' fragments, which stand in their order."""
    generator = FeedGenerator()
    generator.id(channel.id)
    generator.title(channel.title)
    generator.subtitle(channel.description)
    generator.language(channel.lang)
    generator.updated(channel.updated)
    generator.author(_author(channel))
    generator.generator(GENERATOR_NAME, version=GENERATOR_VERSION)
    generator.link(_links(channel))
    if channel.rights:
        generator.rights(channel.rights)
    if channel.icon_url:
        generator.icon(channel.icon_url)
    if channel.logo:
        generator.logo(channel.logo.url)
    generator.register_extension("parvis", lambda: _FeedExtension(channel), rss=False)
    written = generator.atom_str(pretty=True, encoding="utf-8", xml_declaration=False)
    return xml.joined(written, fragments, before=b"</feed>")


def _author(channel: Channel) -> dict[str, str]:
    """Name the publisher, for the entries without authors of their own (RFC 4287 4.1.1)."""
    mail = {"email": channel.publisher_email} if channel.publisher_email else {}
    return {"name": channel.publisher_name, "uri": channel.home_url, **mail}


def _links(channel: Channel) -> list[dict[str, str]]:
    others = {"hub": channel.hub_url, "prev-archive": channel.earlier_url, "current": channel.current_url}
    return [
        {"rel": "self", "type": MEDIA_TYPE, "hreflang": channel.lang, "href": channel.self_url},
        {"rel": "alternate", "type": "text/html", "hreflang": channel.lang, "href": channel.home_url},
        *(
            {
                "rel": "alternate",
                "type": MEDIA_TYPE,
                "hreflang": each.lang,
                "title": each.title,
                "href": each.url,
            }
            for each in channel.alternates
        ),
        *({"rel": rel, "href": url} for rel, url in others.items() if url),
    ]


class _FeedExtension:
    """Declares the namespaces of the entries, and mends the date."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    def extend_ns(self) -> dict[str, str]:
        return _NAMESPACES

    def extend_atom(self, feed: etree._Element) -> None:
        feed.find("updated").text = rfc3339(self.channel.updated)
        if self.channel.current_url:
            feed.insert(0, etree.Element(f"{{{xml.HISTORY}}}archive"))


class _EntryExtension:
    """Adds to an entry what feedgen has no place for, and mends the dates."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def extend_atom(self, element: etree._Element) -> None:
        entry, picture = self.entry, self.entry.picture
        if entry.is_fallback:
            element.set(xml.XML_LANG, entry.lang)
        element.find("updated").text = rfc3339(entry.last_modified)
        element.find("published").text = rfc3339(entry.published)
        xml.add(element, "link", rel="alternate", type="text/html", hreflang=entry.lang, href=entry.url)
        if picture:
            length = {"length": str(picture.length)} if picture.length else {}
            xml.add(element, "link", rel="enclosure", type=picture.mime_type, href=picture.url, **length)
            xml.add_picture(element, picture)
