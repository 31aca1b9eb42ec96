"""Publishing faster than the clock tells, and a clock that is set back: no reader keeps old bytes, none gets them again."""

import datetime

from django.test import Client

import icalendar
import pytest
import time_machine

from feeds.marks import mark_everything
from feeds.refresh import refresh
from tests import factories
from tests.feeds.renderers.reading import NAMESPACES, parse_strictly
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

ICS, ATOM = "/feeds/fr/all/sessions.ics", "/feeds/fr/all/sessions.atom"
UPDATED = ("atom:updated", "atom:entry/atom:updated")
MOMENT = utc(2121, 5, 3, 9, 30)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def publish(session, django_capture_on_commit_callbacks):
    """Publish session 7 under another title, committed."""

    def publish(title: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            factories.publish(session, title=title)

    return publish


def known_by(answer) -> list[dict[str, str]]:
    """What a reader may send who has this answer: a tag, and where it is dated, the date, or both."""
    _status, headers, _body = answer
    tag = {"If-None-Match": headers["ETag"]}
    if "Last-Modified" not in headers:
        return [tag]
    date = {"If-Modified-Since": headers["Last-Modified"]}
    return [tag, date, tag | date]


def test_readers_of_each_of_two_changes_in_one_millisecond_get_the_second(web_process, publish):
    server = web_process()
    with time_machine.travel(MOMENT, tick=False):
        publish("Le premier titre")
        first = server.ask(ICS)[0]
        publish("Le second titre")
        second = server.ask(ICS)[0]
        statuses = [server.ask(ICS, **known)[0][0] for known in known_by(first)]
        still = [server.ask(ICS, **known)[0][0] for known in known_by(second)]
    with time_machine.travel(MOMENT + DAY):
        later = [server.ask(ICS, **known)[0][0] for known in known_by(first)]

    assert (titles(first), titles(second)) == ({"Le premier titre"}, {"Le second titre"})
    assert statuses == later == ["200 OK"] * 3
    # Within the second, a date cannot tell the two apart: the second has none yet.
    assert still == ["304 Not Modified"]


def titles(answer) -> set[str]:
    events = icalendar.Calendar.from_ical(answer[2]).walk("VEVENT")
    return {str(event["SUMMARY"]).rpartition(": ")[2] for event in events}


def test_clock_that_is_set_back_changes_no_byte_and_no_tag(web_process, publish):
    with time_machine.travel(MOMENT):
        publish("Un titre")
        (_status, headers, body), _passed_on = web_process().ask(ICS)
    with time_machine.travel(MOMENT - 100 * DAY):
        server = web_process()
        (_status, again, same), passed_on = server.ask(ICS)
        known = server.ask(ICS, **{"If-None-Match": headers["ETag"]})[0][0]
        remembered, asked_django = server.ask(ICS)

    assert (same, again["ETag"], known, passed_on) == (body, headers["ETag"], "304 Not Modified", True)
    # Its own date would be in the future: it says none, until that has come.
    assert (remembered[2], asked_django) == (body, False)
    assert (
        remembered[1] == again == {name: value for name, value in headers.items() if name != "Last-Modified"}
    )


def test_change_after_the_clock_was_set_back_reaches_everybody(web_process, publish):
    server = web_process()
    with time_machine.travel(MOMENT):
        publish("Avant")
        before = server.ask(ICS)[0]
    with time_machine.travel(MOMENT - DAY):
        publish("Après")
        after = server.ask(ICS)[0]
        statuses = [server.ask(ICS, **known)[0][0] for known in known_by(before)]
    with time_machine.travel(MOMENT + DAY):
        later = [server.ask(ICS, **known)[0][0] for known in known_by(before)]
        at_last = server.ask(ICS)[0]

    assert (titles(before), titles(after)) == ({"Avant"}, {"Après"})
    assert statuses == later == ["200 OK"] * 3
    assert at_last[1]["ETag"] == after[1]["ETag"]


def test_dates_in_a_feed_never_go_back_with_the_clock(publish):
    answers = []
    for moment in (MOMENT, MOMENT - DAY, MOMENT - 2 * DAY):
        with time_machine.travel(moment):
            publish(f"Le titre de {moment}")
            answers.append({path: Client().get(path).content for path in (ICS, ATOM)})

    (events,) = zip(
        *[icalendar.Calendar.from_ical(each[ICS]).walk("VEVENT") for each in answers], strict=True
    )
    entries = [parse_strictly(each[ATOM]) for each in answers]
    dates = {name: [event[name].dt for event in events] for name in ("DTSTAMP", "LAST-MODIFIED")}
    dates |= {path: [entry.findtext(path, namespaces=NAMESPACES) for entry in entries] for path in UPDATED}
    assert {name: found for name, found in dates.items() if found != sorted(found)} == {}
    assert [event["SEQUENCE"] for event in events] == sorted({event["SEQUENCE"] for event in events})


def test_look_under_another_clock_finds_nothing_new(session):
    with time_machine.travel(MOMENT):
        first = Client().get(ICS)
    for moment in (MOMENT - 100 * DAY, MOMENT + DAY):
        with time_machine.travel(moment):
            mark_everything()
            refresh(now=moment)
            assert (Client().get(ICS)["ETag"], Client().get(ICS).content) == (first["ETag"], first.content)
