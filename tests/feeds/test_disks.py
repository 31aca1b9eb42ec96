"""A store on a disk that is full or cannot be written: right answers all the same, and nothing kept that has left."""

import logging

from django.test import Client

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from feeds import generation, store
from tests import factories
from tests.feeds.disks import read_only, small_disk
from tests.feeds.test_database_away import database_away
from tests.feeds.world import utc

pytestmark = pytest.mark.django_db

NOW = utc(2121, 5, 3, 9, 30)
PATHS = ("/feeds/fr/all/sessions.ics", "/feeds/he/all/sessions.atom", "/feeds/fr/session/solidarites-7.ics", "/feeds/fr/feeds.opml")  # fmt: skip


@pytest.fixture
def publish(session, django_capture_on_commit_callbacks):
    """Publishes under a title, and lets the date of the change pass: before, there may be no Last-Modified."""

    def publish(title: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            factories.publish(session, title=title)
        clock.shift(2)

    with time_machine.travel(NOW) as clock:
        yield publish


@pytest.fixture
def make_private(session, django_capture_on_commit_callbacks):
    def make_private() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(
                page=session.get_parent(), restriction_type=PageViewRestriction.LOGIN
            )

    return make_private


def say(server) -> dict[str, tuple]:
    return {path: server.ask(path)[0] for path in PATHS}


def naming(title: str, answers) -> set[str]:
    """The paths, all but the list's, whose bytes hold a title."""
    return {path for path, (_status, _headers, body) in answers.items() if title in body.decode()}


def with_tags(answers) -> set[tuple[str, bytes]]:
    return {(headers["ETag"], body) for status, headers, body in answers.values() if status == "200 OK"}


def test_full_disk_costs_the_storing_only(web_process, publish, tmp_path):
    with small_disk(tmp_path) as disk:
        server = web_process()
        before = say(server)
        disk.fill()
        publish("Un disque plein")
        after, again = say(server), say(server)
        with database_away():
            last = say(web_process())
        disk.free()
        generation.bump()
        freed = say(server)

        assert {path: store.read(path).body for path in PATHS} == {path: freed[path][2] for path in PATHS}
    assert {answer[0] for answers in (before, after, freed) for answer in answers.values()} == {"200 OK"}
    assert naming("Un disque plein", after) == set(PATHS[:3])
    assert again == after == freed
    # What could not be replaced is what it was, under the tag that it had; what could not be kept is absent.
    assert with_tags(last) <= with_tags(before) | with_tags(after)


def test_what_leaves_is_in_no_file_of_a_full_disk(web_process, publish, make_private, tmp_path):
    with small_disk(tmp_path) as disk:
        server = web_process()
        publish("Bientôt privée")
        assert naming("Bientôt privée", say(server)) == set(PATHS[:3])
        disk.fill()
        make_private()
        now = say(server)
        with database_away():
            last = say(web_process())

    assert naming("Bientôt privée", now) == naming("Bientôt privée", last) == set()


def test_first_worker_on_a_full_disk_answers_by_django(web_process, publish, tmp_path):
    with small_disk(tmp_path) as disk:
        disk.fill()
        server = web_process()
        publish("Un disque plein")
        answers = [server.ask(path) for path in (*PATHS, *PATHS)]

    assert {(answer[0], passed_on) for answer, passed_on in answers} == {("200 OK", True)}
    assert [path for path in PATHS if store.read(path)] == []


@pytest.mark.mount
def test_read_only_disk_costs_the_storing_only(web_process, publish, tmp_path):
    server = web_process()
    before = say(server)
    with read_only(tmp_path):
        publish("Rien à écrire")
        after = say(server)
        with database_away():
            last = say(web_process())

    assert naming("Rien à écrire", after) == set(PATHS[:3])
    assert with_tags(last) == with_tags(before)


@pytest.mark.mount
def test_first_worker_on_a_read_only_disk_answers_by_django(web_process, publish, tmp_path, caplog):
    caplog.set_level(logging.CRITICAL, logger="feeds")
    with read_only(tmp_path):
        server = web_process()
        publish("Rien à écrire")
        answers = [server.ask(path) for path in (*PATHS, *PATHS)]

    assert {(answer[0], passed_on) for answer, passed_on in answers} == {("200 OK", True)}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.mount
def test_file_that_cannot_be_removed_is_reported(web_process, publish, make_private, tmp_path, caplog):
    """The one thing that a read-only store cannot do, and somebody has to."""
    say(web_process())
    caplog.set_level(logging.ERROR, logger="feeds.store")
    with read_only(tmp_path):
        make_private()
        statuses = {path: Client().get(path).status_code for path in PATHS}

    reported = {record.getMessage().partition(": ")[0] for record in caplog.records}
    assert {f"The stored bytes of {path} cannot be removed" for path in PATHS} <= reported
    assert statuses == dict(zip(PATHS, (200, 200, 410, 200), strict=True))
