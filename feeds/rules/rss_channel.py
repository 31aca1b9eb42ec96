"""The rules of the channel of RSS 2.0, by the RSS Advisory Board's profile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feeds.rules.findings import Problem, RuleBook
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_language, is_web_address, read_rfc822
from feeds.rules.xml import ATOM, DUBLIN_CORE, Element, at_element, name_of, text_of

MEDIA_TYPE = "application/rss+xml"

_ELEMENTS = frozenset(
    {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"}
    | {"lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput"}
    | {"skipHours", "skipDays", "item"}
)
_REPEATABLE = frozenset({"category", "item"})
_CONTACT = re.compile(r"\S+@\S+ \(.+\)", re.DOTALL)
_MINUTES = re.compile(r"0*[1-9][0-9]{0,6}")
_LARGEST_IMAGE = {"width": 144, "height": 400}


@dataclass(frozen=True)
class Channel:
    """The element, and the address where it was fetched ("" when unknown)."""

    element: Element
    url: str

    @property
    def items(self) -> list[Element]:
        """The items, in order."""
        return list(self.element.iterchildren("item"))


CHANNEL = RuleBook[Channel]()


@CHANNEL.rule(
    "rss-channel-required",
    holds=_("The channel has a title, link and description, not empty."),
    otherwise=_("The channel has no %(element)s: add it."),
    source="RSS 2.0, Required channel elements",
)
def _required(channel: Channel) -> Iterator[Problem]:
    for name in ("title", "link", "description"):
        if not text_of(channel.element.find(name)):
            yield at_element(channel.element, element=name)


@CHANNEL.rule(
    "rss-channel-repeated",
    holds=_("No element of the channel is repeated that may stand once."),
    otherwise=_("<%(element)s> stands a second time: keep one."),
    source="RSS Profile, channel",
)
def _no_repetition(channel: Channel) -> Iterator[Problem]:
    for name in sorted(_ELEMENTS - _REPEATABLE):
        for element in channel.element.findall(name)[1:]:
            yield at_element(element, element=name)


@CHANNEL.rule(
    "rss-channel-element",
    holds=_("Elements without a namespace are those of RSS 2.0."),
    otherwise=_("<%(element)s> is no channel element of RSS 2.0: remove it, or give it a namespace."),
    source="RSS 2.0, Extending RSS",
)
def _known_elements(channel: Channel) -> Iterator[Problem]:
    for element in channel.element.iterchildren("{}*"):
        if element.tag not in _ELEMENTS:
            yield at_element(element, element=element.tag)


@CHANNEL.rule(
    "rss-address",
    holds=_("Addresses of the channel are absolute."),
    otherwise=_("%(value)s is no absolute http(s) address in ASCII: write it whole and percent-encoded."),
    source="RSS Profile, Uniform Resource Locators",
)
def _addresses(channel: Channel) -> Iterator[Problem]:
    for path in ("link", "docs", "image/url", "image/link"):
        for element in channel.element.findall(path):
            if text_of(element) and not is_web_address(text_of(element)):
                yield at_element(element, value=text_of(element))
    for element in channel.element.iterchildren(f"{ATOM}link"):
        if not is_web_address(element.get("href", "")):
            yield at_element(element, value=element.get("href", ""))


@CHANNEL.rule(
    "rss-self",
    holds=_("One atom:link with rel=self is the address where the feed was fetched."),
    otherwise=_(
        "The feed needs one atom:link with rel=self, whose href is the address where it was fetched."
    ),
    source="RSS Profile, atom:link",
)
def _self(channel: Channel) -> Iterator[Problem]:
    addresses = [each.get("href") for each in _links(channel, "self")]
    if len(addresses) != 1 or (channel.url and addresses != [channel.url]):
        yield at_element(channel.element)


@CHANNEL.rule(
    "rss-self-type",
    severity="warning",
    holds=_("Links to feeds say that they are RSS."),
    otherwise=_("The link has no type application/rss+xml: add it."),
    source="RSS Profile, atom:link",
)
def _self_type(channel: Channel) -> Iterator[Problem]:
    for link in _links(channel, "self"):
        if link.get("type") != MEDIA_TYPE:
            yield at_element(link)


@CHANNEL.rule(
    "rss-language",
    holds=_("Languages are language tags."),
    otherwise=_("%(value)s is no language tag: write one such as fr or pt-BR."),
    source="RSS 2.0, language; RFC 5646 2.1",
)
def _languages(channel: Channel) -> Iterator[Problem]:
    for name in ("language", f"item/{DUBLIN_CORE}language"):
        for element in channel.element.findall(name):
            if not is_language(text_of(element)):
                yield at_element(element, value=text_of(element))
    for link in channel.element.iterchildren(f"{ATOM}link"):
        if "hreflang" in link.attrib and not is_language(link.get("hreflang")):
            yield at_element(link, value=link.get("hreflang"))


@CHANNEL.rule(
    "rss-language-missing",
    severity="warning",
    holds=_("The channel and its versions in other languages name their language."),
    otherwise=_("The language is not named: add <language>, or hreflang to the link."),
    source="RSS 2.0, language",
)
def _named_languages(channel: Channel) -> Iterator[Problem]:
    if channel.element.find("language") is None:
        yield at_element(channel.element)
    for link in _links(channel, "alternate"):
        if "hreflang" not in link.attrib:
            yield at_element(link)


@CHANNEL.rule(
    "rss-build-date",
    holds=_("Dates of the channel are RFC 822, in English, with a year of four digits."),
    otherwise=_("The channel needs <lastBuildDate>, written like Tue, 18 May 2021 11:00:00 GMT."),
    source="RSS 2.0, lastBuildDate; RFC 822 5",
)
def _dates(channel: Channel) -> Iterator[Problem]:
    if channel.element.find("lastBuildDate") is None:
        yield at_element(channel.element)
    for name in ("lastBuildDate", "pubDate"):
        for element in channel.element.iterchildren(name):
            if not read_rfc822(text_of(element)):
                yield at_element(element)


@CHANNEL.rule(
    "rss-build-date-old",
    severity="warning",
    holds=_("lastBuildDate is not older than any item."),
    otherwise=_("<lastBuildDate> is older than this item: it is the newest change of all."),
    source="RSS 2.0, lastBuildDate",
)
def _newest_change(channel: Channel) -> Iterator[Problem]:
    built = read_rfc822(text_of(channel.element.find("lastBuildDate")))
    for item in channel.items:
        published = read_rfc822(text_of(item.find("pubDate")))
        if built and published and published > built:
            yield at_element(item)


@CHANNEL.rule(
    "rss-ttl",
    severity="warning",
    holds=_("ttl is a number of minutes."),
    otherwise=_("<ttl> is no number of minutes: write a whole number above zero."),
    source="RSS 2.0, ttl",
)
def _minutes(channel: Channel) -> Iterator[Problem]:
    for element in channel.element.iterchildren("ttl"):
        if not _MINUTES.fullmatch(text_of(element)):
            yield at_element(element)


@CHANNEL.rule(
    "rss-image",
    severity="warning",
    holds=_("The image repeats the channel's title and link, and is at most 144 by 400."),
    otherwise=_(
        "<%(element)s> of the image is missing or wrong: url, the channel's title and link, at most 144 by 400."
    ),
    source="RSS 2.0, image; RSS Profile, image",
)
def _image(channel: Channel) -> Iterator[Problem]:
    for image in channel.element.iterchildren("image"):
        for name in ("url", "title", "link"):
            expected = None if name == "url" else text_of(channel.element.find(name))
            if not text_of(image.find(name)) or expected not in (None, text_of(image.find(name))):
                yield at_element(image, element=name)
        for name, limit in _LARGEST_IMAGE.items():
            size = text_of(image.find(name))
            if size and not (size.isascii() and size.isdigit() and len(size) < 4 and 0 < int(size) <= limit):
                yield at_element(image, element=name)


@CHANNEL.rule(
    "rss-contact",
    severity="warning",
    holds=_("Contacts are an address and a name."),
    otherwise=_("<%(element)s> is not like contact@museum.example (Name of the museum)."),
    source="RSS Profile, Email Addresses",
)
def _contacts(channel: Channel) -> Iterator[Problem]:
    for name in ("managingEditor", "webMaster", "item/author"):
        for element in channel.element.findall(name):
            if not _CONTACT.fullmatch(text_of(element)):
                yield at_element(element, element=element.tag)


@CHANNEL.rule(
    "rss-item-last",
    severity="warning",
    holds=_("Items stand after all other elements of the channel."),
    otherwise=_("<%(element)s> stands after an item: put it before the first."),
    source="W3C Feed Validator, MisplacedItem",
)
def _items_come_last(channel: Channel) -> Iterator[Problem]:
    for element in channel.element.iterchildren("*"):
        previous = element.getprevious()
        if element.tag != "item" and previous is not None and previous.tag == "item":
            yield at_element(element, element=name_of(element))


@CHANNEL.rule(
    "rss-guid-unique",
    holds=_("No two items share a guid."),
    otherwise=_("guid %(value)s stands on two items, and readers show one of them: give each its own."),
    source="RSS 2.0, guid",
)
def _unique_identities(channel: Channel) -> Iterator[Problem]:
    seen: set[str] = set()
    for element in channel.element.findall("item/guid"):
        if text_of(element) in seen:
            yield at_element(element, value=text_of(element))
        seen.add(text_of(element))


@CHANNEL.rule(
    "rss-order",
    severity="warning",
    holds=_("Items come newest first."),
    otherwise=_("This item is newer than the one before it: put the newest first."),
    source="Parvis: some readers show the first items only",
)
def _newest_first(channel: Channel) -> Iterator[Problem]:
    previous = None
    for item in channel.items:
        published = read_rfc822(text_of(item.find("pubDate")))
        if previous and published and published > previous:
            yield at_element(item)
        previous = published


def _links(channel: Channel, relation: str) -> list[Element]:
    return [link for link in channel.element.iterchildren(f"{ATOM}link") if link.get("rel") == relation]
