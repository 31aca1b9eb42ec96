import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from feeds.renderers import ical
from tests.feeds import samples
from tests.feeds.renderers.reading_ical import (
    CALENDAR_PROPERTIES,
    EVENT_PROPERTIES,
    assert_well_formed,
    escaped,
    lines_of,
    properties_of,
    read_one,
    render_one,
)


def test_stream_is_well_formed():
    assert_well_formed(ical.render(samples.calendar()))


def test_event_at_one_o_clock_in_paris_is_read_at_eleven_in_utc():
    event = read_one(render_one())

    assert event.start == dt.datetime(2021, 5, 18, 13, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert event.start.astimezone(dt.UTC) == dt.datetime(2021, 5, 18, 11, 0, tzinfo=dt.UTC)
    assert event.end - event.start == dt.timedelta(minutes=90)


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/New_York", "Europe/Athens", "Asia/Jerusalem", "UTC"]
)
@pytest.mark.parametrize(
    "day", ["2026-10-24", "2026-10-25", "2026-11-01", "2027-03-14", "2027-03-28", "2027-10-31", "2028-07-04"]
)
def test_local_time_is_read_around_changes_of_the_clock(zone, day):
    date = dt.date.fromisoformat(day)

    event = read_one(render_one(date=date, timezone=zone))

    assert (event.start.date(), event.start.hour, event.end.hour) == (date, 13, 14)
    assert event.start.astimezone(dt.UTC) == samples.event(date=date, timezone=zone).starts_at


def test_time_in_utc_has_no_zone_to_look_up():
    stream = render_one(timezone="UTC")

    assert properties_of(stream)["DTSTART"] == "DTSTART:20210518T130000Z"
    assert b"BEGIN:VTIMEZONE" not in stream


def test_each_zone_in_use_is_defined_once_and_before_the_events():
    lines = lines_of(ical.render(samples.calendar()))

    zones = [line for line in lines if line.startswith("TZID:")]
    assert zones == ["TZID:Asia/Jerusalem", "TZID:Europe/Athens", "TZID:Europe/Paris"]
    assert lines.index("BEGIN:VEVENT") > max(map(lines.index, zones))


def test_properties_of_a_calendar():
    found = properties_of(ical.render(samples.calendar()), "VCALENDAR")

    assert list(found.values()) == [
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "PRODID:-//Parvis//Parvis 1//EN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Débats : musées et solidarités",
        "X-WR-CALDESC:Un mardi sur trois\\, à 13 h.",
        "X-WR-TIMEZONE:Europe/Paris",
        "X-PUBLISHED-TTL:PT6H",
        "NAME;LANGUAGE=fr:Débats : musées et solidarités",
        "DESCRIPTION;LANGUAGE=fr:Un mardi sur trois\\, à 13 h.",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "SOURCE;VALUE=URI:https://debates.example/feeds/fr/all/sessions.ics",
        "URL:https://debates.example/fr/",
        "LAST-MODIFIED:20210510T070000Z",
        "COLOR:teal",
        "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://debates.example/static/logo.png",
    ]


def test_properties_of_an_event():
    found = properties_of(render_one())

    assert next(iter(found)) == "UID"
    assert found == {
        "UID": f"UID:{samples.KEY}@parvis.example",
        "DTSTAMP": "DTSTAMP:20210503T093012Z",
        "CREATED": "CREATED:20210420T081500Z",
        "LAST-MODIFIED": "LAST-MODIFIED:20210503T093012Z",
        "SEQUENCE": "SEQUENCE:0",
        "DTSTART": "DTSTART;TZID=Europe/Paris:20210518T130000",
        "DTEND": "DTEND;TZID=Europe/Paris:20210518T143000",
        "SUMMARY": "SUMMARY;LANGUAGE=fr:7. Musées et solidarités",
        "DESCRIPTION": (
            "DESCRIPTION;LANGUAGE=fr:Trois questions\\, une heure et demie.\\n\\nRejoindre :\\n"
            f"{samples.JOIN}\\n\\n{samples.SITE}/fr/solidarites/seance-7/"
        ),
        "X-ALT-DESC": (
            'X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE html><html lang="fr"><body>'
            "<p>Trois questions\\, <em>une heure</em> &amp\\; demie.</p>"
            f'<p><a href="{samples.JOIN}">{samples.JOIN}</a></p>'
            f'<p><a href="{samples.SITE}/fr/solidarites/seance-7/">{samples.SITE}/fr/solidarites/seance-7/</a></p>'
            "</body></html>"
        ),
        "LOCATION": f"LOCATION:{samples.JOIN}",
        "URL": f"URL:{samples.SITE}/fr/solidarites/seance-7/",
        "ORGANIZER": 'ORGANIZER;CN="ICOM France":mailto:contact@icom.example',
        "CATEGORIES": "CATEGORIES;LANGUAGE=fr:Débats,Musées\\, société",
        "STATUS": "STATUS:CONFIRMED",
        "TRANSP": "TRANSP:OPAQUE",
        "CLASS": "CLASS:PUBLIC",
        "X-MICROSOFT-CDO-BUSYSTATUS": "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "CONFERENCE": f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Zoom:{samples.JOIN}",
        "IMAGE": "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://debates.example/media/poster-7.png",
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("tentative", ("TENTATIVE", "OPAQUE", "BUSY", samples.JOIN)),
        ("confirmed", ("CONFIRMED", "OPAQUE", "BUSY", samples.JOIN)),
        ("postponed", ("CANCELLED", "TRANSPARENT", "FREE", "Zoom")),
        ("cancelled", ("CANCELLED", "TRANSPARENT", "FREE", "Zoom")),
        ("withdrawn", ("CANCELLED", "TRANSPARENT", "FREE", "Zoom")),
    ],
)
def test_status_tells_whether_time_is_taken_and_where(status, expected):
    event = read_one(render_one(status=status))

    found = (event["status"], event["transp"], event["x-microsoft-cdo-busystatus"], event["location"])
    assert found == expected
    assert ("conference" in event) is (samples.JOIN in expected)


