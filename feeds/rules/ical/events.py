"""The rules of VEVENT: identity, revision, words, status (RFC 5545 3.6.1; RFC 5546)."""

import re
from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.ical.calendar import repeated
from feeds.rules.ical.reading import Component
from feeds.rules.ical.values import text_of
from feeds.rules.values import is_web_start

EVENT = RuleBook[Component]()

_ONCE = (
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RECURRENCE-ID",
    "DESCRIPTION",
    "LOCATION",
    "GEO",
    "URL",
    "ORGANIZER",
    "PRIORITY",
    "STATUS",
    "TRANSP",
    "CLASS",
    "COLOR",
)
_LONGEST_UID_OCTETS = 255
_SEQUENCE = re.compile(r"[0-9]{1,9}")
_STATUSES = ("TENTATIVE", "CONFIRMED", "CANCELLED")


@EVENT.rule(
    "ics-event-repeated",
    holds=_("No property of an event is repeated that may stand once."),
    otherwise=_("%(property)s stands a second time: keep one."),
    source="RFC 5545 3.6.1",
)
def _no_repetition(event: Component) -> Iterator[Problem]:
    return repeated(event, _ONCE)


@EVENT.rule(
    "ics-uid",
    holds=_("Every event has one UID, of at most 255 octets and without spaces."),
    otherwise=_("The event needs one UID, of at most 255 octets and without spaces, that never changes."),
    source="RFC 5545 3.8.4.7; RFC 7986 5.3",
)
def _identity(event: Component) -> Iterator[Problem]:
    values = [line.value for line in event.all("UID")]
    if len(values) != 1 or not 0 < len(values[0].encode()) <= _LONGEST_UID_OCTETS or " " in values[0]:
        yield at(line=event.number)


@EVENT.rule(
    "ics-uid-first",
    holds=_("UID is the first property of an event."),
    otherwise=_("UID is not the first property, and vdirsyncer may take another for it: put it first."),
    source="Parvis: vdirsyncer takes the first UID line",
)
def _identity_first(event: Component) -> Iterator[Problem]:
    line = event.first("UID")
    if line and line is not event.lines[0]:
        yield at(line=line.number)


@EVENT.rule(
    "ics-dtstamp",
    holds=_("Every event has DTSTAMP."),
    otherwise=_("The event has no DTSTAMP: add the moment of its last revision."),
    source="RFC 5545 3.8.7.2",
)
def _stamped(event: Component) -> Iterator[Problem]:
    if not event.first("DTSTAMP"):
        yield at(line=event.number)


@EVENT.rule(
    "ics-revision",
    holds=_("DTSTAMP is LAST-MODIFIED."),
    otherwise=_("DTSTAMP and LAST-MODIFIED differ, or LAST-MODIFIED is missing: both are the last revision."),
    source="RFC 5545 3.8.7.2",
)
def _one_revision(event: Component) -> Iterator[Problem]:
    line = event.first("DTSTAMP")
    if line and line.value != event.value("LAST-MODIFIED"):
        yield at(line=line.number)


@EVENT.rule(
    "ics-created",
    severity="warning",
    holds=_("Every event has CREATED."),
    otherwise=_("The event does not say when it was first published: add CREATED."),
    source="RFC 5545 3.8.7.1",
)
def _created(event: Component) -> Iterator[Problem]:
    if not event.first("CREATED"):
        yield at(line=event.number)


@EVENT.rule(
    "ics-sequence",
    holds=_("Every event has a whole number as SEQUENCE."),
    otherwise=_(
        "The event needs SEQUENCE, a whole number that grows with each change: Google keeps old dates without."
    ),
    source="RFC 5546 2.1.4",
)
def _counted(event: Component) -> Iterator[Problem]:
    if not _SEQUENCE.fullmatch(event.value("SEQUENCE")):
        yield at(line=event.number)


@EVENT.rule(
    "ics-summary",
    holds=_("Every event has one SUMMARY, not empty."),
    otherwise=_("The event needs one SUMMARY: without it, or with two, readers refuse it or show garbage."),
    source="RFC 5545 3.6.1, 3.8.1.12",
)
def _one_title(event: Component) -> Iterator[Problem]:
    titles = event.all("SUMMARY")
    if len(titles) != 1 or not titles[0].value.strip():
        yield at(line=titles[-1].number if titles else event.number)


@EVENT.rule(
    "ics-language-missing",
    severity="warning",
    holds=_("SUMMARY and DESCRIPTION name their language."),
    otherwise=_("%(property)s does not name its language: add ;LANGUAGE=."),
    source="RFC 5545 3.2.10",
)
def _named_language(event: Component) -> Iterator[Problem]:
    for line in event.all("SUMMARY", "DESCRIPTION"):
        if "LANGUAGE" not in line.parameters:
            yield at(line=line.number, property=line.name)


@EVENT.rule(
    "ics-status",
    holds=_("STATUS is TENTATIVE, CONFIRMED or CANCELLED."),
    otherwise=_("The event needs STATUS: TENTATIVE, CONFIRMED or CANCELLED (with two Ls)."),
    source="RFC 5545 3.8.1.11",
)
def _status(event: Component) -> Iterator[Problem]:
    if event.value("STATUS") not in _STATUSES:
        yield at(line=event.number)


