"""Stored representations: built once per change, equal bytes and dates until then, and never an older one again."""

import datetime
from itertools import count

from django.db import transaction

import pytest
import time_machine

from feeds.models import Generation, Representation
from feeds.store import Rendered, bump, current_generation, fetch, strong_etag
from tests import factories

pytestmark = pytest.mark.django_db

PATH = "/feeds/fr/all/sessions.ics"
NOW = datetime.datetime(2021, 5, 3, 9, 30, 12, 345678, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
HOUR = datetime.timedelta(hours=1)


def rendered(body: str = "one") -> Rendered:
    return Rendered(body=body.encode(), media_type="text/calendar", language="fr", filename="all.ics")


def read(body: str = "one", *, now: datetime.datetime = NOW, path: str = PATH) -> Representation:
    """What a reader gets at `now`, when a build would give `body`."""
    return fetch(path, build=lambda: rendered(body), now=now)


def validators(representation: Representation) -> tuple[bytes, str, datetime.datetime]:
    return bytes(representation.body), representation.etag, representation.last_modified


def test_first_read_is_stored_with_the_moment_in_whole_seconds():
    representation = read("one")

    assert validators(representation) == (b"one", strong_etag(b"one"), NOW.replace(microsecond=0))
    assert validators(Representation.objects.get()) == validators(representation)


def test_built_once_per_generation():
    numbers = count(1)
    bodies = []
    for _change in range(2):
        bump()
        for _reader in range(3):
            representation = fetch(PATH, build=lambda: rendered(f"build {next(numbers)}"), now=NOW)
            bodies.append(bytes(representation.body))

    assert bodies == [b"build 1"] * 3 + [b"build 2"] * 3


def test_hit_is_one_query(django_assert_num_queries):
    bump()
    read()

    with django_assert_num_queries(1):
        read("never asked for")


def test_addresses_do_not_share_bytes():
    read("one")

    assert bytes(read("two", path="/feeds/en/all/sessions.ics").body) == b"two"


def test_change_without_other_bytes_moves_neither_etag_nor_date():
    before = validators(read("one"))
    bump()

    assert validators(read("one", now=NOW + HOUR)) == before


def test_change_of_bytes_moves_both():
    read("one")
    bump()

    after = read("two", now=NOW + HOUR)

    assert validators(after) == (b"two", strong_etag(b"two"), (NOW + HOUR).replace(microsecond=0))


def test_two_changes_within_a_second_have_two_dates():
    dates = []
    for body in ("one", "two", "one"):
        bump()
        dates.append(read(body).last_modified)

    assert dates == [NOW.replace(microsecond=0) + number * SECOND for number in range(3)]


def test_date_never_moves_back_when_the_clock_does():
    first = read("one").last_modified
    bump()

    assert read("two", now=NOW - HOUR).last_modified == first + SECOND


def test_emptied_store_builds_the_same_again():
    before = read("one")
    Representation.objects.all().delete()

    assert validators(read("one")) == validators(before)


def test_emptied_counter_does_not_keep_old_bytes_alive():
    bump()
    read("one")
    Generation.objects.all().delete()

    assert bytes(read("two").body) == b"two"


def test_nothing_to_show_is_not_stored():
    assert fetch(PATH, build=lambda: None, now=NOW) is None
    assert Representation.objects.count() == 0


def test_what_came_back_after_it_was_gone_is_dated_later():
    read("one")
    bump()
    fetch(PATH, build=lambda: None, now=NOW)
    bump()

    assert read("two", now=NOW).last_modified == NOW.replace(microsecond=0) + SECOND


def test_change_during_a_build_makes_that_build_stale():
    def build():
        bump()
        return rendered("read before the change")

    fetch(PATH, build=build, now=NOW)

    assert bytes(read("read after").body) == b"read after"


def test_slow_build_does_not_replace_a_newer_one():
    bump()

    def slow():
        bump()
        read("newer", now=NOW + SECOND)
        return rendered("older")

    given = fetch(PATH, build=slow, now=NOW)

    assert [bytes(given.body), bytes(Representation.objects.get().body)] == [b"newer", b"newer"]


@pytest.mark.parametrize("is_stored", [True, False])
def test_two_readers_who_build_the_same_get_one_date(is_stored):
    if is_stored:
        read("before")
        bump()

    def slow():
        read("same", now=NOW + HOUR)
        return rendered("same")

    second = fetch(PATH, build=slow, now=NOW + 2 * HOUR)

    assert validators(second) == (b"same", strong_etag(b"same"), (NOW + HOUR).replace(microsecond=0))
    assert Representation.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"SITE_URL": "https://elsewhere.example"},
        {"UID_DOMAIN": "elsewhere.example"},
        {"FALLBACKS": {"he": ["fr"]}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_changed_setting_builds_anew(settings, changed):
    read("before")
    settings.PARVIS = settings.PARVIS | changed

    assert bytes(read("after").body) == b"after"


def test_changed_languages_and_media_address_build_anew(settings):
    bodies = [bytes(read("1").body)]
    settings.LANGUAGES = settings.LANGUAGES[:-1]
    bodies.append(bytes(read("2").body))
    settings.MEDIA_URL = "/elsewhere/"
    bodies.append(bytes(read("3").body))

    assert bodies == [b"1", b"2", b"3"]


def test_counter_grows_by_one_with_each_change():
    before = current_generation()
    bump()
    bump()

    assert current_generation() == before + 2


def test_rolled_back_change_does_not_count():
    before = current_generation()
    with transaction.atomic():
        bump()
        transaction.set_rollback(True)

    assert current_generation() == before


def test_counter_is_the_sum_of_all_rows():
    Generation.objects.all().delete()
    Generation.objects.bulk_create([Generation(number=3), Generation(number=4)])
    read("one")

    assert (current_generation(), Representation.objects.get().generation) == (7, 7)


def test_etag_is_a_hash_of_the_bytes():
    assert strong_etag(b"one") == strong_etag(b"one") != strong_etag(b"two")


def test_removal_moves_last_modified_for_readers_who_know_only_dates(client, session):
    other = factories.make_session(session.get_parent().specific, number=8)
    with time_machine.travel(NOW, tick=False):
        first = client.get(PATH)
        other.unpublish()
        second = client.get(PATH, headers={"If-Modified-Since": first["Last-Modified"]})
    with time_machine.travel(NOW + HOUR, tick=False):
        third = client.get(PATH, headers={"If-Modified-Since": second["Last-Modified"]})
        fourth = client.get(PATH, headers={"If-Modified-Since": third["Last-Modified"]})

    assert [each.status_code for each in (first, second, third, fourth)] == [200, 200, 200, 304]
    assert (second.content == third.content, second.content == first.content) == (True, False)
    assert first["Last-Modified"] == second["Last-Modified"] == "Mon, 03 May 2021 09:30:12 GMT"
    assert third["Last-Modified"] == "Mon, 03 May 2021 09:30:13 GMT"


def test_emptied_store_gives_the_same_feeds_byte_for_byte(client, session):
    paths = [
        f"/feeds/{language}/all/sessions.{extension}"
        for language in ("fr", "he")
        for extension in ("ics", "rss", "atom", "json")
    ]
    before = {path: client.get(path).content for path in paths}
    with time_machine.travel(NOW + 1000 * 24 * HOUR):
        Representation.objects.all().delete()
        after = {path: client.get(path).content for path in paths}

    assert after == before
