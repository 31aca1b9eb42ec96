"""The rules of one item of RSS 2.0, by the RSS Advisory Board's profile."""

import re
from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_media_type, is_urn_uuid, is_web_address, read_rfc822, read_rfc3339
from feeds.rules.xml import CONTENT, EVENT, Element, active_in, at_element, relative_in, text_of

ITEM = RuleBook[Element]()

_ELEMENTS = frozenset(
    {
        "title",
        "link",
        "description",
        "author",
        "category",
        "comments",
        "enclosure",
        "guid",
        "pubDate",
        "source",
    }
)
_REPEATABLE = frozenset({"category", "enclosure"})
_ENCODED = f"{CONTENT}encoded"
_NUMBER = re.compile(r"[0-9]{1,15}")


@ITEM.rule(
    "rss-item-required",
    holds=_("Every item has a title, link, description, guid and pubDate, not empty."),
    otherwise=_("The item has no %(element)s: add it."),
    source="RSS Profile, item",
)
def _required(item: Element) -> Iterator[Problem]:
    for name in ("title", "link", "description", "guid", "pubDate"):
        if not text_of(item.find(name)):
            yield at_element(item, element=name)


@ITEM.rule(
    "rss-item-repeated",
    holds=_("No element of an item is repeated that may stand once."),
    otherwise=_("<%(element)s> stands a second time: keep one."),
    source="RSS Profile, item",
)
def _no_repetition(item: Element) -> Iterator[Problem]:
    for name in sorted(_ELEMENTS - _REPEATABLE):
        for element in item.findall(name)[1:]:
            yield at_element(element, element=name)


@ITEM.rule(
    "rss-item-element",
    holds=_("Elements of an item without a namespace are those of RSS 2.0."),
    otherwise=_("<%(element)s> is no item element of RSS 2.0: remove it, or give it a namespace."),
    source="RSS 2.0, Extending RSS",
)
def _known_elements(item: Element) -> Iterator[Problem]:
    for element in item.iterchildren("{}*"):
        if element.tag not in _ELEMENTS:
            yield at_element(element, element=element.tag)


@ITEM.rule(
    "rss-item-address",
    holds=_("Addresses of an item are absolute."),
    otherwise=_("%(value)s is no absolute http(s) address in ASCII: write it whole and percent-encoded."),
    source="RSS Profile, Uniform Resource Locators",
)
def _addresses(item: Element) -> Iterator[Problem]:
    stated = [(each, text_of(each)) for name in ("link", "comments") for each in item.iterchildren(name)]
    stated += [
        (each, each.get("url", "")) for name in ("enclosure", "source") for each in item.iterchildren(name)
    ]
    for element, value in stated:
        if value and not is_web_address(value):
            yield at_element(element, value=value)


@ITEM.rule(
    "rss-guid-permalink",
    holds=_("A guid says that it is no address."),
    otherwise=_('The guid is taken for an address, and clicks on it lead nowhere: add isPermaLink="false".'),
    source="RSS 2.0, guid",
)
def _no_permalink(item: Element) -> Iterator[Problem]:
    for element in item.iterchildren("guid"):
        if element.get("isPermaLink") != "false":
            yield at_element(element)


@ITEM.rule(
    "rss-guid-form",
    severity="warning",
    holds=_("A guid is a urn:uuid."),
    otherwise=_("%(value)s is no urn:uuid: an identity made of an address or slug changes with it."),
    source="Parvis: an identity must survive a new slug or domain (RFC 9562 4)",
)
def _stable_identity(item: Element) -> Iterator[Problem]:
    for element in item.iterchildren("guid"):
        if text_of(element) and not is_urn_uuid(text_of(element)):
            yield at_element(element, value=text_of(element))


@ITEM.rule(
    "rss-pub-date",
    holds=_("pubDate is RFC 822, in English, with a year of four digits."),
    otherwise=_("%(value)s is not written like Tue, 18 May 2021 11:00:00 GMT."),
    source="RSS 2.0, pubDate; RFC 822 5",
)
def _published(item: Element) -> Iterator[Problem]:
    for element in item.iterchildren("pubDate"):
        if text_of(element) and not read_rfc822(text_of(element)):
            yield at_element(element, value=text_of(element))


@ITEM.rule(
    "rss-pub-date-session",
    holds=_("pubDate is the publication, not the session."),
    otherwise=_(
        "pubDate is the session's start, and readers hide what is in the future: write the publication."
    ),
    source="Parvis: readers hide or sort wrongly what is in the future",
)
def _not_the_session(item: Element) -> Iterator[Problem]:
    published = read_rfc822(text_of(item.find("pubDate")))
    start = read_rfc3339(text_of(item.find(f"{EVENT}startdate")))
    if published and start and published == start:
        yield at_element(item)


@ITEM.rule(
    "rss-description-first",
    severity="warning",
    holds=_("description stands before content:encoded."),
    otherwise=_(
        "content:encoded stands before description, and some readers take the last: change their order."
    ),
    source="RSS Profile, content:encoded",
)
def _description_first(item: Element) -> Iterator[Problem]:
    tags = [element.tag for element in item.iterchildren("description", _ENCODED)]
    if "description" in tags and tags[0] == _ENCODED:
        yield at_element(item.find(_ENCODED))


@ITEM.rule(
    "rss-enclosures",
    severity="warning",
    holds=_("An item has at most one enclosure."),
    otherwise=_("The item has a second enclosure, and readers take only one: put it into media:content."),
    source="RSS Profile, enclosure",
)
def _one_enclosure(item: Element) -> Iterator[Problem]:
    return (at_element(element) for element in item.findall("enclosure")[1:])


@ITEM.rule(
    "rss-enclosure",
    holds=_("An enclosure has url, length and type."),
    otherwise=_(
        "The enclosure needs %(attribute)s: an address, the number of bytes (0: unknown), a media type."
    ),
    source="RSS 2.0, enclosure",
)
def _whole_enclosures(item: Element) -> Iterator[Problem]:
    for element in item.iterchildren("enclosure"):
        fits = {
            "url": bool(element.get("url")),
            "length": _NUMBER.fullmatch(element.get("length", "")) is not None,
            "type": is_media_type(element.get("type", "")),
        }
        yield from (at_element(element, attribute=name) for name, is_fit in fits.items() if not is_fit)


@ITEM.rule(
    "rss-html-relative",
    holds=_("HTML in items holds absolute addresses only."),
    otherwise=_(
        "The HTML holds the relative address %(value)s, which leads nowhere in a reader: write it whole."
    ),
    source="W3C Feed Validator, ContainsRelRef",
)
def _absolute_html(item: Element) -> Iterator[Problem]:
    return relative_in(item.iterchildren("description", _ENCODED))


@ITEM.rule(
    "rss-html-active",
    holds=_("HTML in items holds no script, style, form or frame."),
    otherwise=_("The HTML holds %(value)s, which readers strip or must not run: remove it."),
    source="W3C Feed Validator, SecurityRisk, SecurityRiskAttr",
)
def _passive_html(item: Element) -> Iterator[Problem]:
    return active_in(item.iterchildren("description", _ENCODED))