@EVENT.rule(
    "ics-transp",
    holds=_("TRANSP is OPAQUE or TRANSPARENT."),
    otherwise=_("TRANSP is %(value)s: write OPAQUE or TRANSPARENT."),
    source="RFC 5545 3.8.2.7",
)
def _transparency(event: Component) -> Iterator[Problem]:
    for line in event.all("TRANSP"):
        if line.value not in ("OPAQUE", "TRANSPARENT"):
            yield at(line=line.number, value=line.value)


@EVENT.rule(
    "ics-class",
    severity="warning",
    holds=_("Events of a public calendar are PUBLIC."),
    otherwise=_("CLASS is %(value)s, and some clients then hide the words: write PUBLIC."),
    source="RFC 5545 3.8.1.3",
)
def _public(event: Component) -> Iterator[Problem]:
    for line in event.all("CLASS"):
        if line.value != "PUBLIC":
            yield at(line=line.number, value=line.value)


@EVENT.rule(
    "ics-cancelled-transparent",
    holds=_("A cancelled event takes no time."),
    otherwise=_("The event is cancelled and still takes time: add TRANSP:TRANSPARENT."),
    source="RFC 5545 3.8.2.7",
)
def _cancelled_takes_no_time(event: Component) -> Iterator[Problem]:
    if _is_cancelled(event) and event.value("TRANSP") in ("", "OPAQUE"):
        yield at(line=event.number)


@EVENT.rule(
    "ics-cancelled-conference",
    holds=_("A cancelled event has no meeting to join."),
    otherwise=_("The event is cancelled and still has a CONFERENCE to join: remove it."),
    source="Parvis: nobody may be led into a meeting that does not take place",
)
def _cancelled_leads_nowhere(event: Component) -> Iterator[Problem]:
    if _is_cancelled(event):
        yield from (at(line=line.number) for line in event.all("CONFERENCE"))


@EVENT.rule(
    "ics-busy",
    severity="warning",
    holds=_("Outlook is told the same as TRANSP says."),
    otherwise=_(
        "X-MICROSOFT-CDO-BUSYSTATUS and TRANSP differ: write FREE with TRANSPARENT, else BUSY or TENTATIVE."
    ),
    source="MS-OXCICAL, X-MICROSOFT-CDO-BUSYSTATUS",
)
def _same_busy_time(event: Component) -> Iterator[Problem]:
    line = event.first("X-MICROSOFT-CDO-BUSYSTATUS")
    if line and (line.value == "FREE") is not (event.value("TRANSP") == "TRANSPARENT"):
        yield at(line=line.number)


@EVENT.rule(
    "ics-organizer",
    holds=_("Every event of a published calendar has an ORGANIZER."),
    otherwise=_("METHOD is PUBLISH and the event has no ORGANIZER, which libical demands: add it."),
    source="RFC 5546 3.2.1",
)
def _organizer(event: Component) -> Iterator[Problem]:
    if _is_published(event) and not event.first("ORGANIZER"):
        yield at(line=event.number)


@EVENT.rule(
    "ics-attendee",
    holds=_("No event of a published calendar has an ATTENDEE."),
    otherwise=_("METHOD is PUBLISH and the event has an ATTENDEE, which libical refuses: remove it."),
    source="RFC 5546 3.2.1",
)
def _no_attendee(event: Component) -> Iterator[Problem]:
    if _is_published(event):
        yield from (at(line=line.number) for line in event.all("ATTENDEE"))


@EVENT.rule(
    "ics-join",
    severity="warning",
    holds=_("The address in CONFERENCE stands in LOCATION or URL, and in DESCRIPTION."),
    otherwise=_(
        "%(property)s does not hold the address in CONFERENCE, which Google and Microsoft ignore: repeat it."
    ),
    source="Parvis: neither Google nor Microsoft uses CONFERENCE (RFC 7986 5.11)",
)
def _join_address_is_repeated(event: Component) -> Iterator[Problem]:
    for line in event.all("CONFERENCE"):
        for names in (("LOCATION", "URL"), ("DESCRIPTION",)):
            texts = [text_of(event.value(name)) for name in names]
            if is_web_start(line.value) and not any(line.value in text for text in texts):
                yield at(line=line.number, property=names[0])


@EVENT.rule(
    "ics-alarm",
    severity="warning",
    holds=_("Events carry no alarm."),
    otherwise=_("The event carries a VALARM: remove it, subscribers choose their own."),
    source="Parvis: subscribers choose their reminders (RFC 5545 3.6.6)",
)
def _no_alarm(event: Component) -> Iterator[Problem]:
    return (at(line=each.number) for each in event.inner("VALARM"))


@EVENT.rule(
    "ics-inner-component",
    holds=_("No component stands inside an event."),
    otherwise=_("%(name)s stands inside the event, and calcurse takes its words for the event's: remove it."),
    source="Parvis: calcurse flattens inner components (RFC 9073 7)",
)
def _no_inner_component(event: Component) -> Iterator[Problem]:
    return (at(line=each.number, name=each.name) for each in event.components if each.name != "VALARM")


def _is_cancelled(event: Component) -> bool:
    return event.value("STATUS") == "CANCELLED"


def _is_published(event: Component) -> bool:
    return event.parent is not None and event.parent.value("METHOD").upper() == "PUBLISH"
