"""Shelves: a new version and a later date with every change, archives where a feed is long, years apart where a calendar is large."""

import datetime
import json

from django.test import Client
from django.utils import timezone

import feedparser
import icalendar
import pytest

from feeds import assembly, shelving
from feeds.channels import Head
from feeds.models import Kind, Shelf
from feeds.shelving import MAX_CALENDAR, MAX_ENTRIES, addresses_on, split_years
from tests.feeds import samples
from tests.feeds.shelved import clear, event, put
from tests.feeds.world import utc

NOW = utc(2021, 5, 10, 7, 0, 0)
HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
ATOM, ICS = "/feeds/fr/all/sessions.atom", "/feeds/fr/all/sessions.ics"


@pytest.fixture
def cleared(site):
    """The site without content, and nothing waits to be looked at."""
    clear(now=NOW)


def shelf(kind: Kind = Kind.SESSIONS) -> Shelf:
    return Shelf.objects.get(language="fr", scope="all", kind=kind)


def read(path: str) -> bytes:
    response = Client().get(path)
    assert (path, response.status_code) == (path, 200)
    return response.content


def uids(path: str) -> list[str]:
    return [str(each["UID"]) for each in icalendar.Calendar.from_ical(read(path)).events]


# The years of a calendar


@pytest.mark.parametrize(
    ("sizes", "limit", "current_year", "expected"),
    [
        ({}, 0, 2021, []),
        ({2019: 5, 2020: 5, 2021: 5}, 15, 2021, []),
        ({2019: 5, 2020: 5, 2021: 5}, 14, 2021, [2019]),
        ({2019: 5, 2020: 5, 2021: 5}, 10, 2021, [2019]),
        ({2019: 5, 2020: 5, 2021: 5}, 9, 2021, [2019, 2020]),
        ({2019: 5, 2020: 5, 2021: 5}, 0, 2021, [2019, 2020]),
        ({2021: 5, 2020: 5, 2019: 5}, 9, 2021, [2019, 2020]),
        ({2019: 5, 2020: 5, 2021: 5, 2022: 5}, 5, 2021, [2019, 2020]),
        ({2022: 50, 2023: 50}, 1, 2021, []),
        ({2021: 50}, 1, 2021, []),
        ({2018: 1, 2020: 100, 2021: 1}, 50, 2021, [2018, 2020]),
        ({2018: 100, 2020: 1, 2021: 1}, 50, 2021, [2018]),
    ],
)
def test_oldest_years_leave_until_the_rest_is_small_enough(sizes, limit, current_year, expected):
    assert split_years(sizes, limit=limit, current_year=current_year) == expected


def test_limits_are_those_that_clients_have():
    assert (MAX_ENTRIES, MAX_CALENDAR) == (50, 960_000)


@pytest.fixture
def small_calendars(monkeypatch):
    """A calendar is too large when it has three events."""
    monkeypatch.setattr(shelving, "MAX_CALENDAR", 3000)


def of_year(year: int, number: int, **changes):
    return event(year * 1000 + number, date=datetime.date(year, 5, 18), **changes)


@pytest.mark.django_db
def test_calendar_that_is_too_large_leaves_its_past_years_to_files_of_their_own(cleared, small_calendars):
    documents = [of_year(year, number) for year in (2018, 2019, 2020, 2021, 2022) for number in (1, 2)]

    put(documents, now=NOW)

    expected = {
        year: [each.uid for each in documents if each.date.year == year] for year in range(2018, 2023)
    }
    assert (shelf().apart, shelf().count) == ([2018, 2019, 2020], 10)
    files = {year: uids(f"/feeds/fr/all/sessions-{year}.ics") for year in (2018, 2019, 2020)}
    assert files | {2021: uids(ICS)[:2], 2022: uids(ICS)[2:]} == expected
    assert Client().get("/feeds/fr/all/sessions-2021.ics").status_code == 404
    assert len(json.loads(read("/feeds/fr/all/sessions.json"))["items"]) == 10


@pytest.mark.django_db
def test_no_calendar_passes_a_megabyte(cleared):
    text = "Une séance dont on a beaucoup à dire. " * 80
    documents = [
        of_year(year, number, description=text, content_html="")
        for year in (2019, 2020, 2021)
        for number in range(80)
    ]

    put(documents, now=NOW)

    sizes = {file: len(read(f"/feeds/fr/all/{file}.ics")) for file in ("sessions-2019", "sessions")}
    assert shelf().apart == [2019]
    assert sum(sizes.values()) > 1_000_000 > max(sizes.values()) > 600_000


