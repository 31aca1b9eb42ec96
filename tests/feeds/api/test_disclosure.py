"""What nobody may know yet, or at all, is in no answer: the replay before the join window is over, the way into the meeting ever."""

import datetime

from django.core.files.base import ContentFile
from django.core.management import call_command

from wagtail.documents import get_document_model

import pytest
import time_machine

from events.models import SessionPage
from feeds.api.records import Resource
from tests import factories
from tests.feeds.api.asking import codes, get, said
from tests.feeds.api.mirror import Mirror, everything
from tests.feeds.happenings import look
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

# The window of session 7 is from 10:00 to 13:00 UTC.
LONG_BEFORE, BEFORE, DURING = utc(2021, 5, 1), utc(2021, 5, 18, 9), utc(2021, 5, 18, 12, 59)
OVER = utc(2021, 5, 18, 13)
REPLAY = "https://media.example/7.webm"
SECRETS = ["zoom.example", "81174854920", "811 7485 4920", "314159"]
LISTS = ("languages", "cycles", "sessions", "news", "organisations", "people", "changes")


@pytest.fixture
def recorded(session):
    """Session 7 with a replay, captions and a transcript, which the editor had before it began."""
    with time_machine.travel(LONG_BEFORE, tick=False):
        captions = get_document_model().objects.create(title="Texte", file=ContentFile(b"WEBVTT", "7.vtt"))
        page = factories.publish(
            session, replay=REPLAY, transcript="<p>Verbatim</p>", captions=captions, body="<p>Lisible</p>"
        )
        look()
        return page


def told(moment: datetime.datetime) -> dict[str, object]:
    """What is said of the replay at a moment, and whether its words find the session; nothing but reading happened."""
    with time_machine.travel(moment, tick=False):
        session = said("sessions/solidarites-7")
        return {
            **{name: session[name] for name in ("replay", "captions", "state")},
            "transcript": session["transcript"]["text"],
            "found": [codes(q=word) for word in ("verbatim", "lisible")],
        }


def nothing(state: str) -> dict[str, object]:
    return {
        "replay": None,
        "captions": None,
        "transcript": "",
        "state": state,
        "found": [[], ["solidarites-7"]],
    }


@pytest.mark.parametrize(
    ("moment", "state"), [(LONG_BEFORE, "scheduled"), (BEFORE, "soon"), (DURING, "open")]
)
def test_replay_is_told_to_nobody_before_the_window_is_over(recorded, moment, state):
    with time_machine.travel(moment, tick=False):
        call_command("tick")

    assert told(moment) == nothing(state)
    assert [row.pk for row in Resource.objects.all() if "erbatim" in f"{row.body}{row.text}"] == []


def test_replay_comes_with_the_first_tick_behind_the_window(recorded):
    with time_machine.travel(OVER, tick=False):
        call_command("tick")
        session = said("sessions/solidarites-7")

    assert session["captions"].startswith("https://parvis.example/documents/")
    assert told(OVER) == {
        "replay": REPLAY,
        "captions": session["captions"],
        "transcript": "Verbatim",
        "state": "replay",
        "found": [["solidarites-7"], ["solidarites-7"]],
    }


def test_coming_of_the_replay_is_a_change_for_mirrors_and_happens_once(recorded):
    with time_machine.travel(OVER, tick=False):
        mirror = Mirror("fr")
        mirror.follow()
        call_command("tick")
        changes = mirror._ask()
        mirror.follow()
        call_command("tick")

        assert [(each["code"], each["item"]["replay"]) for each in changes["items"]] == [
            ("solidarites-7", REPLAY)
        ]
        assert (mirror._ask()["items"], mirror.items) == ([], everything("fr"))


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_replay_of_what_was_called_off_is_never_told(recorded, status):
    factories.publish(recorded, status=status)
    with time_machine.travel(OVER, tick=False):
        call_command("tick")

    assert told(OVER) == nothing("ended")


def test_session_that_is_moved_to_a_later_day_withholds_its_replay_again(recorded):
    with time_machine.travel(OVER, tick=False):
        call_command("tick")
        factories.publish(recorded, date=datetime.date(2021, 6, 15))
        look()

    assert told(OVER) == nothing("scheduled")


def every_answer() -> list[str]:
    """Every answer of the API and every embed."""
    paths = [path for path in LISTS if path != "changes"]
    listed = [said(path) for path in paths]
    ones = [
        f"{path}/{each.get('code') or each['key']}"
        for path, answer in zip(paths[1:], listed[1:], strict=True)
        for each in answer["items"]
    ]
    asked = [f"/api/v1/{path}" for path in (*LISTS, *ones, "openapi.json", "sessions?q=solidarites")]
    embeds = [
        f"/embed/fr/{scope}/{file}?layout={layout}"
        for scope in ("all", "cycle-solidarites")
        for file in ("", "fragment.html")
        for layout in ("next", "list", "table")
    ]
    client = get("languages").client
    answers = [client.get(address) for address in (*asked, *embeds)]
    assert {each.status_code for each in answers} == {200}
    return [each.content.decode() for each in answers]


@pytest.mark.parametrize("rule", ["public", "window", "nobody"])
@pytest.mark.parametrize("moment", [BEFORE, DURING, OVER])
def test_the_way_into_the_meeting_is_in_no_answer_and_no_row(recorded, moment, rule):
    with time_machine.travel(moment, tick=False):
        SessionPage.objects.update(disclosure=rule)
        factories.publish(recorded, platform="Zoom")
        texts = every_answer()
    stored = [str(value) for row in Resource.objects.values() for value in row.values()]

    assert len(texts) > 20
    assert [secret for secret in SECRETS for text in (*texts, *stored) if secret in text] == []


def test_replay_is_in_no_answer_before_the_window_is_over(recorded):
    with time_machine.travel(DURING, tick=False):
        assert [text for text in every_answer() if "7.webm" in text or "erbatim" in text] == []
