"""What an editor may type into a page: each mistake is named by its field."""

import datetime
import uuid

from django.core.exceptions import ValidationError

import pytest

from events.codes import Kind, reserve_code
from events.models import CyclePage, NewsIndexPage, NewsPage, SessionPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

AFTER_START = "The end must be after the start, on the same day."
OTHER_MEETING = "The link belongs to another meeting than this ID. Copy both again from the same invitation."
NO_HTTPS = "The link must start with https://."
NO_BROWSER = "This is not a link that a browser can open. Copy it again from the meeting platform."
CREDENTIALS = "A link must not hold a user name or password before the host."
DIGITS = "A meeting ID has 9 to 12 digits, such as 811 7485 4920."
CODE_FORM = "A code has 2 to 40 lower-case letters a-z, digits and hyphens, such as “solidarites”."
CODE_USED = "The code “taken” is already used, or was used by a deleted page. Choose another."
ZONE = "“Mars/Olympus” is not a time zone. Use a name such as Europe/Paris."
MEETING_IN_TEXT = (
    "Remove the link to zoom.example: the meeting link is typed once, in its own field, and readers get there"
    " through the join address."
)
JOIN = "https://zoom.example/j/81174854920"
LINKED = f'<p>Come: <a href="{JOIN}">here</a></p>'


def at(text):
    return datetime.time.fromisoformat(text)


def day(text):
    return datetime.date.fromisoformat(text)


SPRING, AUTUMN = day("2021-03-28"), day("2021-10-31")


def host(name):
    return f"{name} is not a meeting host of this site. Allowed: zoom.example."


def gap(time):
    return f"{time} does not exist on 2021-03-28 in Europe/Paris: the clocks go forward. Choose another time."


def fold(time):
    return f"{time} happens twice on 2021-10-31 in Europe/Paris: the clocks go back. Choose another time."


def messages_of(page) -> dict[str, list[str]]:
    """What full_clean says, by field; empty when it says nothing. `page` lies in no tree."""
    try:
        page.full_clean(exclude=["path", "depth"])
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


def unsaved(model, **fields):
    return model(**({"title": "A title", "slug": "a-title"} | fields))


def unsaved_session(**fields):
    return unsaved(SessionPage, **({"date": day("2021-05-18")} | fields))


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"start_time": at("15:00"), "end_time": at("14:30")}, {"end_time": [AFTER_START]}),
        ({"start_time": at("14:30"), "end_time": at("14:30")}, {"end_time": [AFTER_START]}),
        ({"start_time": at("23:00"), "end_time": at("00:30")}, {"end_time": [AFTER_START]}),
        (
            {"date": SPRING, "start_time": at("02:30"), "end_time": at("04:00")},
            {"start_time": [gap("02:30")]},
        ),
        ({"date": SPRING, "start_time": at("01:30"), "end_time": at("02:00")}, {"end_time": [gap("02:00")]}),
        (
            {"date": AUTUMN, "start_time": at("02:30"), "end_time": at("04:00")},
            {"start_time": [fold("02:30")]},
        ),
        ({"date": AUTUMN, "start_time": at("01:30"), "end_time": at("02:59")}, {"end_time": [fold("02:59")]}),
        ({"timezone": "Mars/Olympus"}, {"timezone": [ZONE]}),
        ({"number": 10_000}, {"number": ["Ensure this value is less than or equal to 9999."]}),
        ({"status": "perhaps"}, {"status": ["Value 'perhaps' is not a valid choice."]}),
        ({"spoken": ["fr", "tlh"]}, {"spoken": ["Unknown language: tlh."]}),
        ({"link": "http://zoom.example/j/81174854920"}, {"link": [NO_HTTPS]}),
        ({"link": "https://evil.example/j/81174854920"}, {"link": [host("evil.example")]}),
        ({"link": "https://evilzoom.example/j/81174854920"}, {"link": [host("evilzoom.example")]}),
        ({"link": "https://zoom.example.evil.example/j/1"}, {"link": [host("zoom.example.evil.example")]}),
        ({"link": "https://zoom.example@evil.example/j/1"}, {"link": [CREDENTIALS]}),
        ({"link": "https://zoom.example:8443/j/1"}, {"link": [NO_BROWSER]}),
        ({"link": JOIN, "meeting_id": "811 7485 4921"}, {"meeting_id": [OTHER_MEETING]}),
        ({"meeting_id": "12345678"}, {"meeting_id": [DIGITS]}),
        ({"meeting_id": "811 7485 492O"}, {"meeting_id": [DIGITS]}),
        ({"code": "UPPER"}, {"code": [CODE_FORM]}),
        ({"code": "taken"}, {"code": [CODE_USED]}),
        ({"introduction": LINKED}, {"introduction": [MEETING_IN_TEXT]}),
        ({"body": LINKED, "minutes": LINKED}, {"body": [MEETING_IN_TEXT], "minutes": [MEETING_IN_TEXT]}),
        (
            {"end_time": at("12:00"), "link": "http://zoom.example/", "meeting_id": "1", "code": "taken"},
            {"end_time": [AFTER_START], "link": [NO_HTTPS], "meeting_id": [DIGITS], "code": [CODE_USED]},
        ),
    ],
)
def test_session_with_a_mistake_is_refused_by_its_field(fields, messages):
    reserve_code(kind=Kind.SESSION, code="taken", key=uuid.uuid4())

    assert messages_of(unsaved_session(**fields)) == messages


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"link": JOIN},
        {"link": "https://us02web.zoom.example/j/81174854920?pwd=x#success", "meeting_id": "811-7485-4920"},
        {"link": "https://zoom.example/my/room", "meeting_id": "811 7485 4920"},
        {"date": SPRING, "start_time": at("03:00"), "end_time": at("04:00")},
        {"date": AUTUMN, "start_time": at("01:00"), "end_time": at("03:00")},
        {"date": SPRING, "start_time": at("02:30"), "end_time": at("04:00"), "timezone": "Asia/Jerusalem"},
        {"body": '<p><a href="https://zoom.us.example/blog">About zoom.example</a></p>'},
        {"slug": "join"},
    ],
)
def test_session_without_a_mistake_is_accepted(fields):
    assert messages_of(unsaved_session(**fields)) == {}