@pytest.mark.django_db
def test_year_that_has_left_does_not_come_back(cleared, small_calendars):
    """Subscribers of the year's file keep it; an event never stands in two calendars of one scope."""
    documents = [of_year(year, number) for year in (2019, 2021) for number in (1, 2)]
    put(documents, now=NOW)

    put(documents[1:3], now=NOW + HOUR)

    assert shelf().apart == [2019]
    assert (uids("/feeds/fr/all/sessions-2019.ics"), uids(ICS)) == ([documents[1].uid], [documents[2].uid])


@pytest.mark.django_db
def test_year_s_file_is_empty_and_still_there_when_its_last_session_is_gone(cleared, small_calendars):
    documents = [of_year(year, number) for year in (2019, 2021) for number in (1, 2)]
    put(documents, now=NOW)

    put(documents[2:], now=NOW + HOUR)

    assert (uids("/feeds/fr/all/sessions-2019.ics"), len(uids(ICS))) == ([], 2)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_years_are_those_of_utc_whatever_the_server_s_zone(cleared, small_calendars, zone):
    """Who reads them has another zone active than who wrote them: a session would be in both files or in neither."""
    new_year = [
        event(1, date=datetime.date(2020, 12, 31), start_time=datetime.time(22), end_time=datetime.time(23)),
        event(2, date=datetime.date(2021, 1, 1), start_time=datetime.time(2), end_time=datetime.time(3)),
        event(3, date=datetime.date(2021, 1, 2)),
        event(4, date=datetime.date(2021, 1, 3)),
    ]
    put(new_year, now=NOW)

    with timezone.override(zone):
        found = uids("/feeds/fr/all/sessions-2020.ics"), uids(ICS)

    assert found == ([new_year[0].uid], [each.uid for each in new_year[1:]])


# The archives of a feed


def published(year: int, number: int):
    return event(year * 1000 + number, published=utc(year, 3, 1) + number * HOUR)


def entries(path: str) -> list[str]:
    return [entry.id for entry in feedparser.parse(read(path)).entries]


def links(path: str) -> dict[str, str]:
    """Where a feed leads beside itself, by relation."""
    found = feedparser.parse(read(path)).feed.links
    return {
        link.rel: link.href.removeprefix("https://parvis.example")
        for link in found
        if link.rel in ("prev-archive", "current")
    }


def walk(path: str) -> dict[str, list[str]]:
    """The feed and every archive that it leads to, as a reader who wants everything reads them."""
    found = {}
    while path and path not in found:
        found[path] = entries(path)
        path = links(path).get("prev-archive", "")
    return found


@pytest.mark.django_db
def test_long_feed_has_its_newest_entries_and_an_archive_for_each_year(cleared):
    documents = [published(year, number) for year in (2019, 2020, 2021) for number in range(20)]

    put(documents, now=NOW)

    newest_first = [document.id for document in reversed(documents)]
    archives = {year: f"/feeds/fr/all/sessions-{year}.atom" for year in (2019, 2020, 2021)}
    assert walk(ATOM) == {ATOM: newest_first[:50], archives[2019]: newest_first[40:]}
    assert walk(archives[2021]) == {
        archives[year]: [document.id for document in reversed(documents) if document.published.year == year]
        for year in (2021, 2020, 2019)
    }
    assert {year: links(path) for year, path in archives.items()} == {
        2019: {"current": ATOM},
        2020: {"current": ATOM, "prev-archive": archives[2019]},
        2021: {"current": ATOM, "prev-archive": archives[2020]},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("counts", [(6,), (1, 5), (5, 1), (4, 2), (2, 2, 2), (1, 6, 1), (3, 0, 3), (0, 6)])
def test_every_entry_is_reached_through_the_archives(cleared, monkeypatch, counts):
    """In feeds of five entries."""
    for module in (shelving, assembly):
        monkeypatch.setattr(module, "MAX_ENTRIES", 5)
    years = range(2021 - len(counts) + 1, 2022)
    documents = [
        published(year, number) for year, count in zip(years, counts, strict=True) for number in range(count)
    ]

    put(documents, now=NOW)

    found = walk(ATOM)
    feed, *archives = found.values()
    assert len(feed) == 5
    archived = [each for archive in archives for each in archive]
    assert len(archived) == len(set(archived))
    assert {*feed, *archived} == {document.id for document in documents}


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "archives"), [(0, []), (50, []), (51, [2021])])
def test_feed_of_up_to_fifty_entries_has_no_archive(cleared, count, archives):
    put([published(2021, number) for number in range(count)], now=NOW)

    assert (shelf().archives, len(entries(ATOM)), "prev-archive" in links(ATOM)) == (
        archives,
        min(count, 50),
        bool(archives),
    )
    status = Client().get("/feeds/fr/all/sessions-2021.atom").status_code
    assert status == (200 if archives else 404)


