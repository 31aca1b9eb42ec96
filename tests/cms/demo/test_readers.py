"""Programs of other people read every feed of the demonstration, and agree on what it says."""

import json
import shutil
import subprocess
from pathlib import Path

import feedparser
import ics
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from tests.cms.demo.reading import LANGUAGES, ROOT, Told, as_icalendar, expectation, read_feeds, told
from tests.npm import install


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


@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=[] if each in {"fr", "he"} else pytest.mark.slow) for each in LANGUAGES],
)
def test_four_readers_of_calendars_agree(demo, db, language):
    calendars = {path: body.decode() for path, body in read_feeds(language).items() if path.endswith(".ics")}

    first = {path: as_icalendar(text) for path, text in calendars.items()}

    assert min(map(len, first.values())) > 0
    for reader in (as_home_assistant, as_vobject, as_ics):
        assert {path: reader(text) for path, text in calendars.items()} == first, reader.__name__


@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=[] if each in {"fr", "he"} else pytest.mark.slow) for each in LANGUAGES],
)
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
    installed = install("readers")
    feeds = {path: body for language in LANGUAGES for path, body in read_feeds(language).items()}
    names = {str(tmp_path / path.strip("/").replace("/", "_")): path for path in feeds}
    for name, path in names.items():
        Path(name).write_bytes(feeds[path])

    done = subprocess.run(  # noqa: S603
        [shutil.which("node"), ROOT / "tests" / "readers" / "read.mjs", *names],
        cwd=installed, capture_output=True, text=True, check=True,
    )  # fmt: skip

    for name, readers in json.loads(done.stdout).items():
        expected = expectation(names[name], feeds[names[name]])
        assert readers == dict.fromkeys(readers, expected), names[name]
