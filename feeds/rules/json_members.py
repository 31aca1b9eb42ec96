"""The objects of a JSON Feed (feed, item, author, attachment, hub), and the rules that each of their members keeps."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.values import is_language, is_web_address, read_rfc3339

# What a member is: a Python type's name, or a string of a stricter form.
_FORMS: dict[str, dict[str, str]] = {
    "feed": {
        "version": "string",
        "title": "string",
        "home_page_url": "address",
        "feed_url": "address",
        "description": "string",
        "user_comment": "string",
        "next_url": "address",
        "icon": "address",
        "favicon": "address",
        "author": "object",
        "authors": "array",
        "language": "language",
        "expired": "boolean",
        "hubs": "array",
        "items": "array",
    },
    "item": {
        "id": "string",
        "url": "address",
        "external_url": "address",
        "title": "string",
        "content_html": "string",
        "content_text": "string",
        "summary": "string",
        "image": "address",
        "banner_image": "address",
        "date_published": "date",
        "date_modified": "date",
        "author": "object",
        "authors": "array",
        "tags": "array",
        "language": "language",
        "attachments": "array",
    },
    "author": {"name": "string", "url": "string", "avatar": "address"},
    "attachment": {
        "url": "address",
        "mime_type": "string",
        "title": "string",
        "size_in_bytes": "number",
        "duration_in_seconds": "number",
    },
    "hub": {"type": "string", "url": "address"},
}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "boolean": (bool,),
    "number": (int, float),
}
_REQUIRED = {
    "feed": ("version", "title", "items"),
    "item": ("id",),
    "author": (),
    "attachment": ("url", "mime_type"),
    "hub": ("type", "url"),
}
_LISTS = {"authors": "author", "hubs": "hub", "items": "item", "attachments": "attachment"}
_EXTENSION = re.compile(r"_[A-Za-z][^.]*")


@dataclass(frozen=True)
class Member:
    """An object of the feed: its kind, its path ("" for the feed), its members."""

    kind: str
    path: str
    members: Any

    def below(self, name: str) -> str:
        """The path of one of its members."""
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str) -> str:
        """A member that is a string, "" when it is not."""
        value = self.members.get(name)
        return value if isinstance(value, str) else ""

    def of_form(self, *forms: str) -> Iterator[tuple[str, Any]]:
        """Yield the members that should be of these forms."""
        for name, form in _FORMS[self.kind].items():
            if form in forms and name in self.members:
                yield name, self.members[name]


MEMBER = RuleBook[Member]()


def members_of(feed: dict[str, Any]) -> Iterator[Member]:
    """Yield the feed and every object in its lists, and in theirs."""
    waiting = deque([Member("feed", "", feed)])
    while waiting:
        member = waiting.popleft()
        yield member
        waiting += [each for each in _listed(member) if isinstance(each.members, dict)]


@MEMBER.rule(
    "json-required",
    holds=_("Every object has the members that it needs."),
    otherwise=_("%(member)s is missing: add it."),
    source="JSON Feed 1.1, Top-level, Items, Attachments, Hubs",
)
def _required(member: Member) -> Iterator[Problem]:
    for name in _REQUIRED[member.kind]:
        if member.members.get(name) in (None, ""):
            yield at(path=member.below(name), member=name)


@MEMBER.rule(
    "json-type",
    holds=_("Every member is of its type."),
    otherwise=_("%(member)s is no %(type)s."),
    source="JSON Feed 1.1",
)
def _types(member: Member) -> Iterator[Problem]:
    for name, form in _FORMS[member.kind].items():
        expected = _TYPES.get(form, (str,))
        if name in member.members and not _is(member.members[name], expected):
            yield at(path=member.below(name), member=name, type=form if form in _TYPES else "string")
    for each in _listed(member):
        if not isinstance(each.members, dict):
            yield at(path=each.path, member=each.path, type="object")
    tags = member.members.get("tags")
    if isinstance(tags, list) and not all(isinstance(tag, str) for tag in tags):
        yield at(path=member.below("tags"), member="tags", type="array of strings")


@MEMBER.rule(
    "json-address",
    holds=_("Addresses are absolute."),
    otherwise=_("%(value)s is no absolute http(s) address in ASCII: write it whole and percent-encoded."),
    source="JSON Feed 1.1",
)
def _addresses(member: Member) -> Iterator[Problem]:
    for name, value in member.of_form("address"):
        if isinstance(value, str) and value and not is_web_address(value):
            yield at(path=member.below(name), value=value)


@MEMBER.rule(
    "json-date",
    holds=_("Dates are RFC 3339."),
    otherwise=_("%(value)s is no date of RFC 3339: write one such as 2021-05-18T11:00:00Z."),
    source="JSON Feed 1.1, Items; RFC 3339 5.6",
)
def _dates(member: Member) -> Iterator[Problem]:
    for name, value in member.of_form("date"):
        if isinstance(value, str) and not read_rfc3339(value):
            yield at(path=member.below(name), value=value)


@MEMBER.rule(
    "json-language",
    holds=_("Languages are language tags."),
    otherwise=_("%(value)s is no language tag: write one such as fr or pt-BR."),
    source="JSON Feed 1.1; RFC 5646 2.1",
)
def _languages(member: Member) -> Iterator[Problem]:
    for name, value in member.of_form("language"):
        if isinstance(value, str) and not is_language(value):
            yield at(path=member.below(name), value=value)


@MEMBER.rule(
    "json-author-deprecated",
    severity="warning",
    holds=_("Authors stand in authors."),
    otherwise=_("author is of version 1.0: write authors, an array."),
    source="JSON Feed 1.1, Changes",
)
def _no_single_author(member: Member) -> Iterator[Problem]:
    if member.kind in ("feed", "item") and "author" in member.members:
        yield at(path=member.below("author"))


@MEMBER.rule(
    "json-author",
    holds=_("An author has a name, url or avatar."),
    otherwise=_("The author has neither name nor url nor avatar: add one."),
    source="JSON Feed 1.1, Top-level",
)
def _authors(member: Member) -> Iterator[Problem]:
    if member.kind == "author" and not any(member.members.get(name) for name in _FORMS["author"]):
        yield at(path=member.path)


@MEMBER.rule(
    "json-unknown",
    holds=_("Members that JSON Feed does not know begin with _ and a letter, and hold no dot."),
    otherwise=_("JSON Feed does not know %(member)s: remove it, or let its name begin with _ and a letter."),
    source="JSON Feed 1.1, Extensions",
)
def _known_members(member: Member) -> Iterator[Problem]:
    for name in member.members:
        if name not in _FORMS[member.kind] and not _EXTENSION.fullmatch(name):
            yield at(path=member.below(name), member=name)


@MEMBER.rule(
    "json-extension",
    severity="warning",
    holds=_("An extension is an object that says what it is about."),
    otherwise=_("The extension %(member)s is no object with about: add the address of its description."),
    source="JSON Feed 1.1, Extensions",
)
def _explained_extensions(member: Member) -> Iterator[Problem]:
    for name, value in member.members.items():
        if _EXTENSION.fullmatch(name) and not (isinstance(value, dict) and value.get("about")):
            yield at(path=member.below(name), member=name)


def _listed(member: Member) -> list[Member]:
    """Return what the lists of an object hold, of whatever type it is."""
    lists = {name: member.members.get(name) for name in _LISTS if name in _FORMS[member.kind]}
    return [
        Member(_LISTS[name], f"{member.below(name)}[{position}]", value)
        for name, values in lists.items()
        if isinstance(values, list)
        for position, value in enumerate(values)
    ]


def _is(value: Any, expected: tuple[type, ...]) -> bool:
    """Whether a value is of a type of JSON; Python counts true and false among the numbers."""
    return isinstance(value, expected) and (bool in expected or not isinstance(value, bool))
