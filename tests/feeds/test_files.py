"""Stored files after a change: made anew by whoever made the change, gone where something has left."""

import datetime
import math
from contextlib import contextmanager

from django.test import Client
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from events.models import CyclePage, SessionPage
from feeds import files, serving, store
from feeds.models import Item, Shelf
from tests import factories
from tests.feeds.test_database_away import database_away

pytestmark = pytest.mark.django_db

ICS, CHANGES = "/feeds/fr/all/sessions.ics", "/feeds/fr/all/changes.atom"
OF_CYCLE, DOWNLOAD = "/feeds/en/cycle-solidarites/sessions.json", "/feeds/fr/session/solidarites-7.ics"
ASKED_FOR = (ICS, CHANGES, OF_CYCLE, DOWNLOAD)


@pytest.fixture
def asked_for(session, settings, tmp_path, monkeypatch):
    """The session, after its feeds were read. Who publishes takes all the time that it takes."""
    monkeypatch.setattr(files, "BUDGET_SECONDS", math.inf)
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": str(tmp_path)}
    for path in ASKED_FOR:
        assert Client().get(path).status_code == 200
    return session


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What waits for the end of the transaction runs behind the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def held() -> dict[str, str | None]:
    """The versions of what is stored for the addresses that were asked for."""
    return {path: stored.version if (stored := store.read(path)) else None for path in ASKED_FOR}


def current() -> dict[str, str]:
    """The versions that readers would be given now."""
    version = Shelf.objects.values_list("version", flat=True)
    return {
        ICS: version.get(language="fr", scope="all", kind="sessions"),
        CHANGES: version.get(language="fr", scope="all", kind="changes"),
        OF_CYCLE: version.get(language="en", scope="cycle-solidarites", kind="sessions"),
        DOWNLOAD: Item.objects.get(language="fr", code="solidarites-7").fingerprint,
    }


def test_files_that_were_asked_for_are_those_of_the_change_before_anybody_reads(asked_for, commit):
    before = held()

    with commit():
        factories.publish(asked_for, title="Autrement", date=datetime.date(2021, 5, 19))

    assert {path for path, version in held().items() if version == before[path]} == set()
    assert held() == current()


def test_file_that_nobody_asked_for_is_not_written(asked_for, commit):
    with commit():
        factories.publish(asked_for, title="Autrement")

    assert set(store.paths_below("/feeds/fr/all/")) == {ICS, CHANGES}
    assert store.paths_below("/feeds/es/all/") == []


def test_shelf_that_did_not_change_keeps_its_files(asked_for, commit):
    news = Client().get("/feeds/fr/all/news.rss").content
    before = store.read("/feeds/fr/all/news.rss")

    with commit():
        factories.publish(asked_for, title="Autrement")

    assert (store.read("/feeds/fr/all/news.rss"), before.body) == (before, news)


@pytest.mark.parametrize("budget", [0, math.inf])
@pytest.mark.parametrize("depth", [3, 4])
def test_what_was_made_private_is_in_no_file_even_if_the_database_fails_at_once(
    asked_for, commit, monkeypatch, depth, budget
):
    monkeypatch.setattr(files, "BUDGET_SECONDS", budget)
    page = asked_for.get_ancestors(inclusive=True).get(depth=depth)

    with commit():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    with database_away():
        answers = {path: Client().get(path) for path in ASKED_FOR}
    assert [path for path, answer in answers.items() if asked_for.title in answer.content.decode()] == []
    assert answers[DOWNLOAD].status_code == 503
    assert answers[ICS].status_code == (200 if budget else 503)


def test_what_the_editor_did_not_wait_for_is_written_by_the_next_tick(asked_for, commit, monkeypatch):
    monkeypatch.setattr(files, "BUDGET_SECONDS", 0)
    before = held()

    with commit():
        factories.publish(asked_for, title="Autrement", date=datetime.date(2021, 5, 19))
    behind = held()
    files.renew_stale_files(timezone.now())

    assert behind == before | {DOWNLOAD: current()[DOWNLOAD]}
    assert held() == current()


def test_tick_writes_nothing_where_nothing_is_stale(asked_for, monkeypatch):
    monkeypatch.setattr(store, "write", None)

    files.renew_stale_files(timezone.now())

    assert None not in held().values()


def test_year_that_is_no_archive_any_more_leaves_no_file(asked_for, commit):
    archive = "/feeds/fr/all/changes-2019.atom"
    store.write(store.represent(body=b"old", **about(store.read(CHANGES)) | {"path": archive}))

    with commit():
        factories.publish(asked_for, date=datetime.date(2021, 5, 19))

    assert store.read(archive) is None


def test_tick_leaves_no_file_of_a_year_that_is_no_archive_any_more(asked_for):
    archive = "/feeds/fr/all/changes-2019.atom"
    store.write(store.represent(body=b"old", **about(store.read(CHANGES)) | {"path": archive}))

    files.renew_stale_files(timezone.now())

    assert store.read(archive) is None


