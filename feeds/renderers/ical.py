"""A calendar as an iCalendar stream (RFC 5545, 5546, 7986), composed by django-ical and icalendar.

django-ical names the properties and icalendar builds components and quotes parameters. Written here is what they leave out or
get wrong: VTIMEZONE, DTSTAMP (django-ical's is the clock), the properties outside django-ical's field map, the order (some readers
want UID first), TEXT escaping (icalendar turns a typed backslash-N into a line break), and folds inside a letter.

Left out on purpose, since widespread readers misread or refuse them: a calendar UID, VALARM, and components inside VEVENT.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from itertools import chain
from typing import Any
from urllib.parse import quote

from django_ical.feedgenerator import FEED_FIELD_MAP, ICal20Feed
from icalendar import Calendar as VCalendar
from icalendar import Component, vCalAddress, vDDDTypes, vDuration, vText, vUri

from feeds.documents import GENERATOR_NAME, GENERATOR_VERSION, Calendar, CalendarHead, Event, Picture
from feeds.renderers.folding import fold_all
from feeds.renderers.timezones import vtimezone

PRODUCT_ID = f"-//{GENERATOR_NAME}//{GENERATOR_NAME} {GENERATOR_VERSION}//EN"

# Times of this zone are written with "Z": TZID must not stand beside them (RFC 5545 3.2.19).
_UTC = "UTC"
_STATUS = {
    "tentative": "TENTATIVE",
    "confirmed": "CONFIRMED",
    "postponed": "CANCELLED",
    "cancelled": "CANCELLED",
    "withdrawn": "CANCELLED",
}
# RFC 6868 can write these in a parameter, but widespread readers refuse it; and a few unescape backslashes there.
_PARAMETER_CHARACTERS = str.maketrans({'"': "\u201d", "^": "\u02c6", "\\": "\u29f5", "\n": " "})

_Properties = Iterable[tuple[str, Any]]


def render(calendar: Calendar) -> bytes:
    """Return the whole calendar: UTF-8, CRLF, lines of at most 75 octets (RFC 5545 3.1, 3.4)."""
    return assemble(calendar.head, [compose(event) for event in calendar.events])


def compose(event: Event) -> bytes:
    """Return one VEVENT (RFC 5545 3.6.1)."""
    holder = VCalendar()
    generator = _Generator()
    generator.add_item(fields=_event_fields(event), extra=_event_extra(event))
    generator.write_items(holder)
    return fold_all(_content_lines(holder.subcomponents[0]))


def assemble(head: CalendarHead, fragments: Sequence[bytes]) -> bytes:
    """Return the calendar around its events' fragments, which stand in the order of their start."""
    generator = _Generator(fields=_calendar_fields(head), extra=_calendar_extra(head))
    *lines, end = _content_lines(generator.head())
    return b"".join((fold_all([*lines, *_timezone_lines(head)]), *fragments, fold_all([end])))


class _Generator(ICal20Feed):  # type: ignore[misc]
    """django-ical's feed generator, given values of icalendar's types by django-ical's field names.

    The inherited constructor and `add_item` turn each value into a plain string, which loses its parameters, and `write` sorts.
    """

    def __init__(self, *, fields: dict[str, Any] | None = None, extra: _Properties = ()) -> None:
        super().__init__(title=None, link="", description=None)
        self.feed = fields or {}
        self.extra = extra

    def add_item(self, *, fields: dict[str, Any], extra: _Properties) -> None:
        """Add one event: the fields that django-ical maps, and the properties that it does not know."""
        self.items.append({**fields, "extra": extra})

    def head(self) -> VCalendar:
        """Return the calendar without its items."""
        calendar = VCalendar()
        mapped = ((name, self.feed.get(field)) for field, name in FEED_FIELD_MAP)
        for name, value in (("version", "2.0"), ("calscale", "GREGORIAN"), *mapped, *self.extra):
            if value is not None:
                calendar.add(name, value)
        return calendar

    def write_items(self, calendar: VCalendar) -> None:
        """Add the items to a calendar, with their extra properties."""
        super().write_items(calendar)
        for item, component in zip(self.items, calendar.subcomponents, strict=True):
            for name, value in item["extra"]:
                component.add(name, value)


def _calendar_fields(head: CalendarHead) -> dict[str, Any]:
    channel = head.channel
    fields = {"product_id": PRODUCT_ID, "method": head.method}
    if head.is_download:
        return fields
    return fields | {
        "title": _text(channel.title),
        "description": _text(channel.description),
        "timezone": channel.timezone,
        "ttl": _duration(channel.refresh),
    }


