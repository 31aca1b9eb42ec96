"""The rules of one property, wherever it stands: the form of its parameters and of its value."""

import re
from collections.abc import Iterator

from feeds.rules.findings import Problem, RuleBook, at
from feeds.rules.findings import gettext_noop as _
from feeds.rules.html import active_parts, relative_addresses
from feeds.rules.ical.reading import ContentLine
from feeds.rules.ical.values import (
    is_color,
    is_duration,
    read_date,
    read_date_time,
    read_moment,
    text_of,
)
from feeds.rules.values import is_language, is_uri, zone_named

LINE = RuleBook[ContentLine]()

_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_TEXT_LIST = re.compile(r"(?:[^\\;]|\\[\\;,nN])*")
_LISTS = frozenset({"CATEGORIES", "RESOURCES"})
_TEXTS = _LISTS | {
    "COMMENT",
    "CONTACT",
    "DESCRIPTION",
    "LOCATION",
    "NAME",
    "PRODID",
    "SUMMARY",
    "TZNAME",
    "UID",
    "X-WR-CALDESC",
    "X-WR-CALNAME",
}
_ESCAPED = re.compile(r"\\.")
_URIS = frozenset({"ATTACH", "ATTENDEE", "CONFERENCE", "IMAGE", "ORGANIZER", "SOURCE", "TZURL", "URL"})
_MOMENTS_IN_UTC = frozenset({"COMPLETED", "CREATED", "DTSTAMP", "LAST-MODIFIED"})
_MOMENTS = frozenset({"DTEND", "DTSTART", "RECURRENCE-ID"})
# RFC 7986 gives these no default type.
_STATED_TYPES = {
    "CONFERENCE": ("URI",),
    "IMAGE": ("URI", "BINARY"),
    "REFRESH-INTERVAL": ("DURATION",),
    "SOURCE": ("URI",),
}
_RICH = frozenset({"CONCEPT", "LINK", "REFID", "STRUCTURED-DATA", "STYLED-DESCRIPTION"})
_CARET_ESCAPE = re.compile(r"\^[n'^]")
_MARKUP = re.compile(r"</?(?:p|br|a|strong|em|ul|ol|li|div|span)(?:\s[^<>]*=[^<>]*)?\s*/?>", re.IGNORECASE)


@LINE.rule(
    "ics-text-escape",
    holds=_("Backslashes, commas, semicolons and line breaks in texts are escaped."),
    otherwise=_(
        "%(property)s holds a backslash, comma or semicolon that is not escaped: write \\\\ \\, \\; or \\n."
    ),
    source="RFC 5545 3.3.11",
)
def _texts_are_escaped(line: ContentLine) -> Iterator[Problem]:
    form = _TEXT_LIST if line.name in _LISTS else _TEXT
    if line.name in _TEXTS and not form.fullmatch(line.value):
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-category-empty",
    severity="warning",
    holds=_("No category is empty."),
    otherwise=_("%(property)s holds an empty item: leave it out."),
    source="RFC 5545 3.8.1.2",
)
def _no_empty_category(line: ContentLine) -> Iterator[Problem]:
    if line.name in _LISTS and "" in _ESCAPED.sub("-", line.value).split(","):
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-uri",
    holds=_("Addresses are absolute URIs in ASCII, not escaped."),
    otherwise=_(
        "%(property)s is no absolute address: %(value)s. Write it whole, percent-encoded, without backslashes."
    ),
    source="RFC 5545 3.3.13",
)
def _addresses(line: ContentLine) -> Iterator[Problem]:
    is_data = line.parameter("VALUE").upper() == "BINARY"
    if line.name in _URIS and not is_data and not is_uri(line.value):
        yield at(line=line.number, property=line.name, value=line.value)


