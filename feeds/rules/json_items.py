"""The rules of an item of JSON Feed 1.1, and of the session that it may hold."""

from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.html import active_parts, relative_addresses
from feeds.rules.json_members import Member
from feeds.rules.values import is_urn_uuid, read_rfc3339, zone_named

ITEM = RuleBook[Member]()

_OF_A_SESSION = ("uid", "start", "end", "timezone", "status", "url")


@ITEM.rule(
    "json-content",
    holds=_("Every item has content_html or content_text, not empty."),
    otherwise=_("The item has neither content_html nor content_text: add one."),
    source="JSON Feed 1.1, Items",
)
def _has_content(item: Member) -> Iterator[Problem]:
    if not item.members.get("content_html") and not item.members.get("content_text"):
        yield at(path=item.path)


@ITEM.rule(
    "json-item-shown",
    severity="warning",
    holds=_("Every item has a title and the address of its page, not empty."),
    otherwise=_("The item has no %(member)s, and lists show nothing to click on: add it."),
    source="Parvis: lists of readers show a title that is a link (JSON Feed 1.1, Items)",
)
def _can_be_shown(item: Member) -> Iterator[Problem]:
    for name in ("title", "url"):
        if not item.text(name).strip():
            yield at(path=item.below(name), member=name)


@ITEM.rule(
    "json-id-form",
    severity="warning",
    holds=_("Every id is a urn:uuid."),
    otherwise=_("%(value)s is no urn:uuid: an identity made of an address or slug changes with it."),
    source="Parvis: an identity must survive a new slug or domain (RFC 9562 4)",
)
def _stable_identity(item: Member) -> Iterator[Problem]:
    if item.text("id") and not is_urn_uuid(item.text("id")):
        yield at(path=item.below("id"), value=item.text("id"))


@ITEM.rule(
    "json-html-relative",
    holds=_("HTML in items holds absolute addresses only."),
    otherwise=_(
        "The HTML holds the relative address %(value)s, which leads nowhere in a reader: write it whole."
    ),
    source="JSON Feed 1.1, Suggestions for publishers",
)
def _absolute_html(item: Member) -> Iterator[Problem]:
    for value in relative_addresses(item.text("content_html")):
        yield at(path=item.below("content_html"), value=value)


@ITEM.rule(
    "json-html-active",
    holds=_("HTML in items holds no script, style, form or frame."),
    otherwise=_("The HTML holds %(value)s, which readers strip or must not run: remove it."),
    source="JSON Feed 1.1, Security considerations",
)
def _passive_html(item: Member) -> Iterator[Problem]:
    for value in active_parts(item.text("content_html")):
        yield at(path=item.below("content_html"), value=value)


@ITEM.rule(
    "json-event",
    holds=_("A session states its uid, start, end, time zone, status and url."),
    otherwise=_("%(member)s of the session is missing or empty: add it."),
    source="Parvis: what a calendar needs (RFC 5545 3.6.1)",
)
def _whole_sessions(item: Member) -> Iterator[Problem]:
    for name in _OF_A_SESSION:
        if "_event" in item.members and not _stated(item, name):
            yield at(path=item.below(f"_event.{name}"), member=name)


@ITEM.rule(
    "json-event-zone",
    holds=_("The time zone of a session has an IANA name."),
    otherwise=_("%(value)s is no IANA time zone: write a name such as Europe/Paris."),
    source="Parvis: what a calendar needs (RFC 5545 3.2.19)",
)
def _known_zones(item: Member) -> Iterator[Problem]:
    name = _stated(item, "timezone")
    if name and zone_named(name) is None:
        yield at(path=item.below("_event.timezone"), value=name)


@ITEM.rule(
    "json-event-time",
    holds=_("A session starts and ends at moments with the offset of its time zone."),
    otherwise=_(
        "%(value)s is no moment with the offset of the session's time zone: write 2021-05-18T13:00:00+02:00."
    ),
    source="Parvis: all feeds state the same moments (RFC 3339 5.6)",
)
def _true_times(item: Member) -> Iterator[Problem]:
    zone = zone_named(_stated(item, "timezone"))
    for name in ("start", "end"):
        value = _stated(item, name)
        moment = read_rfc3339(value)
        local = moment.replace(tzinfo=zone) if moment and zone else moment
        if value and (moment is None or local is None or local.utcoffset() != moment.utcoffset()):
            yield at(path=item.below(f"_event.{name}"), value=value)


@ITEM.rule(
    "json-event-order",
    holds=_("A session ends after it starts."),
    otherwise=_("The session does not end after it starts: mend its end."),
    source="Parvis: what a calendar needs (RFC 5545 3.8.2.2)",
)
def _ends_after_start(item: Member) -> Iterator[Problem]:
    start, end = (read_rfc3339(_stated(item, name)) for name in ("start", "end"))
    if start and end and end <= start:
        yield at(path=item.below("_event.end"))


@ITEM.rule(
    "json-event-published",
    holds=_("date_published is the publication, not the session."),
    otherwise=_(
        "date_published is the session's start, and readers hide what is in the future: write the publication."
    ),
    source="Parvis: readers hide or sort wrongly what is in the future",
)
def _not_the_session(item: Member) -> Iterator[Problem]:
    published = read_rfc3339(item.text("date_published"))
    start = read_rfc3339(_stated(item, "start"))
    if published and published == start:
        yield at(path=item.below("date_published"))


def _stated(item: Member, name: str) -> str:
    """Return a text of the session, "" when there is none."""
    session = item.members.get("_event")
    value = session.get(name) if isinstance(session, dict) else None
    return value if isinstance(value, str) else ""
