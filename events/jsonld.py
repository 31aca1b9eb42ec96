"""Structured data of a session for search engines: schema.org in JSON-LD.

It knows the join address of ours and nothing of the meeting behind it: link, ID and passcode are not among its arguments'
fields that it reads. The profile is Google's for events (name, startDate with an offset, location, eventStatus).
"""

import json

from django.utils.safestring import SafeString, mark_safe

from events.addresses import absolute, join_path
from events.phrases import Name
from events.presentation_session import SessionView
from events.presentation_state import CALLED_OFF
from events.text import excerpt, plain_from_html

DESCRIPTION = 300
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What could end the script element, or begin a comment in it (HTML 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_json(document: dict[str, object]) -> SafeString:
    """A document as the content of a script element of type application/ld+json."""
    return mark_safe(json.dumps(document, ensure_ascii=False, indent=None).translate(_ESCAPES))  # noqa: S308


def session_document(view: SessionView) -> dict[str, object]:
    """One graph: the session as an Event, with the breadcrumbs of its page. Equal views give equal documents."""
    return {"@context": "https://schema.org", "@graph": [_event(view), _breadcrumbs(view)]}


def _event(view: SessionView) -> dict[str, object]:
    page, url = view.page, absolute(view.address)
    event = {
        "@type": "Event",
        "@id": f"{url}#session",
        "url": url,
        "name": view.title.text,
        "description": excerpt(plain_from_html(page.introduction), limit=DESCRIPTION),
        "startDate": view.facts.when.start,
        "endDate": view.facts.when.end,
        "eventStatus": f"https://schema.org/{_status(page)}",
        "previousStartDate": _previous(page),
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {
            "@type": "VirtualLocation",
            "url": absolute(join_path(page.code, language=view.language)),
        },
        "inLanguage": list(dict.fromkeys([*page.spoken, *page.interpreted])),
        "isAccessibleForFree": True,
        "image": [absolute(view.card.url)] if view.card else [],
        "organizer": [_organisation(name) for name in view.people.organisers],
        "contributor": [_organisation(name) for name in view.people.participants],
        "performer": [_person(name) for name in view.people.people],
        "funder": [_organisation(name) for name in view.people.funders],
        "superEvent": {
            "@type": "EventSeries",
            "name": view.cycle.title.text,
            "url": absolute(view.cycle.address),
            "eventSchedule": _schedule(view.cycle.page),
        },
        "recordedIn": _recording(page, name=view.title.text),
    }
    return {key: value for key, value in event.items() if value or value is True}


def _schedule(cycle) -> dict[str, str]:
    """The rhythm as a schedule: "3TU" is the third Tuesday, as in RFC 5545 3.3.10."""
    return {
        "@type": "Schedule",
        "repeatFrequency": f"P{cycle.rhythm_interval}M",
        "byDay": f"{cycle.rhythm_ordinal}{WEEKDAYS[cycle.rhythm_weekday]}",
        "startTime": cycle.default_start_time.isoformat(),
        "endTime": cycle.default_end_time.isoformat(),
        "scheduleTimezone": cycle.default_timezone,
    }


def _status(page) -> str:
    if page.status in CALLED_OFF:
        return "EventCancelled" if page.status == "cancelled" else "EventPostponed"
    return "EventRescheduled" if _previous(page) else "EventScheduled"


def _previous(page) -> list[str]:
    """Earlier starts, in UTC; a start that came back is not earlier."""
    present = page.starts_at.isoformat() if page.starts_at else ""
    return [start for start in page.previous_starts if start != present]


def _organisation(name: Name) -> dict[str, str]:
    return _without_empty(
        {
            "@type": "Organization",
            "name": name.shown.text,
            "alternateName": _original(name),
            "url": name.website,
        }
    )


def _person(name: Name) -> dict[str, object]:
    affiliation = {"@type": "Organization", "name": name.organisation.text} if name.organisation else {}
    person = {
        "@type": "Person", "name": name.shown.text, "alternateName": _original(name), "jobTitle": name.title, "url": name.website,
        "affiliation": affiliation,
    }  # fmt: skip
    return _without_empty(person)


def _original(name: Name) -> str:
    return name.original.text if name.original else ""


def _recording(page, *, name: str) -> dict[str, str]:
    return {"@type": "CreativeWork", "name": name, "url": page.replay} if page.replay else {}


def _without_empty(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def _breadcrumbs(view: SessionView) -> dict[str, object]:
    steps = [(view.cycle.title.text, view.cycle.address), (view.title.text, view.address)]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