@LINE.rule(
    "ics-language",
    holds=_("Languages are language tags."),
    otherwise=_("%(value)s is no language tag: write one such as fr or pt-BR."),
    source="RFC 5545 3.2.10",
)
def _languages(line: ContentLine) -> Iterator[Problem]:
    if "LANGUAGE" in line.parameters and not is_language(line.parameter("LANGUAGE")):
        yield at(line=line.number, value=line.parameter("LANGUAGE"))


@LINE.rule(
    "ics-caret",
    holds=_("No parameter is written with carets."),
    otherwise=_(
        "A parameter holds an escape such as ^n or ^': sabre/vobject refuses the file. Use typographic quotes."
    ),
    source="Parvis: sabre/vobject 2.1 refuses RFC 6868 escapes",
)
def _no_carets(line: ContentLine) -> Iterator[Problem]:
    if any(_CARET_ESCAPE.search(value) for values in line.parameters.values() for value in values):
        yield at(line=line.number)


@LINE.rule(
    "ics-value-type",
    holds=_("REFRESH-INTERVAL, SOURCE, CONFERENCE and IMAGE state their type."),
    otherwise=_("%(property)s has no default type: add ;VALUE=%(type)s."),
    source="RFC 7986 5.7, 5.8, 5.10, 5.11",
)
def _stated_types(line: ContentLine) -> Iterator[Problem]:
    types = _STATED_TYPES.get(line.name)
    if types and line.parameter("VALUE").upper() not in types:
        yield at(line=line.number, property=line.name, type=types[0])


@LINE.rule(
    "ics-duration",
    holds=_("Intervals between two polls are positive durations."),
    otherwise=_("%(property)s is no positive duration: write one such as PT6H."),
    source="RFC 5545 3.3.6",
)
def _durations(line: ContentLine) -> Iterator[Problem]:
    if line.name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL") and not is_duration(line.value):
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-utc",
    holds=_("DTSTAMP, CREATED and LAST-MODIFIED are in UTC."),
    otherwise=_("%(property)s is not a moment in UTC: write one such as 20210518T110000Z."),
    source="RFC 5545 3.8.7",
)
def _moments_in_utc(line: ContentLine) -> Iterator[Problem]:
    moment = read_date_time(line.value)
    if line.name in _MOMENTS_IN_UTC and (moment is None or moment.tzinfo is None):
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-moment",
    holds=_("DTSTART and DTEND are date-times, or dates with VALUE=DATE."),
    otherwise=_("%(property)s is no date-time: write 20210518T130000, or a date with ;VALUE=DATE."),
    source="RFC 5545 3.3.5",
)
def _moments(line: ContentLine) -> Iterator[Problem]:
    if line.name in _MOMENTS and read_moment(line) is None:
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-tzid-utc",
    holds=_("No time is in UTC and in a zone."),
    otherwise=_("%(property)s has a TZID and ends with Z: remove one of them."),
    source="RFC 5545 3.2.19",
)
def _no_zone_for_utc(line: ContentLine) -> Iterator[Problem]:
    if line.name in _MOMENTS and "TZID" in line.parameters and line.value.endswith("Z"):
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-value-date-time",
    severity="warning",
    holds=_("VALUE=DATE-TIME is left out."),
    otherwise=_("%(property)s states its default type: leave out ;VALUE=DATE-TIME."),
    source="RFC 5545 3.2.20",
)
def _no_default_type(line: ContentLine) -> Iterator[Problem]:
    if line.parameter("VALUE").upper() == "DATE-TIME" and read_date(line.value) is None:
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-zone-name",
    holds=_("Time zones have IANA names."),
    otherwise=_(
        "%(name)s is no IANA time zone, and Home Assistant refuses it: write a name such as Europe/Paris."
    ),
    source="Parvis: home-assistant/core#179613",
)
def _zone_names(line: ContentLine) -> Iterator[Problem]:
    if line.name in ("TZID", "X-WR-TIMEZONE") and zone_named(line.value) is None:
        yield at(line=line.number, name=line.value)