@pytest.mark.django_db
def test_other_formats_hold_the_newest_and_calendars_everything(cleared):
    documents = [published(2021, number) for number in range(51)]

    put(documents, now=NOW)

    assert entries("/feeds/fr/all/sessions.rss") == [each.id for each in documents[:0:-1]]
    assert len(json.loads(read("/feeds/fr/all/sessions.json"))["items"]) == 50
    assert len(uids(ICS)) == 51


@pytest.mark.django_db
def test_news_have_archives_too(cleared):
    documents = [
        samples.article(key=published(2020, n).key, published=utc(2020, 1, 1) + n * HOUR) for n in range(51)
    ]

    put(documents, now=NOW, kind=Kind.NEWS)

    found = walk("/feeds/fr/all/news.atom")
    assert {path: len(ids) for path, ids in found.items()} == {
        "/feeds/fr/all/news.atom": 50,
        "/feeds/fr/all/news-2020.atom": 51,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_archives_are_by_the_year_of_utc_whatever_the_server_s_zone(cleared, zone):
    around_new_year = [
        event(number, published=utc(2020, 12, 31) + number * HOUR / 2) for number in range(100)
    ]
    with timezone.override(zone):
        put(around_new_year, now=NOW)

    found = walk(ATOM)

    assert {path: len(ids) for path, ids in found.items()} == {
        ATOM: 50,
        "/feeds/fr/all/sessions-2021.atom": 52,
        "/feeds/fr/all/sessions-2020.atom": 48,
    }
    assert {each for ids in found.values() for each in ids} == {each.id for each in around_new_year}


@pytest.mark.django_db
def test_addresses_of_a_shelf_are_those_that_answer(cleared, monkeypatch):
    monkeypatch.setattr(shelving, "MAX_CALENDAR", 3000)
    past = event(1, date=datetime.date(2019, 5, 18), published=utc(2021, 2, 1))
    put([past, *(published(2021, number) for number in range(50))], now=NOW)

    addresses = addresses_on(shelf())

    assert [address.file for address in addresses] == [
        "sessions.ics", "sessions-2019.ics", "sessions.rss", "sessions.atom", "sessions-2021.atom", "sessions.json",
    ]  # fmt: skip
    assert {Client().get(address.path).status_code for address in addresses} == {200}


# Versions and dates


@pytest.mark.django_db
def test_shelf_is_left_alone_while_nothing_of_it_differs(cleared):
    put([event(1)], now=NOW)
    before = list(Shelf.objects.filter(scope="all", language="fr").values())

    put([event(1)], now=NOW + HOUR)

    assert list(Shelf.objects.filter(scope="all", language="fr").values()) == before


@pytest.mark.django_db
def test_change_gives_its_shelf_and_no_other_a_new_version_and_date(cleared):
    put([event(1)], now=NOW)
    before = {row["kind"]: row for row in Shelf.objects.filter(scope="all", language="fr").values()}

    put([event(1, title="Autrement")], now=NOW + HOUR)

    after = {row["kind"]: row for row in Shelf.objects.filter(scope="all", language="fr").values()}
    assert {kind for kind in after if after[kind] != before[kind]} == {"sessions"}
    assert after["sessions"]["version"] != before["sessions"]["version"]
    assert (before["sessions"]["changed"], after["sessions"]["changed"]) == (NOW + SECOND, NOW + HOUR)
    assert str(shelf()) == "fr/all/sessions"


@pytest.mark.django_db
@pytest.mark.parametrize("moment", [NOW, NOW - HOUR, NOW + SECOND / 3])
def test_date_of_a_shelf_moves_forward_by_a_second_at_least(cleared, moment):
    """For readers who know dates only, also when the clock was set back."""
    dates = []
    for title in ("un", "deux", "trois"):
        put([event(1, title=title)], now=moment)
        dates.append(shelf().changed)

    assert dates == [dates[0] + number * SECOND for number in range(3)]
    assert dates[0] == NOW + SECOND


@pytest.mark.django_db
def test_head_of_a_shelf_that_lost_an_item_is_of_now_and_stays_so(cleared):
    put([event(1), event(2)], now=NOW)
    before = Head.from_json(shelf().head).updated

    put([event(1)], now=NOW + HOUR + SECOND / 3)
    put([event(1, title="Autrement")], now=NOW + 2 * HOUR)

    after = Head.from_json(shelf().head).updated
    assert (before < NOW, after) == (True, NOW + HOUR)


@pytest.mark.django_db
def test_serving_and_shelving_agree_on_what_a_feed_holds():
    assert assembly.MAX_ENTRIES == MAX_ENTRIES
