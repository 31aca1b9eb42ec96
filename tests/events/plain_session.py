"""A session as plain values: what the view models read of a page, without a database."""

import datetime
from types import SimpleNamespace

from django.utils import translation

UTC = datetime.UTC
STARTS = datetime.datetime(2021, 5, 18, 11, 0, tzinfo=UTC)
CYCLE = SimpleNamespace(
    opens_before=datetime.timedelta(hours=1), closes_after=datetime.timedelta(minutes=30), disclosure="window"
)


def make_session(**fields) -> SimpleNamespace:
    """What the view models read of a session page: 18 May 2021, 13:00-14:30 in Paris."""
    facts = {
        "date": datetime.date(2021, 5, 18),
        "start_time": datetime.time(13, 0),
        "end_time": datetime.time(14, 30),
        "timezone": "Europe/Paris",
        "status": "confirmed",
        "previous_starts": [],
        "replay": "",
        "disclosure": "",
        "link": "https://zoom.example/j/81174854920",
        "meeting_id": "81174854920",
        "passcode": "314159",
    }
    return SimpleNamespace(**facts | fields)


def in_english(function, *args, **kwargs):
    with translation.override("en"):
        return function(*args, language="en", **kwargs)