@LINE.rule(
    "ics-color",
    holds=_("Colours are CSS3 names."),
    otherwise=_("%(value)s is no CSS3 colour name: write one such as teal."),
    source="RFC 7986 5.9",
)
def _colors(line: ContentLine) -> Iterator[Problem]:
    if line.name == "COLOR" and not is_color(line.value):
        yield at(line=line.number, value=line.value)


@LINE.rule(
    "ics-image-display",
    holds=_("An image has one DISPLAY value."),
    otherwise=_("IMAGE has several DISPLAY values, and Home Assistant then refuses the calendar: keep one."),
    source="Parvis: Home Assistant's ical refuses a second value (RFC 7986 6.1)",
)
def _one_display(line: ContentLine) -> Iterator[Problem]:
    if line.name == "IMAGE" and len(line.parameters.get("DISPLAY", ())) > 1:
        yield at(line=line.number)


@LINE.rule(
    "ics-related-value",
    holds=_("RELATED-TO has no VALUE."),
    otherwise=_("RELATED-TO has a VALUE, and Home Assistant then refuses the calendar: leave it out."),
    source="Parvis: Home Assistant's ical refuses it (RFC 9253 9.1)",
)
def _plain_relations(line: ContentLine) -> Iterator[Problem]:
    if line.name == "RELATED-TO" and "VALUE" in line.parameters:
        yield at(line=line.number)


@LINE.rule(
    "ics-rich-property",
    severity="warning",
    holds=_("Properties of RFC 9073 and RFC 9253 are left out."),
    otherwise=_("libical 3.0 and ruby-icalendar reject %(property)s: leave it out of the public calendar."),
    source="Parvis: libical 3.0.16 and strict ruby-icalendar drop it with an error",
)
def _no_rich_properties(line: ContentLine) -> Iterator[Problem]:
    if line.name in _RICH:
        yield at(line=line.number, property=line.name)


@LINE.rule(
    "ics-html-description",
    severity="warning",
    holds=_("DESCRIPTION is plain text."),
    otherwise=_("DESCRIPTION holds HTML, and Thunderbird and Apple show its tags: put it into X-ALT-DESC."),
    source="RFC 5545 3.8.1.5",
)
def _plain_descriptions(line: ContentLine) -> Iterator[Problem]:
    if line.name == "DESCRIPTION" and len(_MARKUP.findall(line.value)) > 1:
        yield at(line=line.number)


@LINE.rule(
    "ics-alt-desc",
    severity="warning",
    holds=_("X-ALT-DESC says that it is HTML."),
    otherwise=_("X-ALT-DESC does not say that it is HTML: add ;FMTTYPE=text/html."),
    source="MS-OXCICAL, X-ALT-DESC",
)
def _typed_alternatives(line: ContentLine) -> Iterator[Problem]:
    if line.name == "X-ALT-DESC" and line.parameter("FMTTYPE").lower() != "text/html":
        yield at(line=line.number)


@LINE.rule(
    "ics-html-relative",
    holds=_("HTML of an event holds absolute addresses only."),
    otherwise=_(
        "The HTML holds the relative address %(value)s, which leads nowhere in a reader: write it whole."
    ),
    source="Parvis: a calendar has no page that an address could be relative to",
)
def _absolute_html(line: ContentLine) -> Iterator[Problem]:
    for value in relative_addresses(text_of(line.value)) if line.name == "X-ALT-DESC" else ():
        yield at(line=line.number, value=value)


@LINE.rule(
    "ics-html-active",
    holds=_("HTML of an event holds no script, style, form or frame."),
    otherwise=_("The HTML holds %(value)s, which readers strip or must not run: remove it."),
    source="Parvis: Outlook shows X-ALT-DESC",
)
def _passive_html(line: ContentLine) -> Iterator[Problem]:
    for value in active_parts(text_of(line.value)) if line.name == "X-ALT-DESC" else ():
        yield at(line=line.number, value=value)
