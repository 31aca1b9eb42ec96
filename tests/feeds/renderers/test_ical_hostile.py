import icalendar
import pytest
from hypothesis import given

from feeds.renderers import ical
from tests.feeds import hostile, samples
from tests.feeds.renderers.reading_ical import (
    CALENDAR_PROPERTIES,
    EVENT_PROPERTIES,
    REQUIRED_OF_EVENTS,
    assert_well_formed,
    escaped,
    names_of,
    properties_of,
    read_one,
    render_one,
)


@given(texts=hostile.event_texts(), credit=hostile.texts)
def test_hostile_event_injects_nothing(texts, credit):
    event = samples.event(**texts, picture=samples.picture(credit=credit, alt=credit))

    stream = ical.render(samples.calendar(event))

    assert_well_formed(stream)
    fragment = names_of(ical.compose(event))
    assert set(fragment) <= EVENT_PROPERTIES | {"BEGIN", "END"}
    assert set(fragment.values()) == {1}
    assert set(fragment) >= REQUIRED_OF_EVENTS


@given(texts=hostile.event_texts())
def test_hostile_event_is_read_as_it_was_meant(texts):
    event = samples.event(**texts)

    read = read_one(ical.render(samples.calendar(event)))

    assert read["summary"] == (event.summary or event.headline)
    assert read.get("description", "") == event.description
    assert tuple(read.categories) == event.categories
    assert read.start == event.starts_at_local
    assert (read["uid"], read.errors) == (event.uid, [])


@given(texts=hostile.channel_texts())
def test_hostile_channel_injects_nothing(texts):
    channel = samples.channel(**texts)

    stream = ical.render(samples.calendar(samples.event(), channel=channel))

    assert_well_formed(stream)
    assert set(properties_of(stream, "VCALENDAR")) <= CALENDAR_PROPERTIES
    assert properties_of(stream, "VCALENDAR")["NAME"] == f"NAME;LANGUAGE=fr:{escaped(channel.title)}"
    assert len(icalendar.Calendar.from_ical(stream).events) == 1


@pytest.mark.parametrize("length", range(58, 82))
@pytest.mark.parametrize("character", ["é", "😀", "שׁ", ",", "\\"])
def test_text_at_the_border_of_a_line_is_read_whole(length, character):
    text = "a" * length + character * 4 + "z"

    stream = render_one(summary=text)

    assert_well_formed(stream)
    assert read_one(stream)["summary"] == samples.event(summary=text).summary