def test_archive_of_what_has_left_leaves_no_file(asked_for, commit):
    archive = "/feeds/fr/all/sessions-2019.atom"
    store.write(store.represent(body=b"old", **about(store.read(CHANGES)) | {"path": archive}))

    with commit():
        SessionPage.objects.get().delete()

    assert store.read(archive) is None


def test_without_a_store_nothing_is_kept_and_nothing_fails(session, settings, commit):
    settings.PARVIS = settings.PARVIS | {"STORE_DIR": ""}

    with commit():
        factories.publish(CyclePage.objects.get(), title="Autre cycle")

    assert store.paths_below("/feeds/fr/all/") == []


def about(representation: store.Representation) -> dict[str, object]:
    names = ("path", "version", "changed", "media_type", "language", "filename", "is_download", "max_age")
    return {name: getattr(representation, name) for name in names}


def test_list_of_feeds_does_not_outlive_what_it_names(asked_for, commit):
    """It shows the titles of cycles."""
    path, cycle = "/feeds/fr/feeds.opml", asked_for.get_parent()
    assert cycle.title in Client().get(path).content.decode()

    with commit():
        PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)

    with database_away():
        assert Client().get(path).status_code == 503
    assert cycle.title not in Client().get(path).content.decode()


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Within the block, what happens does so on another host: with a store of its own, and the same database."""

    @contextmanager
    def elsewhere():
        here = settings.PARVIS
        settings.PARVIS = here | {"STORE_DIR": str(tmp_path / "elsewhere")}
        yield
        settings.PARVIS = here

    return elsewhere


def test_what_another_host_has_changed_is_written_by_the_next_tick(asked_for, commit, elsewhere):
    before = held()
    with elsewhere(), commit():
        factories.publish(asked_for, title="Autrement", date=datetime.date(2021, 5, 19))

    assert held() == before
    files.renew_stale_files(timezone.now())

    assert held() == current() != before


def test_what_another_host_has_taken_away_goes_with_the_next_tick(asked_for, commit, elsewhere):
    with elsewhere(), commit():
        asked_for.unpublish()

    assert store.read(DOWNLOAD) is not None
    files.renew_stale_files(timezone.now())

    assert store.read(DOWNLOAD) is None


def test_session_that_changes_while_its_file_is_made_is_read_again(asked_for, commit, monkeypatch):
    """Between the look at its row and the making of its file."""
    find, found = serving._find_item, []

    def find_and_change(code, **about):
        item = find(code, **about)
        found.append(item.fingerprint)
        if len(found) == 1:
            with commit():
                factories.publish(asked_for, title="Entre-temps")
            store.discard(DOWNLOAD)
        return item

    monkeypatch.setattr(serving, "_find_item", find_and_change)
    given = Client().get(DOWNLOAD).content.decode()

    assert (len(found), len(set(found)), "Entre-temps" in given) == (2, 2, True)
    assert held() == current()


def test_session_that_is_withdrawn_while_its_file_is_made_leaves_none(asked_for, commit, monkeypatch):
    find = serving._find_item

    def find_and_withdraw(code, **about):
        monkeypatch.setattr(serving, "_find_item", find)
        item = find(code, **about)
        with commit():
            asked_for.unpublish()
        return item

    monkeypatch.setattr(serving, "_find_item", find_and_withdraw)

    assert Client().get(DOWNLOAD).status_code == 410
    assert store.read(DOWNLOAD) is None


def test_list_and_retired_feeds_of_what_another_host_has_taken_away_go(asked_for, commit, elsewhere):
    path, cycle = "/feeds/fr/feeds.opml", asked_for.get_parent()
    Client().get(path)
    with elsewhere(), commit():
        PageViewRestriction.objects.create(page=cycle, restriction_type=PageViewRestriction.LOGIN)
    Shelf.objects.filter(scope="all", kind="changes").update(is_retired=True)

    files.renew_stale_files(timezone.now())

    assert cycle.title not in store.read(path).body.decode()
    assert store.read(CHANGES) is None


def test_file_that_cannot_be_made_is_named_and_does_not_stop_the_others(
    asked_for, commit, elsewhere, monkeypatch, caplog
):
    with elsewhere(), commit():
        factories.publish(asked_for, title="Autrement", date=datetime.date(2021, 5, 19))
    before, make = held(), files.make_feed

    def fail_once(shelf, address):
        if address.path == ICS:
            raise KeyError("x")
        return make(shelf, address)

    monkeypatch.setattr(files, "make_feed", fail_once)
    caplog.set_level("ERROR")

    assert files.renew_stale_files(timezone.now())

    assert [record.getMessage() for record in caplog.records] == [
        f"The stored bytes of {ICS} cannot be renewed"
    ]
    assert held() == current() | {ICS: before[ICS]}


def test_files_are_written_as_long_as_there_is_time_and_the_rest_by_the_next_look(
    asked_for, commit, elsewhere
):
    with elsewhere(), commit():
        factories.publish(asked_for, title="Autrement", date=datetime.date(2021, 5, 19))
    before = held()

    assert not files.renew_stale_files(timezone.now(), seconds=-1)
    assert held() == before
    assert files.renew_stale_files(timezone.now(), seconds=60)
    assert held() == current()
