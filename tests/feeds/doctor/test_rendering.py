"""Files put together by the doctor's own way: the same bytes as those that are served."""

import datetime

from django.utils import timezone

import pytest

from feeds.doctor.examination import all_files
from feeds.doctor.rendering import put_together, read_items
from feeds.models import Item, Shelf
from feeds.serving import serve_feed
from tests.feeds import shelved
from tests.feeds.stored import addresses, rebuild
from tests.feeds.world import make_world, utc

pytestmark = pytest.mark.django_db

NOW = utc(2026, 5, 3)


def differing() -> list[str]:
    """Paths of files that the doctor puts together otherwise than they are served."""
    files = all_files()
    items = read_items(files)
    return [
        file.path
        for file in files
        if put_together(file, items)[0] != serve_feed(file.address, now=timezone.now()).body
    ]


def test_every_file_is_there_once(site):
    make_world(site)
    rebuild()

    paths = [file.path for file in all_files()]

    assert sorted(paths) == sorted(address.path for address in addresses())
    assert (len(set(paths)), paths[0]) == (len(paths), "/feeds/fr/all/sessions.ics")


def test_every_file_is_as_it_is_served(site):
    make_world(site)
    rebuild()

    assert differing() == []


def test_files_of_several_years_are_as_they_are_served(session):
    shelved.clear(now=NOW)
    documents = [
        shelved.event(
            number,
            published=utc(2024 + number // 20, 12, 31, 23, 59),
            date=datetime.date(2024 + number // 20, 12, 31),
            start_time=datetime.time(22),
            end_time=datetime.time(23),
            timezone="America/New_York",
        )
        for number in range(60)
    ]
    shelved.put(documents, now=NOW)
    Shelf.objects.filter(language="fr", scope="all", kind="sessions").update(apart=[2024, 2025])

    files = [file for file in all_files() if file.path.startswith("/feeds/fr/all/sessions-")]

    assert [file.address.file for file in files] == [
        "sessions-2024.ics", "sessions-2025.ics", "sessions-2024.atom", "sessions-2025.atom", "sessions-2026.atom",
    ]  # fmt: skip
    assert differing() == []


def test_items_of_all_files_are_read_with_one_query(site, django_assert_num_queries):
    make_world(site)
    rebuild()
    files = all_files()

    with django_assert_num_queries(1):
        items = read_items(files)
        for file in files:
            put_together(file, items)

    assert sum(map(len, items.values())) > Item.objects.count()


def test_nothing_is_read_for_no_file(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_items([]) == {}
