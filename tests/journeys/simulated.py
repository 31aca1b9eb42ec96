"""Subscribers as programs are: they keep what they were told, believe a higher SEQUENCE, miss polls, and know nothing of the site."""

import datetime
import json
from dataclasses import dataclass, field
from typing import NamedTuple

from django.test import Client

import feedparser
import icalendar

from tests.feeds.api.asking import get
from tests.feeds.api.mirror import Mirror
from tests.journeys.subscriber import validators


class Told(NamedTuple):
    """What a calendar holds of an event."""

    sequence: int
    modified: datetime.datetime
    start: datetime.datetime
    status: str
    title: str


class Entry(NamedTuple):
    """What a reader of news holds of an entry; `updated` is "" where a format has none (RSS)."""

    updated: str
    title: str


@dataclass
class Importer:
    """A calendar that imports: it keeps every event it ever saw, and changes one only for a newer (RFC 5546, 2.1.5)."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    events: dict[str, Told] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def poll(self) -> int:
        """Ask as it does, validators exactly as they came. Returns the status."""
        answer = Client().get(self.path, headers=self.headers)
        if answer.status_code == 200:
            self.headers = validators(answer.headers, known=self.headers)
            for uid, told in events_in(answer.content).items():
                self._take(uid, told)
        return answer.status_code

    def _take(self, uid: str, told: Told) -> None:
        known = self.events.get(uid)
        if known and told.sequence < known.sequence:
            self.faults.append(f"SEQUENCE of {uid} fell from {known.sequence} to {told.sequence}")
        if known and told.sequence == known.sequence and told.start != known.start:
            self.faults.append(f"{uid} moved without a higher SEQUENCE")
        if known is None or (told.sequence, told.modified) > (known.sequence, known.modified):
            self.events[uid] = told


@dataclass
class Reader:
    """A reader of news: it keeps every entry by its id, in the version that is no older (RFC 4287, 4.2.15)."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def poll(self) -> int:
        """As above."""
        answer = Client().get(self.path, headers=self.headers)
        if answer.status_code == 200:
            self.headers = validators(answer.headers, known=self.headers)
            for key, entry in entries_in(answer.content).items():
                self._take(key, entry)
        return answer.status_code

    def _take(self, key: str, entry: Entry) -> None:
        known = self.entries.get(key, entry)
        if entry.updated < known.updated:
            self.faults.append(f"updated of {key} fell")
        else:
            self.entries[key] = entry


@dataclass
class Copy:
    """A site that keeps a copy of a language by the API's changes, and begins again where it is told to."""

    language: str
    mirror: Mirror = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """With nothing."""
        self.mirror = Mirror(self.language, limit=5)

    def follow(self) -> None:
        """All that it has not heard of; a cursor of a lost time is refused (422)."""
        if (
            self.mirror.cursor
            and get("changes", lang=self.language, cursor=self.mirror.cursor).status_code == 422
        ):
            self.begin()
        self.mirror.follow()


def events_in(body: bytes) -> dict[str, Told]:
    """The events of a calendar by UID, as a program that we did not write reads them."""
    return {
        str(event["UID"]): Told(
            int(event["SEQUENCE"]),
            event["LAST-MODIFIED"].dt,
            event["DTSTART"].dt,
            str(event["STATUS"]),
            str(event["SUMMARY"]),
        )
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
    }


def entries_in(body: bytes) -> dict[str, Entry]:
    """The entries of an Atom, RSS or JSON feed by id."""
    if body.startswith(b"{"):
        items = json.loads(body)["items"]
        return {each["id"]: Entry(each["date_modified"], each["title"]) for each in items}
    return {
        each.id: Entry(dict.get(each, "updated", ""), each.title) for each in feedparser.parse(body).entries
    }
