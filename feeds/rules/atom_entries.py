"""The rules of Atom that a feed and an entry share, and those of an entry (RFC 4287 3, 4)."""

from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_media_type, is_uri, is_urn_uuid, is_web_address, read_rfc3339
from feeds.rules.xml import ATOM, Element, active_in, at_element, name_of, relative_in, text_of

PART = RuleBook[Element]()  # a feed or an entry
ENTRY = RuleBook[Element]()

_XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"
_ELEMENTS = frozenset(
    f"{ATOM}{name}"
    for name in (
        *("author", "category", "content", "contributor", "id", "link", "published", "rights", "source"),
        *("summary", "title", "updated"),
    )
)
_ONCE = (
    "id",
    "title",
    "updated",
    "published",
    "subtitle",
    "summary",
    "content",
    "rights",
    "icon",
    "logo",
    "generator",
)
_TEXTS = tuple(f"{ATOM}{name}" for name in ("title", "subtitle", "summary", "rights"))
_PERSONS = tuple(f"{ATOM}{name}" for name in ("author", "contributor"))
_DATES = tuple(f"{ATOM}{name}" for name in ("updated", "published"))
_TEXT_TYPES = ("text", "html", "xhtml")


@PART.rule(
    "atom-required",
    holds=_("The feed and every entry have an id, title and updated, not empty."),
    otherwise=_("The %(element)s is missing or empty: add it."),
    source="RFC 4287 4.1.1, 4.1.2",
)
def _required(part: Element) -> Iterator[Problem]:
    for name in ("id", "title", "updated"):
        if not text_of(part.find(f"{ATOM}{name}")):
            yield at_element(part, element=name)


@PART.rule(
    "atom-repeated",
    holds=_("No element is repeated that may stand once."),
    otherwise=_("<%(element)s> stands a second time: keep one."),
    source="RFC 4287 4.1.1, 4.1.2",
)
def _no_repetition(part: Element) -> Iterator[Problem]:
    for name in _ONCE:
        yield from (at_element(each, element=name) for each in part.findall(f"{ATOM}{name}")[1:])


