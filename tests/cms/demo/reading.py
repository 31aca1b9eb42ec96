"""What the readers of other people are given, and what they have to make of it."""

import datetime
import json
from pathlib import Path

from django.conf import settings
from django.test import Client

import feedparser
import icalendar
import time_machine
from lxml import etree

from feeds.addresses import feed_path, files
from feeds.models import Shelf
from tests.cms.demo.loaded import NOW

ROOT = Path(__file__).parents[3]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
Told = dict[str, tuple[str, str, str, str]]


def read_feeds(language: str) -> dict[str, bytes]:
    """Every feed of a language by its path, without those that hold nothing."""
    with time_machine.travel(NOW):
        Client().get(f"/feeds/{language}/all/sessions.ics")
        shelves = set(Shelf.objects.filter(language=language, count__gt=0).values_list("scope", "kind"))
        paths = [
            feed_path(scope=scope, language=language, file=file)
            for scope, kind in sorted(shelves)
            for each, file in files()
            if each == kind
        ]
        return {path: Client().get(path).content for path in [*paths, f"/feeds/{language}/feeds.opml"]}


def instant(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def told(events) -> Told:
    """What a reader says of each event, so that it can be compared: UID -> instants, title, text."""
    return {
        str(uid): (instant(start), instant(end), str(summary), str(description))
        for uid, start, end, summary, description in events
    }


def as_icalendar(text: str) -> Told:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return told((e["UID"], e["DTSTART"].dt, e["DTEND"].dt, e["SUMMARY"], e["DESCRIPTION"]) for e in events)


def expectation(path: str, body: bytes) -> list:
    """What a reader in Python makes of the same bytes, in the form of read.mjs."""
    text = body.decode()
    if path.endswith(".ics"):
        names = ("start", "end", "summary", "description")
        return [
            {"uid": uid} | dict(zip(names, about, strict=True)) for uid, about in as_icalendar(text).items()
        ]
    if path.endswith(".opml"):
        outlines = etree.fromstring(body).iter("outline")
        return [each.get("text") for each in outlines if each.get("type")]
    if path.endswith(".json"):
        items = json.loads(text)["items"]
        return [{"id": item["id"], "title": item["title"], "link": item["url"]} for item in items]
    entries = feedparser.parse(body).entries
    return [{"id": entry.id, "title": entry.title, "link": entry.link} for entry in entries]
