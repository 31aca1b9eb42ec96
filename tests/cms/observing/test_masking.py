"""What no log and no report may hold is taken out of whatever others write."""

import pytest

from cms.observing.masking import masked, masked_values

HOSTS = ["zoom.us", "meet.museum.example"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Join https://us02web.zoom.us/j/123?pwd=abc now", "Join [meeting link] now"),
        ("at (https://zoom.us/j/123)", "at ([meeting link]"),
        ("zoom.us/j/123", "[meeting link]"),
        ("next=https%3A%2F%2Fzoom.us%2Fj%2F123%3Fpwd%3Dabc end", "next=[meeting link] end"),
        ("https://meet.museum.example/room", "[meeting link]"),
        ("https://zoom.us.evil.example/j/1", "https://zoom.us.evil.example/j/1"),
        ("the host zoom.us is not allowed", "the host zoom.us is not allowed"),
        ("pwd=abc&x=1", "pwd=[hidden]&x=1"),
        ("{'passcode': 'a b', 'title': 'x'}", "{'passcode': [hidden], 'title': 'x'}"),
        ("meeting_id=777 and so on", "meeting_id=[hidden] and so on"),
        ("meeting_id=845 1234 5678 and so on", "meeting_id=[hidden] and so on"),
        ("Meeting ID: 845-1234-5678, at 12", "Meeting ID: [hidden], at 12"),
        ("meeting_id=84a b", "meeting_id=[hidden] b"),
        ("meeting id: 'abc def' x", "meeting id: [hidden] x"),
        ("passcode: ab cd ef\nnext line", "passcode: [hidden]\nnext line"),
        ("passcode=ab cd, title=x", "passcode=[hidden], title=x"),
        ('"passcode": "ab, cd", "x": 1', '"passcode": [hidden], "x": 1'),
        ("passcode:\nnext line", "passcode:\nnext line"),
        ("GET /fr/search/?q=une+personne HTTP/1.1", "GET /fr/search/?[hidden] HTTP/1.1"),
        ("What is it? Nothing.", "What is it? Nothing."),
        ("mail to anna.k@museum.example failed", "mail to [mail address] failed"),
        ("parvis@0.1.0 of wagtail@8.0", "parvis@0.1.0 of wagtail@8.0"),
        ("postgres://parvis:pa55@db:5432/x", "postgres://[hidden]@db:5432/x"),
        ("/admin/password_reset/confirm/MQ/abc-123/", "/admin/password_reset/confirm/[hidden]"),
        ("/api/v1/drafts/abc slow", "/api/v1/drafts/[hidden] slow"),
        ("from 203.0.113.7, then", "from [address], then"),
        ("from 2001:db8::7", "from [address]"),
        ("connection to 10.0.0.2 port 5432, ::1 and 192.168.1.4", "connection to 10.0.0.2 port 5432, ::1 and 192.168.1.4"),
        ("at 12:18:58 of release 1.2.3.4567", "at 12:18:58 of release 1.2.3.4567"),
        ("Key (username)=(anna) already exists.", "Key (username)=([hidden]) already exists."),
    ],
)  # fmt: skip
def test_text_loses_what_is_secret_and_nothing_else(text, expected):
    assert masked(text, meeting_hosts=HOSTS) == expected


def test_row_that_postgresql_refused_is_gone_with_its_line_breaks():
    error = "DETAIL:  Failing row contains (1, passcode (new)\nand more, null).\n\nThe above exception was"

    assert masked(error, meeting_hosts=[]) == (
        "DETAIL:  Failing row contains ([hidden]).\n\nThe above exception was"
    )


def test_values_are_masked_at_every_depth_and_under_a_secret_name_whole():
    values = {"event": "x", "passcode": "7", "session": {"join_link": "y", "rows": ["pwd=z", 3, None, True]}}

    assert masked_values(values, meeting_hosts=HOSTS) == {
        "event": "x",
        "passcode": "[hidden]",
        "session": {"join_link": "[hidden]", "rows": ["pwd=[hidden]", 3, None, True]},
    }


def test_without_meeting_hosts_no_host_is_a_meeting():
    assert masked("https://zoom.us/j/1", meeting_hosts=["", " "]) == "https://zoom.us/j/1"