@PART.rule(
    "atom-id",
    holds=_("Every id is an absolute URI."),
    otherwise=_("id %(value)s is no absolute URI: write one that never changes, such as urn:uuid:..."),
    source="RFC 4287 4.2.6",
)
def _identity(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(f"{ATOM}id"):
        if text_of(element) and not is_uri(text_of(element)):
            yield at_element(element, value=text_of(element))


@PART.rule(
    "atom-id-form",
    severity="warning",
    holds=_("Every id is a urn:uuid."),
    otherwise=_("%(value)s is no urn:uuid: an identity made of an address or slug changes with it."),
    source="Parvis: an identity must survive a new slug or domain (RFC 9562 4)",
)
def _stable_identity(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(f"{ATOM}id"):
        if is_uri(text_of(element)) and not is_urn_uuid(text_of(element)):
            yield at_element(element, value=text_of(element))


@PART.rule(
    "atom-date",
    holds=_("Dates are RFC 3339."),
    otherwise=_("%(value)s is no date of RFC 3339: write one such as 2021-05-18T11:00:00Z."),
    source="RFC 4287 3.3; RFC 3339 5.6",
)
def _dates(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(*_DATES):
        if text_of(element) and not read_rfc3339(text_of(element)):
            yield at_element(element, value=text_of(element))


@PART.rule(
    "atom-date-utc",
    severity="warning",
    holds=_("Dates end with Z."),
    otherwise=_("%(value)s is not in UTC: write it with Z, so that all feeds agree letter by letter."),
    source="Parvis: equal moments have equal bytes in all feeds (RFC 3339 4.3)",
)
def _dates_in_utc(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(*_DATES):
        if read_rfc3339(text_of(element)) and not text_of(element).endswith("Z"):
            yield at_element(element, value=text_of(element))


@PART.rule(
    "atom-address",
    holds=_("Every link, icon and logo has an absolute address."),
    otherwise=_("%(value)s is no absolute http(s) address in ASCII: write it whole and percent-encoded."),
    source="RFC 4287 4.2.7.1, 4.2.5, 4.2.8",
)
def _addresses(part: Element) -> Iterator[Problem]:
    stated = [(each, each.get("href", "")) for each in part.iterchildren(f"{ATOM}link")]
    stated += [(each, text_of(each)) for each in part.iterchildren(f"{ATOM}icon", f"{ATOM}logo")]
    for element, value in stated:
        if not is_web_address(value):
            yield at_element(element, value=value)


@PART.rule(
    "atom-alternate",
    holds=_("The feed and every entry link to their page."),
    otherwise=_("There is no link with rel=alternate and type text/html: add the address of the page."),
    source="RFC 4287 4.1.1, 4.1.2",
)
def _has_page(part: Element) -> Iterator[Problem]:
    if "text/html" not in [link.get("type") for link in _alternates(part)]:
        yield at_element(part)


@PART.rule(
    "atom-alternate-repeated",
    holds=_("No two alternates are of the same type and language."),
    otherwise=_("A second alternate has the same type and hreflang: remove one, or name its language."),
    source="RFC 4287 4.1.1, 4.1.2",
)
def _distinct_alternates(part: Element) -> Iterator[Problem]:
    seen: set[tuple[str | None, str | None]] = set()
    for link in _alternates(part):
        kind = (link.get("type"), link.get("hreflang"))
        if kind in seen:
            yield at_element(link)
        seen.add(kind)


@PART.rule(
    "atom-person",
    holds=_("Authors and contributors have a name."),
    otherwise=_("<%(element)s> has no name: add it."),
    source="RFC 4287 3.2.1",
)
def _persons(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(*_PERSONS):
        if not text_of(element.find(f"{ATOM}name")):
            yield at_element(element, element=name_of(element))


@PART.rule(
    "atom-category",
    holds=_("Categories have a term."),
    otherwise=_("The category has no term: add it."),
    source="RFC 4287 4.2.2.1",
)
def _categories(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(f"{ATOM}category"):
        if not element.get("term"):
            yield at_element(element)


@PART.rule(
    "atom-text-type",
    holds=_("Titles and summaries are text, html or xhtml."),
    otherwise=_("type %(value)s is none of text, html and xhtml."),
    source="RFC 4287 3.1.1",
)
def _text_types(part: Element) -> Iterator[Problem]:
    for element in part.iterchildren(*_TEXTS):
        if element.get("type", "text") not in _TEXT_TYPES:
            yield at_element(element, value=element.get("type"))


@ENTRY.rule(
    "atom-entry-element",
    holds=_("Elements of Atom's namespace are those of an entry."),
    otherwise=_("<%(element)s> is no element of an Atom entry: remove it, or give it another namespace."),
    source="RFC 4287 4.1.2",
)
def _known_elements(entry: Element) -> Iterator[Problem]:
    for element in entry.iterchildren(f"{ATOM}*", "{}*"):
        if element.tag not in _ELEMENTS:
            yield at_element(element, element=name_of(element))


@ENTRY.rule(
    "atom-published",
    severity="warning",
    holds=_("Every entry says when it was published."),
    otherwise=_("The entry does not say when it was published: add <published>."),
    source="RFC 4287 4.2.9",
)
def _published(entry: Element) -> Iterator[Problem]:
    if entry.find(f"{ATOM}published") is None:
        yield at_element(entry)


@ENTRY.rule(
    "atom-content-type",
    holds=_("Content is of type html or xhtml."),
    otherwise=_(
        "The content has type %(value)s, and readers show its tags: write html, and escape it, or xhtml."
    ),
    source="RFC 4287 4.1.3.1, 4.1.3.3",
)
def _content_types(entry: Element) -> Iterator[Problem]:
    for element in entry.iterchildren(f"{ATOM}content"):
        kind = element.get("type", "text")
        if kind not in ("html", "xhtml") and not ("src" in element.attrib and is_media_type(kind)):
            yield at_element(element, value=kind)


@ENTRY.rule(
    "atom-content-form",
    holds=_("HTML is escaped, and XHTML is one div."),
    otherwise=_("type=html holds escaped text and no element; type=xhtml holds one div of XHTML."),
    source="RFC 4287 3.1.1.2, 3.1.1.3",
)
def _content_forms(entry: Element) -> Iterator[Problem]:
    for element in entry.iterchildren(f"{ATOM}content", *_TEXTS):
        inner = [each.tag for each in element.iterchildren("*")]
        expected = [_XHTML_DIV] if element.get("type") == "xhtml" else []
        if inner != expected:
            yield at_element(element)


@ENTRY.rule(
    "atom-html-relative",
    holds=_("HTML in entries holds absolute addresses only."),
    otherwise=_(
        "The HTML holds the relative address %(value)s, which leads nowhere in a reader: write it whole."
    ),
    source="W3C Feed Validator, ContainsRelRef",
)
def _absolute_html(entry: Element) -> Iterator[Problem]:
    return relative_in(_html(entry))


@ENTRY.rule(
    "atom-html-active",
    holds=_("HTML in entries holds no script, style, form or frame."),
    otherwise=_("The HTML holds %(value)s, which readers strip or must not run: remove it."),
    source="RFC 4287 8.1; W3C Feed Validator, SecurityRisk, SecurityRiskAttr",
)
def _passive_html(entry: Element) -> Iterator[Problem]:
    return active_in(_html(entry))


def _alternates(part: Element) -> list[Element]:
    return [link for link in part.iterchildren(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]


def _html(entry: Element) -> list[Element]:
    return [
        element
        for element in entry.iterchildren(f"{ATOM}content", *_TEXTS)
        if element.get("type") in ("html", "xhtml")
    ]