def _calendar_extra(head: CalendarHead) -> _Properties:
    channel = head.channel
    if head.is_download:
        return
    yield "name", _text(channel.title, lang=channel.lang)
    yield "description", _text(channel.description, lang=channel.lang)
    yield "refresh-interval", _Written(_duration(channel.refresh), params={"VALUE": "DURATION"})
    yield "source", vUri(channel.self_url, params={"VALUE": "URI"})
    yield "url", vUri(channel.home_url)
    yield "last-modified", channel.updated
    if channel.color:
        yield "color", channel.color.lower()
    if channel.logo:
        yield "image", _image(channel.logo)


def _event_fields(event: Event) -> dict[str, Any]:
    return {
        "unique_id": event.uid,
        "timestamp": event.last_modified,
        "created": event.created,
        "updateddate": event.last_modified,
        "sequence": event.sequence,
        "start_datetime": _local(event.date, event.start_time, event.timezone),
        "end_datetime": _local(event.date, event.end_time, event.timezone),
        "title": _text(event.summary or event.headline, lang=event.lang),
        "description": _text(event.description, lang=event.lang) if event.description else None,
        "location": _location(event),
        "link": vUri(event.url),
        "organizer": _organizer(event),
        "categories": _categories(event),
        "status": _STATUS[event.status],
        "transparency": "TRANSPARENT" if event.is_called_off else "OPAQUE",
        "class": "PUBLIC",
    }


def _event_extra(event: Event) -> _Properties:
    yield "x-alt-desc", _Written(_escaped(_html_page(event)), params={"FMTTYPE": "text/html"})
    yield "x-microsoft-cdo-busystatus", "FREE" if event.is_called_off else "BUSY"
    if event.join_url:
        label = {"LABEL": _parameter(event.platform)} if event.platform else {}
        yield (
            "conference",
            vUri(event.join_url, params={"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], **label}),
        )
    if event.picture:
        yield "image", _image(event.picture)


def _location(event: Event) -> vText | None:
    """The join address, as no calendar service shows CONFERENCE; else the platform's name."""
    place = event.join_url or event.platform
    return _text(place) if place else None


def _organizer(event: Event) -> vCalAddress:
    """METHOD:PUBLISH demands an ORGANIZER (RFC 5546 3.2.1).

    Where no mail address is known its value is a web address: CAL-ADDRESS is any URI (RFC 5545 3.3.3), and an invented mail
    address would receive replies. Readers show CN.
    """
    if event.organizer_email:
        address = "mailto:" + quote(event.organizer_email, safe="@!#$&'*+-/=?_`{|}~.")
    else:
        address = event.organizer_url or event.url
    return vCalAddress(
        address, params={"CN": _parameter(event.organizer_name)} if event.organizer_name else {}
    )


def _categories(event: Event) -> vText | None:
    if not event.categories:
        return None
    return _Written(",".join(map(_escaped, event.categories)), params={"LANGUAGE": event.lang})


def _html_page(event: Event) -> str:
    """Outlook shows this instead of DESCRIPTION: so the addresses stand here too."""
    addresses = [
        each for each in (event.join_url, event.url) if each and escape(each) not in event.content_html
    ]
    links = "".join(f'<p><a href="{escape(each)}">{escape(each)}</a></p>' for each in addresses)
    return f'<!DOCTYPE html><html lang="{event.lang}"><body>{event.content_html}{links}</body></html>'


def _image(picture: Picture) -> vUri:
    """One DISPLAY value: a second one makes strict readers refuse the calendar."""
    return vUri(picture.url, params={"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": picture.mime_type})


def _local(date: dt.date, time: dt.time, timezone: str) -> vDDDTypes:
    """Local time with TZID, so that a change of the zone's rules is followed."""
    if timezone == _UTC:
        return vDDDTypes(dt.datetime.combine(date, time, dt.UTC))
    value = vDDDTypes(dt.datetime.combine(date, time))
    value.params["TZID"] = timezone
    return value


def _timezone_lines(head: CalendarHead) -> Iterable[str]:
    """A VTIMEZONE for each zone in use; an empty calendar has its default zone, as it needs one component."""
    year = head.channel.updated.year
    first, last = head.years or (year, year)
    zones = [each for each in head.zones if each != _UTC] if head.years else [head.channel.timezone]
    return chain.from_iterable(vtimezone(each, first_year=first, last_year=last) for each in zones)


class _Written(vText):
    """A value in its final form, escaped already."""

    def to_ical(self) -> bytes:
        return self.encode()


def _text(value: str, *, lang: str | None = None) -> _Written:
    return _Written(_escaped(value), params={"LANGUAGE": lang} if lang else None)


def _escaped(value: str) -> str:
    """Escape TEXT (RFC 5545 3.3.11)."""
    for character, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(character, written)
    return value


def _parameter(value: str) -> str:
    return value.translate(_PARAMETER_CHARACTERS)


def _duration(value: dt.timedelta) -> str:
    return str(vDuration(value).to_ical(), "ascii")


def _content_lines(component: Component) -> list[str]:
    return [line for line in component.content_lines(sorted=False) if line]
