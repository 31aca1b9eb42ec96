"""What calendars in a store tell, compared with what a program that we did not write reads of them."""

import shutil

import pytest

from feeds.restoring.survivors import read_survivors
from tests.feeds.world import feed_paths, make_world, read_all
from tests.journeys.simulated import events_in

pytestmark = pytest.mark.django_db
PATHS = feed_paths(languages=("fr", "he"), files=("sessions.ics",))


@pytest.fixture
def store(site, settings, tmp_path):
    """A store with the calendars of a world that has everything."""
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path / "store")}
    world = make_world(site)
    title = "Réserves, l'été ; fermées \\ ouvertes : " + "שלום " * 20
    draft = world.session.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision().publish()
    return tmp_path / "store"


def test_every_event_of_every_calendar_is_read_as_others_read_it(store):
    expected = {
        (uid, path.split("/")[2]): (told.sequence, told.modified, told.title)
        for path, body in read_all(PATHS).items()
        for uid, told in events_in(body).items()
    }

    survivors = read_survivors([store])

    assert len(expected) == 4
    assert {(t.uid, t.language): (t.sequence, t.modified, t.title) for t in survivors} == expected
    assert {t.start for t in survivors if t.sequence == 1 and "8" in t.title} == {
        "2021-06-15 13:00 Europe/Paris"
    }


def test_newest_of_several_stores_counts_and_torn_files_do_not(store, tmp_path):
    read_all(PATHS)
    older = tmp_path / "older"
    shutil.copytree(store, older)
    torn = older / PATHS[0].lstrip("/")
    torn.write_bytes(torn.read_bytes()[:-10])

    assert sorted(read_survivors([older, store]), key=str) == sorted(read_survivors([store]), key=str)
    assert {t.uid for t in read_survivors([older])} == {t.uid for t in read_survivors([store])}


def test_folder_that_is_none_holds_nothing(tmp_path):
    assert read_survivors([tmp_path / "none"]) == []
