"""The rules of an Atom feed (RFC 4287); those that an entry shares with the feed are read for both."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.rules.atom_entries import ENTRY, PART
from feeds.rules.findings import Examination, Finding, Problem, Rule, RuleBook
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_language, read_rfc3339
from feeds.rules.xml import (
    ATOM,
    HISTORY,
    XML_LANG,
    Document,
    Element,
    at_element,
    document_rules,
    has_doctype,
    name_of,
    read,
    text_of,
)


@dataclass(frozen=True)
class Feed:
    """The element, and the address where it was fetched ("" when unknown)."""

    element: Element
    url: str

    @property
    def entries(self) -> list[Element]:
        """The entries, in order."""
        return list(self.element.iterchildren(f"{ATOM}entry"))

    def links(self, relation: str) -> list[Element]:
        """The links of one relation."""
        return [link for link in self.element.iterchildren(f"{ATOM}link") if link.get("rel") == relation]


_ELEMENTS = frozenset(
    f"{ATOM}{name}"
    for name in (
        *("author", "category", "contributor", "entry", "generator", "icon", "id", "link", "logo", "rights"),
        *("subtitle", "title", "updated"),
    )
)

DOCUMENT = document_rules("atom")
FEED = RuleBook[Feed]()


@DOCUMENT.rule(
    "atom-root",
    holds=_("The file is an Atom feed."),
    otherwise=_('This is no Atom feed: it needs <feed xmlns="http://www.w3.org/2005/Atom">.'),
    source="RFC 4287 2",
)
def _root(document: Document) -> Iterator[Problem]:
    if document.root is not None and not has_doctype(document) and not _is_feed(document):
        yield at_element(document.root)


@FEED.rule(
    "atom-element",
    holds=_("Elements of Atom's namespace are those of a feed."),
    otherwise=_("<%(element)s> is no element of an Atom feed: remove it, or give it another namespace."),
    source="RFC 4287 4.1.1",
)
def _known_elements(feed: Feed) -> Iterator[Problem]:
    for element in feed.element.iterchildren(f"{ATOM}*", "{}*"):
        if element.tag not in _ELEMENTS:
            yield at_element(element, element=name_of(element))


@FEED.rule(
    "atom-self",
    holds=_("One link with rel=self is the address where the feed was fetched."),
    otherwise=_("The feed needs one link with rel=self, whose href is the address where it was fetched."),
    source="RFC 4287 4.1.1",
)
def _self(feed: Feed) -> Iterator[Problem]:
    addresses = [link.get("href") for link in feed.links("self")]
    if len(addresses) != 1 or (feed.url and addresses != [feed.url]):
        yield at_element(feed.element)


@FEED.rule(
    "atom-author",
    holds=_("The feed has an author, or every entry has."),
    otherwise=_("The entry has no author, and neither has the feed: name one."),
    source="RFC 4287 4.1.1, 4.1.2",
)
def _has_author(feed: Feed) -> Iterator[Problem]:
    if feed.element.find(f"{ATOM}author") is None:
        entries = feed.entries or [feed.element]
        yield from (at_element(entry) for entry in entries if entry.find(f"{ATOM}author") is None)


@FEED.rule(
    "atom-language",
    holds=_("Languages are language tags."),
    otherwise=_("%(value)s is no language tag: write one such as fr or pt-BR."),
    source="RFC 4287 2, 4.2.7.4",
)
def _languages(feed: Feed) -> Iterator[Problem]:
    for element in feed.element.iter(f"{ATOM}*"):
        for name in (XML_LANG, "hreflang"):
            if name in element.attrib and not is_language(element.get(name)):
                yield at_element(element, value=element.get(name))


@FEED.rule(
    "atom-language-missing",
    severity="warning",
    holds=_("The feed names its language."),
    otherwise=_("The language is not named: add xml:lang to <feed>."),
    source="RFC 4287 2",
)
def _named_language(feed: Feed) -> Iterator[Problem]:
    if XML_LANG not in feed.element.attrib:
        yield at_element(feed.element)


@FEED.rule(
    "atom-language-repeated",
    severity="warning",
    holds=_("An entry names its language only where it is not the feed's."),
    otherwise=_("The entry repeats the language of the feed: leave xml:lang out."),
    source="Parvis: an xml:lang on an entry says that it is not in the feed's language",
)
def _other_languages(feed: Feed) -> Iterator[Problem]:
    for entry in feed.entries:
        if XML_LANG in entry.attrib and entry.get(XML_LANG) == feed.element.get(XML_LANG):
            yield at_element(entry)


@FEED.rule(
    "atom-updated-old",
    severity="warning",
    holds=_("updated of the feed is not older than any entry's."),
    otherwise=_("The feed's <updated> is older than this entry's: it is the newest change of all."),
    source="RFC 4287 4.2.15",
)
def _newest_change(feed: Feed) -> Iterator[Problem]:
    newest = read_rfc3339(text_of(feed.element.find(f"{ATOM}updated")))
    for entry in feed.entries:
        updated = read_rfc3339(text_of(entry.find(f"{ATOM}updated")))
        if newest and updated and updated > newest:
            yield at_element(entry)


@FEED.rule(
    "atom-id-unique",
    holds=_("No two entries share an id, and none has the feed's."),
    otherwise=_("id %(value)s stands a second time, and readers show one of the entries: give each its own."),
    source="RFC 4287 4.1.1, 4.2.6",
)
def _unique_identities(feed: Feed) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in (feed.element, *feed.entries):
        for element in part.iterchildren(f"{ATOM}id"):
            if text_of(element) in seen:
                yield at_element(element, value=text_of(element))
            seen.add(text_of(element))


@FEED.rule(
    "atom-archive",
    severity="warning",
    holds=_("An archive leads to the feed that it is an archive of, and is not that feed."),
    otherwise=_(
        "The feed has <fh:archive/>, but no link with rel=current to another address: add it, or remove both."
    ),
    source="RFC 5005 4",
)
def _archive(feed: Feed) -> Iterator[Problem]:
    current = [link.get("href") for link in feed.links("current")]
    is_archive = feed.element.find(f"{HISTORY}archive") is not None
    own = [link.get("href") for link in feed.links("self")]
    if is_archive and (not current or current == own):
        yield at_element(feed.element)


RULES: list[Rule] = [*DOCUMENT.rules, *FEED.rules, *PART.rules, *ENTRY.rules]


def examine(body: bytes, *, url: str) -> list[Finding]:
    """Return what is wrong with an Atom feed."""
    found = Examination()
    document = read(body)
    found.read(DOCUMENT, document)
    if _is_feed(document) and not has_doctype(document):
        feed = Feed(document.root, url)
        found.read(FEED, feed)
        found.read(PART, feed.element)
        for entry in feed.entries:
            found.read(PART, entry)
            found.read(ENTRY, entry)
    return found.findings


def _is_feed(document: Document) -> bool:
    return document.root is not None and document.root.tag == f"{ATOM}feed"