@pytest.mark.parametrize("status", ["postponed", "cancelled", "withdrawn"])
def test_event_called_off_shows_the_join_address_nowhere(status):
    assert b"/join/" not in render_one(status=status, description="Reporté.").replace(b"\r\n ", b"")


def test_sequence_is_written_as_it_is():
    assert read_one(render_one(sequence=12)).sequence == 12


def test_organizer_without_a_mail_address_is_a_web_address():
    page = f"{samples.SITE}/fr/organisations/icom-france/"

    assert read_one(render_one(organizer_email=None, organizer_url=page)).get("organizer") == page
    assert read_one(render_one(organizer_email=None)).get("organizer") == samples.event().url


def test_organizer_name_is_quoted_without_carets():
    line = properties_of(render_one(organizer_name='ICOM "France",\n^Paris\\'))["ORGANIZER"]

    assert line == 'ORGANIZER;CN="ICOM ”France”, ˆParis⧵":mailto:contact@icom.example'


def test_calendar_without_method_has_none():
    assert b"METHOD" not in ical.render(samples.calendar(method=None))


def test_calendar_without_color_and_logo_leaves_them_out():
    found = properties_of(
        ical.render(samples.calendar(channel=samples.channel(color=None, logo=None))), "VCALENDAR"
    )

    assert CALENDAR_PROPERTIES - set(found) == {"COLOR", "IMAGE"}


def test_event_of_which_little_is_known_leaves_properties_out():
    stream = render_one(
        description="", categories=(), platform="", organizer_name="", picture=None, join_url=None
    )

    assert EVENT_PROPERTIES - set(properties_of(stream)) == {
        "DESCRIPTION",
        "CATEGORIES",
        "LOCATION",
        "CONFERENCE",
        "IMAGE",
    }
    assert properties_of(stream)["ORGANIZER"] == "ORGANIZER:mailto:contact@icom.example"


def test_download_of_one_event_names_no_calendar():
    event = samples.event()

    download = ical.render(samples.calendar(event, is_download=True))

    assert list(properties_of(download, "VCALENDAR")) == ["VERSION", "CALSCALE", "PRODID", "METHOD"]
    assert properties_of(download) == properties_of(ical.render(samples.calendar(event)))
    assert b"BEGIN:VTIMEZONE" in download


def test_empty_calendar_holds_its_default_zone():
    stream = ical.render(
        samples.calendar().__class__(channel=samples.channel(timezone="Europe/Athens"), events=())
    )

    assert_well_formed(stream)
    assert [line for line in lines_of(stream) if line.startswith(("TZID", "BEGIN:VEVENT"))] == [
        "TZID:Europe/Athens"
    ]


def test_html_that_holds_the_addresses_is_not_given_them_again():
    page = samples.event().url
    html = f'<p><a href="{samples.JOIN}">Zoom</a> <a href="{page}">7</a></p>'

    assert f"<body>{html}</body>" in properties_of(render_one(content_html=html))["X-ALT-DESC"]


@pytest.mark.parametrize("component", ["VALARM", "PARTICIPANT", "VLOCATION", "VRESOURCE"])
def test_components_that_readers_misread_are_absent(component):
    assert f"BEGIN:{component}".encode() not in ical.render(samples.calendar())


@pytest.mark.parametrize("text", ["C:\\Nancy", "a\\nb", "\\\\N", "a;b,c:d", "fin\\"])
def test_text_is_escaped_once(text):
    stream = render_one(summary=text)

    assert properties_of(stream)["SUMMARY"] == f"SUMMARY;LANGUAGE=fr:{escaped(text)}"
    assert read_one(stream)["summary"] == text
