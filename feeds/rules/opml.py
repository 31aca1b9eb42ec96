"""The rules of a list of feeds in OPML 2.0 (opml.org/spec2.opml)."""

from collections.abc import Iterator

from feeds.rules.findings import Examination, Finding, Problem, Rule, RuleBook
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_language, is_web_address, read_rfc822
from feeds.rules.xml import Document, Element, at_element, document_rules, has_doctype, name_of, read, text_of

DOCUMENT = document_rules("opml")
LIST = RuleBook[Element]()  # <opml>
OUTLINE = RuleBook[Element]()

_HEAD = frozenset(
    {"title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "expansionState"}
    | {"vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"}
)
_ADDRESSES = ("xmlUrl", "htmlUrl", "url")
_VERSIONS = ("RSS", "RSS1", "RSS2", "scriptingNews")


@DOCUMENT.rule(
    "opml-root",
    holds=_("The file is OPML 2.0 with one head and one body."),
    otherwise=_('This is not OPML 2.0: it needs <opml version="2.0"> with one <head> and one <body>.'),
    source="OPML 2.0, What is an <opml>?",
)
def _root(document: Document) -> Iterator[Problem]:
    if document.root is not None and not has_doctype(document) and _list_of(document) is None:
        yield at_element(document.root)


@LIST.rule(
    "opml-head",
    holds=_("The head has a title and a date of modification."),
    otherwise=_("The head has no %(element)s, or it is empty: add it."),
    source="OPML 2.0, What is a <head>?",
)
def _required(opml: Element) -> Iterator[Problem]:
    for name in ("title", "dateModified"):
        if not text_of(opml.find(f"head/{name}")):
            yield at_element(opml.find("head"), element=name)


@LIST.rule(
    "opml-date",
    holds=_("Dates are RFC 822, in English, with a year of four digits."),
    otherwise=_("%(value)s is not written like Tue, 18 May 2021 11:00:00 GMT."),
    source="OPML 2.0, What is a <head>?; RFC 822 5",
)
def _dates(opml: Element) -> Iterator[Problem]:
    for element in opml.find("head").iterchildren("dateModified", "dateCreated"):
        if text_of(element) and not read_rfc822(text_of(element)):
            yield at_element(element, value=text_of(element))


@LIST.rule(
    "opml-head-element",
    severity="warning",
    holds=_("The head holds no docs and nothing unknown."),
    otherwise=_("<%(element)s> in the head is an error to the W3C Feed Validator: remove it."),
    source="W3C Feed Validator, UndefinedElement",
)
def _known_elements(opml: Element) -> Iterator[Problem]:
    for element in opml.find("head").iterchildren("{}*"):
        if element.tag not in _HEAD:
            yield at_element(element, element=name_of(element))


@LIST.rule(
    "opml-empty",
    holds=_("The body holds an outline."),
    otherwise=_("The body holds no outline: add the feeds."),
    source="OPML 2.0, What is a <body>?",
)
def _not_empty(opml: Element) -> Iterator[Problem]:
    if opml.find("body/outline") is None:
        yield at_element(opml.find("body"))


@LIST.rule(
    "opml-repeated",
    severity="warning",
    holds=_("No feed stands in the list twice."),
    otherwise=_("%(value)s stands in the list a second time, and some readers subscribe twice: keep one."),
    source="Parvis: some readers subscribe twice",
)
def _no_repetition(opml: Element) -> Iterator[Problem]:
    seen: set[str] = set()
    for outline in opml.find("body").iter("outline"):
        address = outline.get("xmlUrl")
        if address and address in seen:
            yield at_element(outline, value=address)
        seen.add(address)


@OUTLINE.rule(
    "opml-text",
    holds=_("Every outline has a text, not empty."),
    otherwise=_("The outline has no text: add it, it is what readers show."),
    source="OPML 2.0, What is an <outline>?",
)
def _has_text(outline: Element) -> Iterator[Problem]:
    if not outline.get("text", "").strip():
        yield at_element(outline)


@OUTLINE.rule(
    "opml-type",
    holds=_("A feed has type rss, another document type link."),
    otherwise=_("An outline with %(attribute)s needs type=%(type)s."),
    source="OPML 2.0, Subscription lists, Inclusion",
)
def _has_type(outline: Element) -> Iterator[Problem]:
    for attribute, kind in (("xmlUrl", "rss"), ("url", "link")):
        if attribute in outline.attrib and outline.get("type") != kind:
            yield at_element(outline, attribute=attribute, type=kind)


@OUTLINE.rule(
    "opml-feed",
    holds=_("A feed has its address, its page and its title."),
    otherwise=_("The outline of a feed has no %(attribute)s: add it."),
    source="OPML 2.0, Subscription lists",
)
def _whole_feeds(outline: Element) -> Iterator[Problem]:
    for attribute in ("xmlUrl", "htmlUrl", "title"):
        if outline.get("type") == "rss" and not outline.get(attribute):
            yield at_element(outline, attribute=attribute)


@OUTLINE.rule(
    "opml-link",
    holds=_("A link has its address."),
    otherwise=_("The outline of a link has no url: add it."),
    source="OPML 2.0, Inclusion",
)
def _whole_links(outline: Element) -> Iterator[Problem]:
    if outline.get("type") == "link" and not outline.get("url"):
        yield at_element(outline)


@OUTLINE.rule(
    "opml-version",
    severity="warning",
    holds=_("The version of a feed is one that OPML knows, or left out."),
    otherwise=_(
        "version %(value)s is none of RSS, RSS1, RSS2 and scriptingNews: leave it out for any other format."
    ),
    source="OPML 2.0, Subscription lists; W3C Feed Validator, InvalidOutlineVersion",
)
def _known_versions(outline: Element) -> Iterator[Problem]:
    value = outline.get("version")
    if value and value not in _VERSIONS:
        yield at_element(outline, value=value)


@OUTLINE.rule(
    "opml-address",
    holds=_("Addresses are absolute."),
    otherwise=_("%(value)s is no absolute http(s) address in ASCII: write it whole and percent-encoded."),
    source="OPML 2.0, Subscription lists",
)
def _addresses(outline: Element) -> Iterator[Problem]:
    for attribute in _ADDRESSES:
        value = outline.get(attribute)
        if value and not is_web_address(value):
            yield at_element(outline, value=value)


@OUTLINE.rule(
    "opml-language",
    holds=_("Languages are language tags."),
    otherwise=_("%(value)s is no language tag: write one such as fr or pt-BR."),
    source="OPML 2.0, Subscription lists; RFC 5646 2.1",
)
def _languages(outline: Element) -> Iterator[Problem]:
    value = outline.get("language")
    if value is not None and not is_language(value):
        yield at_element(outline, value=value)


RULES: list[Rule] = [*DOCUMENT.rules, *LIST.rules, *OUTLINE.rules]


def examine(body: bytes, *, url: str) -> list[Finding]:
    """Return what is wrong with a list of feeds. It does not state its own address, so `url` is not compared."""
    found = Examination()
    document = read(body)
    found.read(DOCUMENT, document)
    opml = _list_of(document)
    if opml is not None and not has_doctype(document):
        found.read(LIST, opml)
        for outline in opml.find("body").iter("outline"):
            found.read(OUTLINE, outline)
    return found.findings


def _list_of(document: Document) -> Element | None:
    root = document.root
    if root is None or root.tag != "opml" or root.get("version") != "2.0":
        return None
    return root if len(root.findall("head")) == len(root.findall("body")) == 1 else None
