"""While the database is away, the way into the next meeting is open: what was made ahead is given, and is true at its moment."""

import datetime
import logging
from contextlib import contextmanager
from itertools import product

from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from events.models import HomePage
from events.standby.answers import folder
from events.standby.making import BrokenSiteError, make_answers
from tests import factories
from tests.events import announced

pytestmark = pytest.mark.django_db

JOIN = "/fr/join/solidarites-7/"
UTC = datetime.UTC
BEFORE = datetime.datetime(2021, 5, 17, 6, 0, tzinfo=UTC)
OPENS, STARTS, ENDS = announced.OPENS, announced.STARTS, announced.ENDS
CLOSES = ENDS + datetime.timedelta(minutes=30)
MINUTE = datetime.timedelta(minutes=1)
MOMENTS = (
    BEFORE,
    STARTS - datetime.timedelta(hours=14),
    STARTS - datetime.timedelta(hours=2),
    OPENS,
    STARTS,
    ENDS - MINUTE,
    ENDS,
    CLOSES - MINUTE,
    CLOSES,
)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": str(tmp_path / "standby")}


@pytest.fixture(autouse=True)
def _two_languages(site):
    """Each language costs as much time as the first two, and is made like them."""
    HomePage.objects.exclude(locale__language_code__in=["fr", "he"]).update(live=False)


@contextmanager
def database_away(error=OperationalError):
    """No query is answered."""

    def fail(execute, sql, params, many, context):
        raise error("could not connect to server")

    with connection.execute_wrapper(fail):
        yield


def make(moment=BEFORE) -> None:
    with time_machine.travel(moment, tick=False):
        make_answers(moment)


def answer(path: str, *, method: str = "get", moment=BEFORE):
    """What anybody gets at a moment."""
    with time_machine.travel(moment, tick=False):
        return getattr(Client(raise_request_exception=False), method)(
            path, headers={"host": "parvis.example"}
        )


def answer_without_database(path: str, *, method: str = "get", moment=BEFORE):
    with database_away():
        return answer(path, method=method, moment=moment)


def same(one, other) -> bool:
    headers = ("Content-Type", "Content-Language", "Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    return (one.status_code, one.content, [one.get(name) for name in headers]) == (
        other.status_code,
        other.content,
        [other.get(name) for name in headers],
    )


PATHS = [
    "/", "/fr/", "/he/", "/fr/solidarites/", "/fr/solidarites/seance-7/", JOIN, "/he/join/solidarites-7/",
]  # fmt: skip


def test_pages_on_the_way_say_the_same_with_and_without_the_database(session):
    make()

    for moment, path in product(MOMENTS, PATHS):
        assert same(answer_without_database(path, moment=moment), answer(path, moment=moment)), (moment, path)


def test_button_leads_into_the_meeting_without_the_database_while_the_window_is_open(session):
    make()

    for moment in MOMENTS:
        given = answer_without_database(JOIN, method="post", moment=moment)
        assert (given.status_code, session.link in given.content.decode()) == (
            (200, True) if OPENS <= moment < CLOSES else (409, False)
        ), moment
        if given.status_code == 200:
            assert same(given, answer(JOIN, method="post", moment=moment))
            assert given["Cache-Control"] == "no-store"


def test_head_is_answered_as_get_and_other_pages_are_not_made_up(session):
    make()
    head = answer_without_database(JOIN, method="head")

    assert (head.status_code, head.content) == (200, b"")
    with database_away(InterfaceError):
        assert answer(JOIN).status_code == 200
    assert [answer_without_database(path).status_code for path in ("/fr/join/autre/", "/fr/autre/")] == [
        503,
        503,
    ]


@pytest.mark.parametrize(("browser", "language"), [("he, fr;q=0.5", "he"), ("fi", "fr"), ("", "fr")])
def test_poster_leads_to_the_join_page_in_the_readers_language(session, browser, language):
    make()
    client = Client(headers={"host": "parvis.example", "accept-language": browser})

    with database_away(), time_machine.travel(OPENS, tick=False):
        given = client.get(f"/s/{session.code}")
        other = Client(raise_request_exception=False).get("/s/autre-1")

    assert (given.status_code, given["Location"]) == (302, f"/{language}/join/{session.code}/")
    assert (given["Cache-Control"], other.status_code) == ("no-store", 503)