def test_meeting_is_stored_as_digits_and_a_plain_link():
    session = unsaved_session(
        link="https://US02web.zoom.example:443/j/81174854920", meeting_id="811 7485 4920"
    )

    session.full_clean(exclude=["path", "depth"])

    assert (session.meeting_id, session.link) == ("81174854920", "https://us02web.zoom.example/j/81174854920")


def test_follower_is_not_asked_for_facts_that_it_cannot_change(session):
    english = factories.translate(session, "en")
    SessionPage.objects.filter(pk=english.pk).update(link="https://elsewhere.example/", meeting_id="1")

    SessionPage.objects.get(pk=english.pk).full_clean()


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({"rhythm_interval": 0}, {"rhythm_interval": ["At least one month."]}),
        ({"rhythm_interval": 2}, {"rhythm_from": ["Say from which date the months are counted."]}),
        (
            {"rhythm_interval": 13, "rhythm_from": day("2021-01-19")},
            {"rhythm_interval": ["Ensure this value is less than or equal to 12."]},
        ),
        ({"rhythm_interval": None}, {"rhythm_interval": ["This field cannot be null."]}),
        ({"default_start_time": at("15:00")}, {"default_end_time": [AFTER_START]}),
        ({"default_start_time": None}, {"default_start_time": ["This field cannot be null."]}),
        ({"default_timezone": "Mars/Olympus"}, {"default_timezone": [ZONE]}),
        (
            {"join_opens_minutes": 1441},
            {"join_opens_minutes": ["Ensure this value is less than or equal to 1440."]},
        ),
        ({"code": "a"}, {"code": [CODE_FORM]}),
        ({"code": "taken"}, {"code": [CODE_USED]}),
        ({"introduction": LINKED}, {"introduction": [MEETING_IN_TEXT]}),
        (
            {"rhythm_interval": 0, "default_end_time": at("13:00"), "code": "taken"},
            {
                "rhythm_interval": ["At least one month."],
                "default_end_time": [AFTER_START],
                "code": [CODE_USED],
            },
        ),
    ],
)
def test_cycle_with_a_mistake_is_refused_by_its_field(fields, messages):
    reserve_code(kind=Kind.CYCLE, code="taken", key=uuid.uuid4())

    assert messages_of(unsaved(CyclePage, **fields)) == messages


@pytest.mark.parametrize(
    ("model", "fields", "text"),
    [(NewsPage, {"date": day("2021-05-18")}, "body"), (NewsIndexPage, {}, "introduction")],
)
def test_news_must_not_lead_into_a_meeting(model, fields, text):
    assert messages_of(unsaved(model, **fields, **{text: LINKED})) == {text: [MEETING_IN_TEXT]}
