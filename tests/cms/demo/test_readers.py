"""Programs of other people read every feed of the demonstration, and agree on what it says."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.test import Client

import feedparser
import icalendar
import ics
import pytest
import time_machine
import vobject
from ical.calendar_stream import IcsCalendarStream
from lxml import etree

from feeds.addresses import feed_path, files
from feeds.models import Shelf
from tests.cms.demo.loaded import NOW

ROOT = Path(__file__).parents[3]
INSTALLED = ROOT / ".venv" / "readers"
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


def as_home_assistant(text: str) -> Told:
    events = IcsCalendarStream.calendar_from_ics(text).events
    return told((e.uid, e.dtstart, e.dtend, e.summary, e.description) for e in events)


def as_vobject(text: str) -> Told:
    events = vobject.readOne(text).vevent_list
    fields = ("uid", "dtstart", "dtend", "summary", "description")
    return told([getattr(event, field).value for field in fields] for event in events)


def as_ics(text: str) -> Told:
    events = ics.Calendar(text).events
    return told((e.uid, e.begin.datetime, e.end.datetime, e.name, e.description) for e in events)


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_readers_of_calendars_agree(demo, db, language):
    calendars = {path: body.decode() for path, body in read_feeds(language).items() if path.endswith(".ics")}

    first = {path: as_icalendar(text) for path, text in calendars.items()}

    assert min(map(len, first.values())) > 0
    for reader in (as_home_assistant, as_vobject, as_ics):
        assert {path: reader(text) for path, text in calendars.items()} == first, reader.__name__


@pytest.mark.parametrize("language", LANGUAGES)
def test_feedparser_reads_rss_and_atom_without_a_complaint_and_all_formats_say_the_same(demo, db, language):
    feeds = {
        path: body for path, body in read_feeds(language).items() if path.endswith((".rss", ".atom", ".json"))
    }

    parsed = {path: feedparser.parse(body) for path, body in feeds.items() if not path.endswith(".json")}

    assert {path: each.bozo for path, each in parsed.items() if each.bozo} == {}
    items = {
        path: [(entry.id, entry.title, entry.link) for entry in each.entries] for path, each in parsed.items()
    }
    items |= {
        path: [(item["id"], item["title"], item["url"]) for item in json.loads(body)["items"]]
        for path, body in feeds.items()
        if path.endswith(".json")
    }
    for path, listed in items.items():
        assert listed == items[f"{path.rpartition('.')[0]}.atom"], path


@pytest.mark.slow
def test_four_readers_in_javascript_agree_with_those_in_python(demo, db, tmp_path):
    install()
    feeds = {path: body for language in LANGUAGES for path, body in read_feeds(language).items()}
    names = {str(tmp_path / path.strip("/").replace("/", "_")): path for path in feeds}
    for name, path in names.items():
        Path(name).write_bytes(feeds[path])

    done = subprocess.run(  # noqa: S603
        [shutil.which("node"), ROOT / "tests" / "readers" / "read.mjs", *names],
        cwd=INSTALLED, capture_output=True, text=True, check=True,
    )  # fmt: skip

    for name, readers in json.loads(done.stdout).items():
        expected = expectation(names[name], feeds[names[name]])
        assert readers == dict.fromkeys(readers, expected), names[name]


def install() -> None:
    """The packages of tests/readers, at the versions that stand there."""
    INSTALLED.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / "readers" / "package.json", INSTALLED)
    subprocess.run(  # noqa: S603
        [shutil.which("npm"), "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"],
        cwd=INSTALLED, check=True,
    )  # fmt: skip


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
