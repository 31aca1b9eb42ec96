import datetime as dt
import json

import feedparser
import icalendar
import pytest
import time_machine

from feeds.documents import Calendar, Feed
from feeds.renderers import ATOM, FORMATS, ICS, JSON, RSS
from tests.feeds import samples
from tests.feeds.renderers.reading import NAMESPACES, parse_strictly


def document_for(name):
    return samples.calendar() if FORMATS[name].document is Calendar else samples.feed(extension=name)


def items_of(document):
    return document.events if isinstance(document, Calendar) else document.entries


def zoned_events():
    days = (dt.date(2026, 10, 25), dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2026, 7, 14))
    zones = ("Europe/Paris", "America/New_York", "Europe/Athens", "Asia/Jerusalem")
    for number, (day, zone) in enumerate((day, zone) for day in days for zone in zones):
        key = samples.KEY.__class__(int=number + 1)
        yield samples.event(key=key, uid=f"{key}@parvis.example", date=day, timezone=zone)


def test_formats_are_announced_as_the_standards_say():
    assert {name: (each.media_type, each.extension, each.document) for name, each in FORMATS.items()} == {
        "ics": ("text/calendar; charset=utf-8", "ics", Calendar),
        "rss": ("application/rss+xml; charset=utf-8", "rss", Feed),
        "atom": ("application/atom+xml; charset=utf-8", "atom", Feed),
        "json": ("application/feed+json", "json", Feed),
    }


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_are_equal_at_any_moment(name):
    with time_machine.travel(dt.datetime(2021, 5, 18, 10, 59, tzinfo=dt.UTC), tick=False):
        first = FORMATS[name].render(document_for(name))
    with time_machine.travel(dt.datetime(2031, 1, 1, tzinfo=dt.UTC), tick=False):
        second = FORMATS[name].render(document_for(name))

    assert first == second


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_do_not_depend_on_the_order_given(name):
    document = document_for(name)
    field = "events" if isinstance(document, Calendar) else "entries"

    shuffled = type(document)(channel=document.channel, **{field: items_of(document)[::-1]})

    assert FORMATS[name].render(shuffled) == FORMATS[name].render(document)


@pytest.mark.parametrize("name", FORMATS)
def test_document_is_assembled_from_fragments_that_know_no_channel(name):
    each, document = FORMATS[name], document_for(name)
    fragments = [each.compose(item) for item in items_of(document)]

    assert each.assemble(document.head, fragments) == each.render(document)
    assert all(fragment in each.render(document) for fragment in fragments)


@pytest.mark.parametrize("name", FORMATS)
def test_text_is_written_as_itself_in_utf_8(name):
    assert "Μουσεία".encode() in FORMATS[name].render(document_for(name))


def test_instants_are_the_same_in_every_format():
    events = tuple(zoned_events())
    expected = {event.id: event.starts_at for event in events}
    calendar, feed = samples.calendar(*events), samples.feed(*events)

    ics = {
        f"urn:uuid:{each['uid'].split('@')[0]}": each.start.astimezone(dt.UTC)
        for each in icalendar.Calendar.from_ical(ICS.render(calendar)).events
    }
    rss = {
        item.findtext("guid"): dt.datetime.fromisoformat(item.findtext("ev:startdate", None, NAMESPACES))
        for item in parse_strictly(RSS.render(feed)).iter("item")
    }
    jsonfeed = {
        item["id"]: dt.datetime.fromisoformat(item["_event"]["start"])
        for item in json.loads(JSON.render(feed))["items"]
    }

    assert ics == expected
    assert rss == expected
    assert jsonfeed == expected


def test_entries_are_the_same_in_every_feed_format():
    feed = samples.feed()
    expected = [(entry.id, entry.headline, entry.url, entry.published) for entry in feed.entries]

    def entries_of(document):
        return [
            (each.id, each.title, each.link, dt.datetime(*each.published_parsed[:6], tzinfo=dt.UTC))
            for each in feedparser.parse(document).entries
        ]

    jsonfeed = [
        (each["id"], each["title"], each["url"], dt.datetime.fromisoformat(each["date_published"]))
        for each in json.loads(JSON.render(feed))["items"]
    ]

    assert entries_of(RSS.render(feed)) == expected
    assert entries_of(ATOM.render(feed)) == expected
    assert jsonfeed == expected
