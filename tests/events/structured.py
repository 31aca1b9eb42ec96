"""Rules for our structured data, from schema.org and Google's profiles of it: what a node must have, and in which form."""

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html

REQUIRED = {
    "Event": ("name", "startDate", "location", "eventStatus", "eventAttendanceMode", "url"),
    "EventSeries": ("name", "url", "eventSchedule"),
    "Schedule": ("repeatFrequency", "byDay", "scheduleTimezone"),
    "Organization": ("name",),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "VideoObject": ("name", "thumbnailUrl", "uploadDate", "description"),
    "VirtualLocation": ("url",),
    "ImageObject": ("url", "width", "height"),
    "NewsArticle": ("headline", "datePublished"),
    "WebSite": ("name", "url"),
    "Person": ("name",),
    "Question": ("name",),
    "Offer": ("price", "priceCurrency"),
    "Role": ("roleName",),
    "MediaObject": ("contentUrl",),
}  # fmt: skip
INSTANTS = ("startDate", "endDate", "uploadDate")
STATUSES = ("EventScheduled", "EventRescheduled", "EventPostponed", "EventCancelled")


def documents(content: bytes) -> list[dict[str, Any]]:
    """The documents of a page."""
    scripts = html.fromstring(content).xpath("//script[@type='application/ld+json']")
    return [json.loads(script.text) for script in scripts]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a document, however deep; a node that is a reference only is none."""
    if isinstance(value, dict):
        if set(value) != {"@id"}:
            yield value
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


def faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, as sentences; nothing for a valid one."""
    every = [node for node in nodes(document["@graph"]) if "@type" in node]
    known = {node["@id"] for node in every if "@id" in node}
    found = [fault for node in every for fault in _faults_of(node)]
    missing = [ref for ref in _references(document["@graph"]) if ref not in known]
    return found + [f"nothing has the identifier {ref}" for ref in missing if not ref.endswith("#cycle")]


def _faults_of(node: dict[str, Any]) -> Iterator[str]:
    kind = node["@type"]
    if kind not in REQUIRED:
        yield f"unknown type {kind}"
        return
    yield from (f"{kind} lacks {name}" for name in REQUIRED[kind] if name not in node)
    yield from (f"{kind}.{name} is empty" for name, value in node.items() if value in ("", [], {}, None))
    for name in INSTANTS:
        if name in node and datetime.datetime.fromisoformat(node[name]).tzinfo is None:
            yield f"{kind}.{name} has no offset"
    for name, value in node.items():
        if name in ("url", "item", "@id", "logo", "contentUrl") and not re.match(
            r"https?://[^\s/]+/?", str(value)
        ):
            yield f"{kind}.{name} is no address: {value}"
    if "eventStatus" in node and node["eventStatus"].rsplit("/", 1)[-1] not in STATUSES:
        yield f"unknown status {node['eventStatus']}"
    if (
        node.get("eventStatus", "").endswith("EventRescheduled")
        and not node.get("previousStartDate")
        and "offers" in node
    ):
        yield "rescheduled from no date"
    if kind == "BreadcrumbList":
        positions = [step["position"] for step in node["itemListElement"]]
        if positions != list(range(1, len(positions) + 1)):
            yield f"steps are not counted from 1: {positions}"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)
