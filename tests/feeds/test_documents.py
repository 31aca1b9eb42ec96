import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.text import clean_line, clean_text
from feeds.documents import Calendar, DocumentError, Feed, Link
from tests.feeds import hostile, samples


@given(changes=hostile.event_texts())
def test_event_texts_are_clean(changes):
    event = samples.event(**changes)

    assert event.title == clean_line(changes["title"])
    assert event.description == clean_text(changes["description"])
    assert event.categories == tuple(filter(None, map(clean_line, changes["categories"])))


@given(texts=hostile.event_texts())
def test_event_made_of_a_clean_event_is_equal(texts):
    event = samples.event(**texts)

    assert samples.event(**{name: getattr(event, name) for name in texts}) == event


def test_event_times_follow_from_the_wall_clock():
    event = samples.event()

    assert event.starts_at == dt.datetime(2021, 5, 18, 11, 0, tzinfo=dt.UTC)
    assert event.ends_at == dt.datetime(2021, 5, 18, 12, 30, tzinfo=dt.UTC)
    assert event.starts_at_local.isoformat() == "2021-05-18T13:00:00+02:00"


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_event_called_off_has_no_join_address(status):
    event = samples.event(status=status)

    assert (event.is_called_off, event.join_url) == (True, None)


@pytest.mark.parametrize("status", ["tentative", "confirmed"])
def test_event_that_takes_place_keeps_its_join_address(status):
    event = samples.event(status=status)

    assert (event.is_called_off, event.join_url) == (False, samples.JOIN)


def test_moments_become_utc_and_whole_seconds():
    helsinki = dt.datetime(2021, 5, 3, 12, 30, 12, 987654, tzinfo=ZoneInfo("Europe/Helsinki"))

    event = samples.event(last_modified=helsinki)

    assert (event.last_modified, event.last_modified.tzinfo) == (samples.REVISED, dt.UTC)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("https://débats.example/é à/", "https://d%C3%A9bats.example/%C3%A9%20%C3%A0/"),
        ("https://debates.example/?a=1&b=%20#top", "https://debates.example/?a=1&b=%20#top"),
        ('https://debates.example/"<>\r\nX:1', "https://debates.example/%22%3C%3E%20X:1"),
    ],
)
def test_address_is_written_in_ascii(given_url, expected):
    assert samples.event(url=given_url).url == expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "javascript:alert(1)"}, "Event.url"),
        ({"url": ""}, "Event.url"),
        ({"join_url": "//zoom.example/j/1"}, "Event.join_url"),
        ({"lang": "fr\r\nX:1"}, "Event.lang"),
        ({"lang": ""}, "Event.lang"),
        ({"uid": "with space"}, "Event.uid"),
        ({"uid": ""}, "Event.uid"),
        ({"uid": "a" * 256}, "Event.uid"),
        ({"status": "over"}, "Event.status"),
        ({"sequence": -1}, "Event.sequence"),
        ({"timezone": "Europe/Lutetia"}, "Event.timezone"),
        ({"timezone": "../../etc/passwd"}, "Event.timezone"),
        ({"timezone": "Europe"}, "Event.timezone"),
        ({"date": dt.date(1969, 12, 31)}, "Event.date"),
        ({"date": dt.date(2100, 1, 1)}, "Event.date"),
        ({"end_time": dt.time(13)}, "Event.end_time"),
        ({"end_time": dt.time(12, 59)}, "Event.end_time"),
        ({"created": dt.datetime(2021, 5, 1)}, "Event.created"),  # noqa: DTZ001
    ],
)
def test_event_that_cannot_be_published_is_refused_by_name(changes, field):
    with pytest.raises(DocumentError, match=f"^{field} "):
        samples.event(**changes)


def test_picture_of_no_known_type_is_refused():
    with pytest.raises(DocumentError, match=r"^Picture\.mime_type "):
        samples.picture(mime_type="image/png; name=x")


def test_link_without_a_language_is_refused():
    with pytest.raises(DocumentError, match=r"^Link\.lang "):
        Link(url="https://debates.example/", title="Debates", lang="")


@pytest.mark.parametrize("identity", ["urn:uuid:1", "https://debates.example/", "urn:uuid:" + "G" * 36])
def test_channel_with_another_identity_than_a_uuid_is_refused(identity):
    with pytest.raises(DocumentError, match=r"^Channel\.id "):
        samples.channel(id=identity)


def test_channel_with_an_unknown_zone_is_refused():
    with pytest.raises(DocumentError, match=r"^Channel\.timezone "):
        samples.channel(timezone="Nowhere")


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@icom.example", "a@icom.example\r\nX:1", "<a@icom.example>"]
)
def test_mail_address_that_cannot_be_written_is_forgotten(address):
    assert samples.event(organizer_email=address).organizer_email is None
    assert samples.channel(publisher_email=address).publisher_email is None


@pytest.mark.parametrize("color", ["#00ff00", "", "teal;x", "a"])
def test_color_that_is_no_name_is_forgotten(color):
    assert samples.channel(color=color).color is None


def test_channel_without_words_says_where_it_is():
    channel = samples.channel(title="\x00", description="", publisher_name="")

    assert channel.title == channel.description == channel.publisher_name == channel.self_url


def test_entry_without_words_says_where_it_is():
    event = samples.event(title="", dated_title="\x00", excerpt="", content_html="")

    assert (event.headline, event.teaser, event.body_html) == (event.url, event.url, f"<p>{event.url}</p>")


def test_entry_without_content_shows_its_excerpt_as_html():
    assert samples.article(content_html="", excerpt="a < b & c").body_html == "<p>a &lt; b &amp; c</p>"


@given(order=st.permutations((samples.event(), samples.hebrew_event(), samples.greek_event())))
def test_calendar_is_in_the_order_of_start(order):
    codes = [event.code for event in Calendar(channel=samples.channel(), events=tuple(order)).events]

    assert codes == ["solidarites-7", "solidarites-8", "solidarites-9"]


@given(order=st.permutations((samples.event(), samples.hebrew_event(), samples.article())))
def test_feed_is_newest_publication_first(order):
    published = [entry.published for entry in Feed(channel=samples.channel(), entries=tuple(order)).entries]

    assert published == sorted(published, reverse=True)


@given(order=st.permutations((samples.event(), samples.greek_event(published=samples.PUBLISHED))))
def test_feed_of_one_moment_has_one_order(order):
    ids = [entry.id for entry in Feed(channel=samples.channel(), entries=tuple(order)).entries]

    assert ids == sorted(ids)


def test_calendar_with_one_identity_twice_is_refused():
    with pytest.raises(DocumentError, match=r"^Calendar\.events holds "):
        Calendar(channel=samples.channel(), events=(samples.event(), samples.event()))


def test_feed_with_one_identity_twice_is_refused():
    with pytest.raises(DocumentError, match=r"^Feed\.entries holds "):
        Feed(channel=samples.channel(), entries=(samples.event(), samples.event()))