def test_error_of_ours_is_no_reason_for_an_old_answer(session, monkeypatch):
    make()

    def fail(*args, **kwargs):
        raise ValueError("wrong")

    monkeypatch.setattr("events.join.build_join", fail)

    assert answer(JOIN).status_code == 500


def test_page_that_is_broken_is_told_and_the_others_are_made(session, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr("events.join.build_join", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(
        BrokenSiteError, match=r"^Nothing could be made ahead of /fr/join/solidarites-7/, /he/join/"
    ):
        make()

    monkeypatch.undo()
    assert answer_without_database("/fr/solidarites/seance-7/").status_code == 200
    assert answer_without_database(JOIN).status_code == 503


def files() -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder().iterdir()}


def test_what_is_still_true_is_not_made_again(session):
    make()
    first = files()

    make(BEFORE + MINUTE)

    assert files() == first


def test_answers_stay_when_their_moment_has_come(session):
    make()
    first = files()

    make(BEFORE + datetime.timedelta(hours=20))
    assert files() == first
    make(OPENS + MINUTE)
    given = answer_without_database(JOIN, method="post", moment=OPENS + 2 * MINUTE)
    assert (given.status_code, session.link in given.content.decode()) == (200, True)


def test_session_whose_link_nobody_is_told_has_it_in_no_answer_and_in_no_file(session):
    factories.publish(session, disclosure="nobody")
    told, refused = [], set()
    for moment in (BEFORE, OPENS, STARTS):
        make(moment)
        told += [answer_without_database(path, moment=moment).content.decode() for path in PATHS]
        pressed = answer_without_database(JOIN, method="post", moment=moment)
        refused.add(pressed.status_code)
        told += [pressed.content.decode(), *(file.read_text() for file in folder().glob("*.json"))]

    assert refused == {409}
    secrets = (session.link, session.meeting_id, session.passcode)
    assert [text for text in told if any(secret in text for secret in secrets)] == []


def test_new_link_leaves_no_old_one_behind(session, django_capture_on_commit_callbacks):
    make()
    old, new = session.link, "https://zoom.example/j/99999999999"

    with django_capture_on_commit_callbacks(execute=True):
        factories.publish(session, link=new, meeting_id="999 9999 9999")

    assert answer_without_database(JOIN, method="post", moment=OPENS).status_code == 503
    make()
    given = answer_without_database(JOIN, method="post", moment=OPENS).content.decode()
    assert (new in given, old in given) == (True, False)


def test_news_take_nothing_away(session, site, django_capture_on_commit_callbacks):
    make()
    first = files()

    with django_capture_on_commit_callbacks(execute=True):
        factories.make_news(site)

    assert files() == first


def test_page_that_became_private_leaves_nothing_behind(session, django_capture_on_commit_callbacks):
    make()

    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(
            page=session.get_parent(), restriction_type=PageViewRestriction.LOGIN
        )
    make()

    assert answer_without_database(JOIN).status_code == 503
    assert answer_without_database("/fr/").status_code == 200


def test_session_that_is_over_leaves_nothing_behind(session):
    make()
    make(CLOSES)

    assert not [name for name in files() if name.startswith(session.code)]


def test_no_folder_keeps_nothing(session, settings):
    settings.PARVIS = settings.PARVIS | {"STANDBY_DIR": ""}

    make()

    assert answer_without_database(JOIN).status_code == 503


def test_site_without_a_session_keeps_its_homes(site):
    make()

    assert [answer_without_database(path).status_code for path in ("/", "/he/")] == [200, 200]


def test_no_answer_was_made_with_the_database_away(session):
    make()
    first = files()

    with database_away(), pytest.raises(OperationalError):
        make(BEFORE + MINUTE)

    assert files() == first
