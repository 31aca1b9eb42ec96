"""Structured data for search engines and other programs: schema.org in JSON-LD, one graph for each page.

It knows the join address of ours and nothing of the meeting behind it: link, ID and passcode are not among its arguments'
fields that it reads. The profile of an event is Google's (name, startDate with an offset, location, eventStatus).
"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from events.addresses import absolute, join_path
from events.jsonld_nodes import (
    breadcrumbs,
    organisation,
    organisations,
    person,
    picture,
    reference,
    series,
    video,
    without_empty,
)
from events.presentation_programme import Item
from events.presentation_session import SessionView
from events.presentation_social import Social
from events.presentation_state import CALLED_OFF
from events.text import excerpt, plain_from_html

DESCRIPTION = 300
Node = dict[str, Any]
# What could end the script element, or begin a comment in it (HTML 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_json(document: Node) -> SafeString:
    """A document as the content of a script element of type application/ld+json."""
    return mark_safe(json.dumps(document, ensure_ascii=False, indent=None).translate(_ESCAPES))  # noqa: S308


def graph(*nodes: Node) -> Node:
    """Nodes as one document; what is empty is left out."""
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def session_document(view: SessionView, social: Social, *, home: tuple[str, str]) -> Node:
    """The session as an Event of its series, with its replay and the breadcrumbs of its page. `home`: title and path.

    Equal views give equal documents.
    """
    cycle = view.cycle
    steps = [home, (cycle.title.text, cycle.address), (view.title.text, view.address)]
    bodies = [
        organisation(body.name, logo=absolute(body.logo.url) if body.logo else "")
        for body in view.people.bodies
    ]
    node = series(
        cycle.page,
        url=absolute(cycle.address),
        logo=absolute(cycle.logo.url) if cycle.logo else "",
        organisers=view.people.cycle_organisers,
        funders=view.people.cycle_funders,
    )
    recording = video(view, social) if view.has_replay else {}
    return graph(_event(view, social), node, *bodies, recording, breadcrumbs(steps))


def stub(item: Item, *, language: str) -> Node:
    """A session in a list for readers of `language`: what one must know of an Event; its own page has the rest."""
    url = absolute(item.address)
    return without_empty(
        {
            "@type": "Event",
            "@id": f"{url}#session",
            "url": url,
            "name": item.title.text,
            "startDate": item.when.start,
            "endDate": item.when.end,
            "eventStatus": _schema(event_status(item.status, item.previous)),
            "eventAttendanceMode": _schema("OnlineEventAttendanceMode"),
            "location": {
                "@type": "VirtualLocation",
                "url": absolute(join_path(item.code, language=language)),
            },
        }
    )


def _event(view: SessionView, social: Social) -> Node:
    page, people, url = view.page, view.people, absolute(view.address)
    return without_empty(
        {
            "@type": "Event",
            "@id": f"{url}#session",
            "url": url,
            "name": view.title.text,
            "alternateName": gettext("Session %(number)s") % {"number": page.number} if page.number else "",
            "description": excerpt(plain_from_html(page.introduction), limit=DESCRIPTION),
            "startDate": view.facts.when.start,
            "endDate": view.facts.when.end,
            "eventStatus": _schema(event_status(page.status, view.facts.previous)),
            "previousStartDate": list(view.facts.previous),
            "eventAttendanceMode": _schema("OnlineEventAttendanceMode"),
            "location": without_empty(
                {
                    "@type": "VirtualLocation",
                    "name": page.platform,
                    "url": absolute(join_path(page.code, language=view.language)),
                }
            ),
            "inLanguage": list(dict.fromkeys([*page.spoken, *page.interpreted])),
            "isAccessibleForFree": True,
            "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "url": url},
            "about": [{"@type": "Question", "name": row.text} for row in page.question_rows.all()],
            "image": _images(view, social),
            "organizer": organisations(people.organisers),
            "contributor": [*organisations(people.participants), *_moderators(view)],
            "performer": [person(name) for name in people.people],
            "funder": organisations(people.funders),
            "superEvent": reference(absolute(view.cycle.address), "cycle"),
            "recordedIn": reference(url, "replay") if view.has_replay else {},
        }
    )


def event_status(status: str, previous: tuple[str, ...]) -> str:
    """The name of schema.org's status for a session; `previous` are its earlier starts."""
    if status in CALLED_OFF:
        return "EventCancelled" if status == "cancelled" else "EventPostponed"
    return "EventRescheduled" if previous else "EventScheduled"


def _schema(name: str) -> str:
    return f"https://schema.org/{name}"


def _images(view: SessionView, social: Social) -> list[Node]:
    """The card, the poster by the form that most programs read, and the photos with those who took them."""
    card = social.image
    drawn = (
        [{"@type": "ImageObject", "url": card.address, "width": card.width, "height": card.height}]
        if card
        else []
    )
    poster = [picture(view.card)] if view.card else []
    return [*drawn, *poster, *map(picture, view.photos)]


def _moderators(view: SessionView) -> list[Node]:
    """Organisations that moderate, in that role (schema.org/Role)."""
    names = [name for name in view.people.moderators if name.code]
    return [{"@type": "Role", "roleName": "moderator", "contributor": node} for node in organisations(names)]
