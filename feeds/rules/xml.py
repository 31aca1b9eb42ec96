"""XML as feeds are written in it: reading any bytes without network, DTD and entities; the rules that every XML feed shares."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.html import active_parts, relative_addresses

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
EVENT = "{http://purl.org/rss/1.0/modules/event/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

LARGE_OCTETS = 800_000

_DECLARATION = re.compile(rb"<\?xml version=[\"']1\.0[\"'] encoding=[\"']utf-8[\"'] ?\?>", re.IGNORECASE)

Element = Any  # lxml has no types


@dataclass(frozen=True)
class Document:
    """What was read: the root element, or the parser's complaint and its line."""

    body: bytes
    root: Element | None
    complaint: str = ""
    line: int = 1


def read(body: bytes) -> Document:
    """Read any bytes."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return Document(body, etree.fromstring(body, parser))
    except etree.XMLSyntaxError as error:
        return Document(body, None, complaint=error.msg or "", line=error.lineno or 1)


def path_of(element: Element) -> str:
    """Return where an element stands: "/rss/channel/item[3]/guid"."""
    steps = []
    while element is not None:
        before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        is_alone = not before and next(element.itersiblings(element.tag), None) is None
        steps.append(f"/{name_of(element)}" + ("" if is_alone else f"[{before + 1}]"))
        element = element.getparent()
    return "".join(reversed(steps))


def name_of(element: Element) -> str:
    """Return the name of an element as it is written: "atom:link"."""
    local: str = element.tag.rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def at_element(element: Element, /, **parameters: object) -> Problem:
    """Return a problem of an element."""
    return at(line=element.sourceline, path=path_of(element), **parameters)


def text_of(element: Element | None) -> str:
    """Return the text of an element, without white space around it; "" where there is no element."""
    return "" if element is None else "".join(element.itertext()).strip()


def document_rules(prefix: str) -> RuleBook[Document]:
    """Return the rules about any XML feed; those about its content are for whoever finds a root."""
    book = RuleBook[Document]()

    @book.rule(
        f"{prefix}-xml",
        holds=_("The file is well-formed XML."),
        otherwise=_("This is not well-formed XML, and readers show nothing: %(complaint)s"),
        source="XML 1.0 2.1; Namespaces in XML 1.0 7",
    )
    def _well_formed(document: Document) -> Iterator[Problem]:
        if document.root is None:
            yield at(line=document.line, complaint=document.complaint)

    @book.rule(
        f"{prefix}-declaration",
        holds=_("The file begins with the XML declaration, in UTF-8."),
        otherwise=_(
            'The first byte must begin <?xml version="1.0" encoding="utf-8"?>, with nothing before it.'
        ),
        source="XML 1.0 2.8, 4.3.3",
    )
    def _declared(document: Document) -> Iterator[Problem]:
        if document.root is not None and not _DECLARATION.match(document.body):
            yield at(line=1)

    @book.rule(
        f"{prefix}-doctype",
        holds=_("There is no DOCTYPE."),
        otherwise=_(
            "The file has a DOCTYPE, and careful readers refuse it: remove it and all entities of its own."
        ),
        source="Parvis: readers refuse a DTD, since it may hold entity bombs",
    )
    def _no_doctype(document: Document) -> Iterator[Problem]:
        if has_doctype(document):
            yield at(line=1)

    @book.rule(
        f"{prefix}-large",
        severity="warning",
        holds=_("The feed stays below 800 KB."),
        otherwise=_("The feed has %(size)s bytes, and every poll costs as much: keep fewer items in it."),
        source="Parvis: some clients refuse more than 1 MB",
    )
    def _small(document: Document) -> Iterator[Problem]:
        if len(document.body) > LARGE_OCTETS:
            yield at(size=len(document.body))

    return book


def has_doctype(document: Document) -> bool:
    """Whether a document has a DTD of any kind."""
    return document.root is not None and document.root.getroottree().docinfo.internalDTD is not None


def relative_in(elements: Iterable[Element]) -> Iterator[Problem]:
    """Yield the relative addresses in the HTML that elements hold."""
    for element in elements:
        yield from (at_element(element, value=each) for each in relative_addresses(_html_of(element)))


def active_in(elements: Iterable[Element]) -> Iterator[Problem]:
    """Yield what is active in the HTML that elements hold."""
    for element in elements:
        yield from (at_element(element, value=each) for each in active_parts(_html_of(element)))


def _html_of(element: Element) -> str:
    """Return HTML: escaped text as it is read, XHTML as it is written."""
    if element.get("type") != "xhtml":
        return text_of(element)
    written: str = etree.tostring(element, encoding="unicode", with_tail=False)
    return written
