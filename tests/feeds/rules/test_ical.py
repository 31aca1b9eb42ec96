import pytest

from feeds.rules import examine
from tests.feeds.rules import broken_ical, broken_stream
from tests.feeds.rules.documents import ICS, URLS, altered, rules_broken


@pytest.mark.parametrize(
    "body",
    [
        broken_stream.folded("café| is open"),
        broken_stream.folded("x|e" + "\u0301" * 30 + "|" + "\u0301"),
        broken_stream.folded("x|" + "\\" * 20 + "|\u0301"),
        broken_stream.folded("x|👩\u200d👩|\u0301"),
        broken_stream.folded("x|🇫🇷🇬🇷|\u0301"),
        broken_stream.folded("x|👍🏽|\u0301"),
        broken_stream.with_octets(b"x" * 67),
        broken_stream.with_octets(b"tab\there"),
        ICS.replace(b"COLOR:teal\r\n", b"COLOR:\r\n\tteal\r\n"),
    ],
)
def test_stream_folded_with_care_is_good(body):
    assert rules_broken(body, "ics") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("METHOD:PUBLISH\n", ""),
        ('METHOD:PUBLISH\n', "METHOD:publish\n"),
        ("BEGIN:VCALENDAR\nVERSION", "begin:vcalendar\nversion"),
        ("COLOR:teal\n", "COLOR:Teal\n"),
        ("REFRESH-INTERVAL;VALUE=DURATION:PT6H\nX-PUBLISHED-TTL:PT6H\n", ""),
        ("REFRESH-INTERVAL;VALUE=DURATION:PT6H\nX-PUBLISHED-TTL:PT6H\n", "REFRESH-INTERVAL;VALUE=duration:P1W\nX-PUBLISHED-TTL:P1W\n"),
        ("X-WR-CALNAME:Debates\nNAME;LANGUAGE=en:Debates\n", ""),
        ("NAME;LANGUAGE=en:Debates\n", "NAME;LANGUAGE=fr:Débats\nNAME;LANGUAGE=en:Debates\n"),
        ("LAST-MODIFIED:20210510T070000Z\n", ""),
        ("CATEGORIES;LANGUAGE=en:Debates,Museums\\, society\n", ""),
        ("CATEGORIES;LANGUAGE=en:Debates,Museums\\, society\n", "CATEGORIES:Debates\\,\n"),
        ("IMAGE;VALUE=URI;DISPLAY=BADGE:https://museum.example/7.png", "IMAGE;VALUE=BINARY:AAAA"),
        ("mailto:contact@museum.example", "https://museum.example/icom/"),
        ("CONFERENCE;VALUE=URI;LABEL=Zoom:https", "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+33140201234\nCONFERENCE;VALUE=URI:https"),
        ("LOCATION:https://museum.example/en/join/7/\nURL:https://museum.example/en/7/", "URL:https://museum.example/en/join/7/"),
        ("TRANSP:OPAQUE\n", ""),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"),
        ("SEQUENCE:0\n", "SEQUENCE:0\nRELATED-TO;RELTYPE=SIBLING:8@museum.example\n"),
        (broken_ical.WHEN, "DTSTART;VALUE=DATE:20210518\nDTEND;VALUE=DATE:20210519\n"),
        (broken_ical.WHEN, "DTSTART:20210518T110000Z\nDTEND:20210518T123000Z\n"),
    ],
)  # fmt: skip
def test_calendar_written_otherwise_is_good(old, new):
    assert rules_broken(altered("ics", old, new), "ics") == []


def test_event_cancelled_as_it_should_be_is_good():
    body = altered("ics", broken_ical.CALLED_ON + broken_ical.CONFERENCE, broken_ical.CANCELLED)

    assert rules_broken(body, "ics") == []


def test_download_of_an_event_that_describes_no_calendar_is_good():
    start, end = ICS.index(b"X-WR-CALNAME"), ICS.index(b"BEGIN:VTIMEZONE")

    assert examine(ICS[:start] + ICS[end:], format="ics", url=URLS["ics"]) == []


def test_attendee_and_no_organizer_are_good_without_method():
    event = "ATTENDEE:mailto:someone@museum.example\nSTATUS:CONFIRMED\n"
    body = altered("ics", "STATUS:CONFIRMED\n", event)
    body = body.replace(b'ORGANIZER;CN="ICOM France":mailto:contact@museum.example\r\n', b"")

    assert rules_broken(body.replace(b"METHOD:PUBLISH\r\n", b""), "ics") == []


def test_two_instances_of_one_event_may_share_its_uid():
    second = broken_ical.SECOND_EVENT.format(uid="7@museum.example\nRECURRENCE-ID:20210618T110000Z")
    body = altered("ics", broken_ical.EVENT_END, f"END:VEVENT\n{second}END:VCALENDAR\n")

    assert rules_broken(body, "ics") == []


def test_findings_come_in_the_order_of_reading():
    body = altered("ics", "VERSION:2.0\n", "").replace(b"STATUS:CONFIRMED\r\n", b"")

    assert [finding.rule for finding in examine(body, format="ics", url="")] == ["ics-version", "ics-status"]


def test_line_ends_of_another_system_are_one_finding():
    [finding] = examine(ICS.replace(b"\r\n", b"\n"), format="ics", url="")

    assert (finding.rule, finding.where.line) == ("ics-line-end", 1)
    assert finding.parameters == {"count": str(ICS.count(b"\r\n"))}
