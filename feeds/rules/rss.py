"""The rules of RSS 2.0 by the RSS Advisory Board's profile: here the document, then its channel, then each item."""

import re
from collections.abc import Iterator

from feeds.rules.findings import Examination, Finding, Problem, Rule, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.rss_channel import CHANNEL, Channel
from feeds.rules.rss_items import ITEM
from feeds.rules.xml import Document, Element, at_element, document_rules, has_doctype, read

DOCUMENT = document_rules("rss")

_NAMED_REFERENCE = re.compile(rb"<title>[^<]*&(?:amp|lt);")


@DOCUMENT.rule(
    "rss-root",
    holds=_("The file is RSS 2.0 with one channel."),
    otherwise=_('This is not RSS 2.0: it needs <rss version="2.0"> with one <channel>.'),
    source="RSS 2.0, What is RSS?",
)
def _root(document: Document) -> Iterator[Problem]:
    if document.root is not None and not has_doctype(document) and _channel_of(document) is None:
        yield at_element(document.root)


@DOCUMENT.rule(
    "rss-title-reference",
    severity="warning",
    holds=_("Titles write & and < as numeric references."),
    otherwise=_("A title holds &amp; or &lt;, which some readers unescape twice: write &#x26; or &#x3C;."),
    source="RSS Profile, Character Data",
)
def _numeric_references(document: Document) -> Iterator[Problem]:
    if document.root is not None:
        for match in _NAMED_REFERENCE.finditer(document.body):
            yield at(line=document.body.count(b"\n", 0, match.end()) + 1)


RULES: list[Rule] = [*DOCUMENT.rules, *CHANNEL.rules, *ITEM.rules]


def examine(body: bytes, *, url: str) -> list[Finding]:
    """Return what is wrong with an RSS feed."""
    found = Examination()
    document = read(body)
    found.read(DOCUMENT, document)
    element = _channel_of(document)
    if element is not None and not has_doctype(document):
        channel = Channel(element, url)
        found.read(CHANNEL, channel)
        for item in channel.items:
            found.read(ITEM, item)
    return found.findings


def _channel_of(document: Document) -> Element | None:
    root = document.root
    if root is None or root.tag != "rss" or root.get("version") != "2.0":
        return None
    channels = root.findall("channel")
    return channels[0] if len(channels) == 1 else None
