"""The rules of JSON Feed 1.1 (jsonfeed.org/version/1.1) and of our extension `_event`."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from feeds.rules.findings import Examination, Finding, Problem, Rule, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.json_items import ITEM
from feeds.rules.json_members import MEMBER, Member, members_of

VERSION = "https://jsonfeed.org/version/1.1"
LARGE_OCTETS = 800_000


@dataclass(frozen=True)
class Text:
    """What was read: the value, or the parser's complaint and its line; `repeated` names that an object holds twice."""

    body: bytes
    value: Any = None
    complaint: str = ""
    line: int = 1
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """The object, its items, and the address where it was fetched ("" when unknown)."""

    members: dict[str, Any]
    items: list[Member]
    url: str


TEXT = RuleBook[Text]()
FEED = RuleBook[Feed]()


@TEXT.rule(
    "json-syntax",
    holds=_("The file is JSON, in UTF-8, without a byte order mark."),
    otherwise=_("This is not JSON, and readers show nothing: %(complaint)s"),
    source="RFC 8259 2, 8.1",
)
def _syntax(text: Text) -> Iterator[Problem]:
    if text.complaint:
        yield at(line=text.line, complaint=text.complaint)


@TEXT.rule(
    "json-object",
    holds=_("The file is one object."),
    otherwise=_("The file is no JSON object: a feed begins with { and a version."),
    source="JSON Feed 1.1, Top-level",
)
def _object(text: Text) -> Iterator[Problem]:
    if not text.complaint and not isinstance(text.value, dict):
        yield at(line=1)


@TEXT.rule(
    "json-repeated",
    holds=_("No object holds a member twice."),
    otherwise=_("An object holds %(member)s twice, and readers disagree which one counts: keep one."),
    source="RFC 8259 4",
)
def _no_repetition(text: Text) -> Iterator[Problem]:
    return (at(path=name, member=name) for name in text.repeated)


@TEXT.rule(
    "json-large",
    severity="warning",
    holds=_("The feed stays below 800 KB."),
    otherwise=_("The feed has %(size)s bytes, and every poll costs as much: keep fewer items in it."),
    source="Parvis: some clients refuse more than 1 MB",
)
def _small(text: Text) -> Iterator[Problem]:
    if len(text.body) > LARGE_OCTETS:
        yield at(size=len(text.body))


@FEED.rule(
    "json-version",
    holds=_("The version is that of JSON Feed 1.1."),
    otherwise=_('The version is not "https://jsonfeed.org/version/1.1": write it exactly so.'),
    source="JSON Feed 1.1, Top-level",
)
def _version(feed: Feed) -> Iterator[Problem]:
    if feed.members.get("version") != VERSION:
        yield at(path="version")


@FEED.rule(
    "json-version-first",
    severity="warning",
    holds=_("The version comes first."),
    otherwise=_("The version is not the first member, where readers look to tell the format: put it first."),
    source="JSON Feed 1.1, Top-level",
)
def _version_first(feed: Feed) -> Iterator[Problem]:
    if "version" in feed.members and next(iter(feed.members)) != "version":
        yield at(path="version")


@FEED.rule(
    "json-feed-url",
    holds=_("feed_url is the address where the feed was fetched."),
    otherwise=_(
        "feed_url is missing, or not the address where the feed was fetched: it identifies the feed."
    ),
    source="JSON Feed 1.1, Top-level",
)
def _self(feed: Feed) -> Iterator[Problem]:
    stated = feed.members.get("feed_url")
    if not stated or (feed.url and stated != feed.url):
        yield at(path="feed_url")


@FEED.rule(
    "json-home-page-url",
    severity="warning",
    holds=_("The feed has a home_page_url."),
    otherwise=_("The feed does not link to its page: add home_page_url."),
    source="JSON Feed 1.1, Top-level",
)
def _home(feed: Feed) -> Iterator[Problem]:
    if not feed.members.get("home_page_url"):
        yield at(path="home_page_url")


@FEED.rule(
    "json-next-url",
    holds=_("next_url is not the feed itself."),
    otherwise=_("next_url is feed_url, and readers would turn in circles: remove it."),
    source="JSON Feed 1.1, Top-level",
)
def _next(feed: Feed) -> Iterator[Problem]:
    following = feed.members.get("next_url")
    if isinstance(following, str) and following == feed.members.get("feed_url"):
        yield at(path="next_url")


@FEED.rule(
    "json-language-missing",
    severity="warning",
    holds=_("The feed names its language."),
    otherwise=_("The language is not named: add language."),
    source="JSON Feed 1.1, Top-level",
)
def _named_language(feed: Feed) -> Iterator[Problem]:
    if "language" not in feed.members:
        yield at(path="language")


@FEED.rule(
    "json-id-unique",
    holds=_("No two items share an id."),
    otherwise=_("id %(value)s stands on two items, and readers show one of them: give each its own."),
    source="JSON Feed 1.1, Items",
)
def _unique_identities(feed: Feed) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in feed.items:
        identity = item.text("id")
        if identity and identity in seen:
            yield at(path=f"{item.path}.id", value=identity)
        seen.add(identity)


RULES: list[Rule] = [*TEXT.rules, *FEED.rules, *MEMBER.rules, *ITEM.rules]


def examine(body: bytes, *, url: str) -> list[Finding]:
    """Return what is wrong with a JSON feed."""
    found = Examination()
    text = _read(body)
    found.read(TEXT, text)
    if isinstance(text.value, dict):
        members = list(members_of(text.value))
        items = [member for member in members if member.kind == "item"]
        found.read(FEED, Feed(text.value, items, url))
        for member in members:
            found.read(MEMBER, member)
        for item in items:
            found.read(ITEM, item)
    return found.findings


def _read(body: bytes) -> Text:
    """Read any bytes. Depth and digits have limits in Python: what exceeds them is a complaint too."""
    repeated: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, value in pairs)
            repeated.extend(name for name, count in counts.items() if count > 1)
        return found

    try:
        value = json.loads(body.decode(), object_pairs_hook=members, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return Text(body, complaint=str(error), line=body.count(b"\n", 0, error.start) + 1)
    except json.JSONDecodeError as error:
        return Text(body, complaint=error.msg, line=error.lineno)
    except (ValueError, RecursionError) as error:
        return Text(body, complaint=str(error))
    return Text(body, value, repeated=tuple(repeated))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
