"""Somebody who subscribed to a feed: keeps what it was given, asks only for what is new, and knows nothing of the site."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.test import Client
from django.utils.http import parse_http_date

import feedparser
import icalendar


def validators(headers: Mapping[str, str], *, known: Mapping[str, str]) -> dict[str, str]:
    """What a program sends with its next question: tag and date exactly as they came, the date of before where none came.

    A date that is no later than the known one would make libcurl throw the new bytes away (CURLOPT_TIMECONDITION).
    """
    dated = {"If-Modified-Since": headers["Last-Modified"]} if "Last-Modified" in headers else {}
    if dated and "If-Modified-Since" in known and headers["ETag"] != known["If-None-Match"]:
        before, after = (parse_http_date(each["If-Modified-Since"]) for each in (known, dated))
        assert after > before, f"{headers['ETag']} is dated {dated}, and {known} is known"
    return dict(known) | dated | {"If-None-Match": headers["ETag"]}


@dataclass
class Subscriber:
    """Follows one address as calendar programs and feed readers do.

    `items`: identity (UID, guid or id) -> title, as last read; `body` the bytes behind it.
    """

    path: str
    client: Client = field(default_factory=Client)
    validators: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    items: dict[str, str] = field(default_factory=dict)

    def poll(self) -> int:
        """Ask conditionally, replaying the validators exactly as they came. Returns the status."""
        response = self.client.get(self.path, headers=self.validators)
        if response.status_code == 200:
            self.validators = validators(response.headers, known=self.validators)
            self.body = response.content
            self.items = self.read()
        else:
            assert response.content == b""
        return response.status_code

    def read(self) -> dict[str, str]:
        """Identity and title of each item."""
        if self.path.endswith(".ics"):
            return {str(event["UID"]): str(event["SUMMARY"]) for event in self.events()}
        if self.path.endswith(".json"):
            items = json.loads(self.body)["items"]
            return {item["id"]: item["title"] for item in items}
        return {entry.id: entry.title for entry in feedparser.parse(self.body).entries}

    def events(self) -> list[icalendar.Event]:
        """The events of a calendar."""
        return icalendar.Calendar.from_ical(self.body).walk("VEVENT")

    def start(self) -> datetime:
        """When the only event of a calendar starts; aware."""
        (event,) = self.events()
        return event["DTSTART"].dt
