"""What our renderers write, read by rules that do not know them."""

import datetime as dt

import pytest
from hypothesis import given

from events.markup import sanitised
from events.text import without_forbidden
from feeds.documents import Calendar, Feed, FeedGroup, FeedList, ListedFeed
from feeds.renderers import FORMATS, opml
from feeds.rules import examine
from tests.feeds import hostile, samples

FEEDS = ("rss", "atom", "json")


def render(name, document):
    return FORMATS[name].render(document)


def faults(name, document):
    body = render(name, document)
    return [
        (each.rule, str(each.where), str(each))
        for each in examine(body, format=name, url=document.channel.self_url)
    ]


def hostile_event(texts, credit):
    """An event as the builder would make it: the HTML sanitised, the join address in the description."""
    html = sanitised(without_forbidden(texts["content_html"]))
    made = {"content_html": html, "description": f"{texts['description']}\n{samples.JOIN}"}
    return samples.event(**(texts | made), picture=samples.picture(credit=credit, alt=credit))


def hostile_channel(head, extension="ics"):
    """A channel in a colour that exists: a document takes any word for one."""
    return samples.channel(extension=extension, **(head | {"color": "teal"}))


@pytest.mark.parametrize(
    "calendar",
    [
        samples.calendar(),
        samples.calendar(samples.event(), is_download=True),
        samples.calendar(method=None),
        samples.calendar(samples.event(timezone="UTC")),
        samples.calendar(
            samples.event(picture=None, categories=(), platform="", organizer_name="", join_url=None)
        ),
        samples.calendar(samples.event(organizer_email=None)),
        samples.calendar(channel=samples.channel(color=None, logo=None)),
        Calendar(channel=samples.channel(), events=()),
    ],
)
def test_calendar_that_we_write_has_no_fault(calendar):
    assert faults("ics", calendar) == []


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"rights": "", "publisher_email": None, "alternates": (), "logo": None, "icon_url": None},
        {"hub_url": "https://hub.example/"},
        {"logo": samples.picture(width=144, height=72)},
    ],
)
def test_feed_that_we_write_has_no_fault(name, changes):
    assert faults(name, samples.feed(channel=samples.channel(extension=name, **changes))) == []


@pytest.mark.parametrize("name", FEEDS)
def test_archive_that_we_write_has_no_fault(name):
    links = {"earlier_url": f"{samples.SITE}/2019.atom", "current_url": f"{samples.SITE}/news.atom"}

    assert faults(name, samples.feed(channel=samples.channel(extension=name, **links))) == []


def test_list_that_we_write_has_no_fault():
    feed = {"home_url": f"{samples.SITE}/fr/", "title": "Débats & idées", "lang": "fr"}
    calendar = ListedFeed(url=f"{samples.SITE}/feeds/fr/all/sessions.ics", **feed)
    rss = ListedFeed(url=f"{samples.SITE}/feeds/fr/all/sessions.rss", version="RSS2", **feed)
    groups = (FeedGroup(name="Calendriers", feeds=(calendar,)), FeedGroup(name="Flux (RSS)", feeds=(rss,)))

    feeds = FeedList(title="Flux", updated=samples.PUBLISHED, owner_name="ICOM France", groups=groups)

    assert [str(each) for each in examine(opml.render(feeds), format="opml", url="")] == []


@pytest.mark.parametrize("status", ["tentative", "postponed", "cancelled", "withdrawn"])
def test_event_of_any_status_has_no_fault(status):
    assert faults("ics", samples.calendar(samples.event(status=status))) == []


@pytest.mark.parametrize("name", FEEDS)
def test_feed_without_entries_that_we_write_has_no_fault(name):
    assert faults(name, Feed(channel=samples.channel(extension=name), entries=())) == []


@pytest.mark.parametrize("name", FEEDS)
def test_title_that_looks_like_markup_is_no_fault(name):
    event = samples.event(title="Q&A <live>", dated_title="Q&A <live>", excerpt="a < b & c <script>")

    assert faults(name, samples.feed(event, channel=samples.channel(extension=name))) == []


@pytest.mark.parametrize("day", ["2026-10-24", "2026-10-25", "2027-03-28", "1975-07-04", "2090-07-04"])
@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "Europe/Dublin", "America/New_York", "Asia/Tokyo", "Pacific/Apia"]
)
def test_calendar_of_any_zone_has_no_fault(day, zone):
    event = samples.event(date=dt.date.fromisoformat(day), timezone=zone)

    assert faults("ics", samples.calendar(event)) == []


@given(texts=hostile.event_texts(), head=hostile.channel_texts(), credit=hostile.texts)
def test_calendar_of_hostile_texts_has_no_fault(texts, head, credit):
    calendar = samples.calendar(hostile_event(texts, credit), channel=hostile_channel(head))

    assert faults("ics", calendar) == []


@pytest.mark.parametrize("name", FEEDS)
@given(texts=hostile.event_texts(), head=hostile.channel_texts(), credit=hostile.texts)
def test_feed_of_hostile_texts_has_no_fault(name, texts, head, credit):
    feed = samples.feed(hostile_event(texts, credit), channel=hostile_channel(head, name))

    assert faults(name, feed) == []
