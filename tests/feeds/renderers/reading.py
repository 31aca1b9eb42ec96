"""Reading XML back with a parser that forgives nothing."""

from lxml import etree

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ev": "http://purl.org/rss/1.0/modules/event/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


def parse_strictly(document: bytes) -> etree._Element:
    """Return the root; raises XMLSyntaxError for whatever XML 1.0 with namespaces forbids."""
    return etree.fromstring(document, etree.XMLParser(recover=False, resolve_entities=False, no_network=True))


def tags_of(parent: etree._Element) -> set[str]:
    """Return the names of the children, in Clark notation."""
    return {child.tag for child in parent}
