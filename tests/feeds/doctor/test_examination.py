"""What the doctor knows of the files: once for each version, a bounded number at a time."""

import dataclasses

from django.utils import timezone

import pytest

from feeds import store
from feeds.doctor import examination
from feeds.doctor.examination import all_files, body_of, examine, look_at, recall
from feeds.models import Shelf
from feeds.serving import serve_feed
from tests import factories
from tests.feeds.stored import rebuild

pytestmark = pytest.mark.django_db

LANGUAGES, SCOPES, FILES = 6, 2, 9


@pytest.fixture
def files(session, own_store):
    """Every file of the site with one session, none of which anybody has read."""
    rebuild()
    return all_files()


def read(*files) -> None:
    for file in files:
        serve_feed(file.address, now=timezone.now())


def test_all_files_of_all_languages_scopes_and_formats_are_there(files):
    assert len(files) == LANGUAGES * SCOPES * FILES
    assert [file.path for file in files[:3]] == [
        "/feeds/fr/all/sessions.ics",
        "/feeds/fr/all/sessions.rss",
        "/feeds/fr/all/sessions.atom",
    ]
    assert list(dict.fromkeys(file.address.language for file in files)) == [
        "fr",
        "en",
        "es",
        "el",
        "he",
        "fi",
    ]


def test_feeds_of_retired_scopes_and_withdrawn_languages_are_not_there(files, settings):
    Shelf.objects.filter(scope="cycle-solidarites").update(is_retired=True)
    settings.LANGUAGES = settings.LANGUAGES[:2]

    assert len(all_files()) == 2 * 1 * FILES


def test_every_feed_of_ours_is_good(files):
    read(*files)

    verdicts = examine(files, most_items=10_000)

    assert {path: verdict for path, verdict in verdicts.items() if not verdict.is_good} == {}
    assert all(verdict.is_stored for verdict in verdicts.values())
    assert len(verdicts) == len(files)


def test_what_was_examined_is_known_without_a_query(files, django_assert_num_queries):
    read(*files)
    found = look_at(files)

    with django_assert_num_queries(0):
        assert look_at(files) == found == recall(files)


def test_examining_costs_two_queries(files, django_assert_num_queries):
    with django_assert_num_queries(2):
        examine(files, most_items=10_000)


def test_a_change_is_examined_anew(files, session):
    read(*files)
    look_at(files)
    factories.publish(session, title="Autrement")
    read(files[0])

    known = recall(all_files())

    assert sorted({path.split("/")[-1].partition(".")[0] for path in known}) == ["news"]


def test_a_file_that_was_read_meanwhile_is_examined_again(files):
    first = files[0]
    assert not look_at([first])[first.path].is_stored
    read(first)

    assert recall([first]) == {}
    assert look_at([first])[first.path].is_stored


def test_new_rules_examine_everything_anew(files, monkeypatch):
    read(*files)
    look_at(files)

    monkeypatch.setattr(examination, "RULES_CODE", "another")

    assert recall(files) == {}


def test_a_request_examines_a_bounded_number_of_items(files):
    sessions = [file for file in files if file.path.startswith("/feeds/fr/all/sessions")]

    found = [list(look_at(sessions, most_items=2)) for _request in range(3)]

    paths = [file.path for file in sessions]
    assert found == [paths[:2], paths, paths]


def test_a_file_that_fits_is_examined_before_one_that_does_not(files):
    assert list(look_at(files[:6], most_items=1)) == [files[0].path, files[4].path, files[5].path]


def test_a_file_of_more_items_than_one_request_examines_is_examined_alone(files):
    assert next(iter(look_at(files, most_items=0))) == files[0].path


def test_a_file_whose_shelf_changes_meanwhile_is_left_for_the_next_time(files):
    stale = dataclasses.replace(files[0], shelf=Shelf.objects.get(pk=files[0].shelf.pk))
    stale.shelf.version = "before"

    assert (examine([stale]), recall([stale])) == ({}, {})


def test_stored_bytes_that_differ_from_the_items_are_told(files):
    read(files[1])
    stored = store.read(files[1].path)
    store.write(dataclasses.replace(stored, body=stored.body.replace(b"</rss>", b"")))

    verdict = look_at([files[1]])[files[1].path]

    assert (verdict.is_stable, verdict.is_stored, verdict.errors) == (False, True, 1)
    assert body_of(files[1]) == store.read(files[1].path).body


def test_body_of_a_file_that_nobody_has_read_is_what_the_first_reader_will_get(files):
    body = body_of(files[0])

    assert body == serve_feed(files[0].address, now=timezone.now()).body
