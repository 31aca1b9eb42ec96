"""What RSS and Atom share: namespaces, pictures, and documents joined from fragments."""

from collections.abc import Iterable, Sequence

from lxml import etree

from feeds.documents import Picture

DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
EVENT = "http://purl.org/rss/1.0/modules/event/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """Append an element with a text and with attributes."""
    element = etree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def add_picture(parent: etree._Element, picture: Picture) -> None:
    """Append a picture with its credit and its description (Media RSS 1.5.1)."""
    size = (
        {"width": str(picture.width), "height": str(picture.height)}
        if picture.width and picture.height
        else {}
    )
    length = {"fileSize": str(picture.length)} if picture.length else {}
    content = add(
        parent,
        f"{{{MEDIA}}}content",
        url=picture.url,
        type=picture.mime_type,
        medium="image",
        **length,
        **size,
    )
    if picture.alt:
        add(content, f"{{{MEDIA}}}description", picture.alt, type="plain")
    if picture.credit:
        add(content, f"{{{MEDIA}}}credit", picture.credit)


def fragment(root: etree._Element, *, tag: str) -> bytes:
    """Return the one `tag` below a root that declares the namespaces, without those declarations.

    Texts hold no "<" once they are written, so the first and the last tag found are the element's own.
    """
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False, pretty_print=True)
    opening, closing = f"<{tag}".encode(), f"</{tag}>".encode()
    return written[written.index(opening, len(root.tag) + 1) : written.rindex(closing) + len(closing)]


def joined(document: bytes, fragments: Sequence[bytes], *, before: bytes) -> bytes:
    """Return a document with fragments inserted before a closing tag."""
    position = document.rindex(before)
    return b"".join((DECLARATION, document[:position], *_lines(fragments), document[position:]))


def _lines(fragments: Iterable[bytes]) -> Iterable[bytes]:
    for each in fragments:
        yield each
        yield b"\n"
