"""Looking at what is marked: nothing is forgotten, looking twice changes nothing, and equal content gives equal bytes."""

import datetime
import shutil
from pathlib import Path

from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

import pytest
import time_machine

from events.models import LedgerEntry, SessionPage
from events.ticking import JobRun
from feeds import refresh as refreshing
from feeds.marks import mark, mark_everything
from feeds.models import Edition, Item, Mark, Shelf
from feeds.refresh import current_configuration, look_at_the_clock, refresh
from feeds.shelving import addresses_on
from tests import factories
from tests.feeds.stored import composed, differing, rebuild
from tests.feeds.world import make_world, read_all, reread, utc

pytestmark = pytest.mark.django_db

NOW = utc(2021, 5, 3, 9, 30)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
THREE = [("fr", "Français"), ("en", "English"), ("he", "עברית")]


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker):
    """Made and looked at once for this module, inside a transaction around it; each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW):
            world = make_world(factories.read_site())
            rebuild()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db):
    """An hour later; every feed is up to date."""
    with time_machine.travel(NOW + HOUR):
        yield reread(standing_world)


def versions() -> dict[tuple[str, str, str], str]:
    return {(each.language, each.scope, each.kind): each.version for each in Shelf.objects.all()}


# What it leaves


def test_nothing_marked_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        refresh(now=timezone.now())


def test_look_removes_the_marks_that_it_saw_and_counts(world):
    number = Edition.objects.get().number
    mark(world.session.translation_key, world.news.translation_key)

    refresh(now=timezone.now())

    assert (list(Mark.objects.all()), Edition.objects.get().number) == ([], number + 1)
    assert str(Edition.objects.get()) == str(number + 1)


def test_mark_left_during_a_look_waits_for_the_next(world, monkeypatch):
    build = refreshing.build_pieces

    def change_meanwhile(**context):
        pieces = build(**context)
        if context["stage"].language == "fi":
            LedgerEntry.objects.filter(code="solidarites-7").update(sequence=7)
            mark(world.session.translation_key)
        return pieces

    monkeypatch.setattr(refreshing, "build_pieces", change_meanwhile)
    mark(world.session.translation_key)
    refresh(now=timezone.now())
    left = list(Mark.objects.values_list("key", flat=True))
    monkeypatch.undo()

    refresh(now=timezone.now())

    assert (left, list(Mark.objects.all())) == ([world.session.translation_key], [])
    item = Item.objects.get(code="solidarites-7", language="fr")
    assert b"SEQUENCE:7\r\n" in bytes(item.ics)


def test_look_that_fails_leaves_everything_as_it_was(world, monkeypatch):
    def fail(**context):
        if context["stage"].language == "fi":
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(refreshing, "build_pieces", fail)
    before, edition = composed(), Edition.objects.get().number
    mark(world.session.translation_key)

    with pytest.raises(ZeroDivisionError):
        refresh(now=timezone.now())

    assert (differing(before, composed()), Edition.objects.get().number) == ({}, edition)
    assert [each.key for each in Mark.objects.all()] == [world.session.translation_key]


@pytest.mark.parametrize("again", ["a session", "everything"])
def test_looking_again_changes_nothing(world, again):
    before = versions(), composed(), list(Item.objects.order_by("pk").values_list("pk", "changed"))
    if again == "everything":
        mark_everything()
    else:
        mark(world.session.translation_key)

    refresh(now=timezone.now())

    after = versions(), composed(), list(Item.objects.order_by("pk").values_list("pk", "changed"))
    assert after == before


def test_new_link_changes_no_version(world):
    before = versions(), composed()

    factories.publish(world.session, link=factories.OTHER_LINK)
    refresh(now=timezone.now())

    assert (versions(), composed()) == before


def test_new_words_of_one_language_change_the_versions_of_those_who_read_them(world):
    before = versions()

    factories.publish(world.english, title="Solidarity")
    refresh(now=timezone.now())

    changed = {place for place, version in versions().items() if before[place] != version}
    scopes = ("all", "cycle-solidarites", "org-icom-greece")
    assert changed == {
        (language, scope, "sessions") for language in ("en", "es", "el", "he", "fi") for scope in scopes
    }


def test_key_that_no_page_has_does_no_harm(world):
    before = composed()
    mark(world.cycle.translation_key)

    refresh(now=timezone.now())

    assert (composed(), list(Mark.objects.all())) == (before, [])


# Equal content gives equal bytes


def every_path() -> list[str]:
    paths = [address.path for shelf in Shelf.objects.all() for address in addresses_on(shelf)]
    codes = Item.objects.filter(kind="sessions", is_withdrawn=False).values_list("language", "code")
    downloads = [f"/feeds/{language}/session/{code}.ics" for language, code in codes]
    lists = [f"/feeds/{language}/feeds.opml" for language, _name in django_settings.LANGUAGES]
    return sorted([*paths, *downloads, *lists])


@pytest.mark.slow
def test_equal_content_gives_equal_bytes_whatever_was_stored_of_it(world):
    paths = every_path()
    first = read_all(paths)

    shutil.rmtree(Path(django_settings.PARVIS["STORE_DIR"]))
    without_files = read_all(paths)
    shutil.rmtree(Path(django_settings.PARVIS["STORE_DIR"]))
    Item.objects.all().delete()
    Shelf.objects.all().delete()
    Edition.objects.all().delete()
    mark_everything()
    with time_machine.travel(NOW + DAY):
        without_rows = read_all(paths)

    assert len(paths) == 6 * (3 * 9 + 2 + 1)
    assert [path for path in paths if without_files[path] != first[path]] == []
    assert [path for path in paths if without_rows[path] != first[path]] == []


# What happens by time


@pytest.mark.parametrize(
    ("status", "days", "is_there"),
    [
        ("confirmed", 90, True),
        ("tentative", 90, True),
        ("cancelled", 89, True),
        ("cancelled", 90, False),
        ("postponed", 89, True),
        ("postponed", 90, False),
    ],
)
def test_session_that_is_called_off_leaves_ninety_days_past_its_date(world, status, days, is_there):
    factories.publish(world.session, status=status)
    end = utc(2021, 5, 18, 12, 30)

    look_at_the_clock(end + datetime.timedelta(days=days))

    found = Item.objects.filter(code="solidarites-7", kind="sessions").values_list("language", flat=True)
    assert len(found) == (6 if is_there else 0)
    assert SessionPage.objects.get(pk=world.session.pk).live


def test_tombstone_leaves_ninety_days_past_the_date_of_its_session(world):
    end = utc(2021, 7, 20, 12, 30)
    found = []
    for moment in (end + 90 * DAY - datetime.timedelta(seconds=1), end + 90 * DAY):
        look_at_the_clock(moment)
        found.append(Item.objects.filter(code="solidarites-9", kind="sessions").count())

    assert found == [6, 0]


def test_clock_at_which_nothing_happens_changes_nothing(world):
    before = versions(), composed(), Edition.objects.get().number

    look_at_the_clock(NOW + DAY)

    assert (versions(), composed(), Edition.objects.get().number) == before


def test_what_left_by_the_clock_does_not_come_back_with_the_next_look(world):
    later = utc(2021, 7, 20, 12, 30) + 90 * DAY
    look_at_the_clock(later)
    before = composed()

    look_at_the_clock(later + HOUR)
    mark_everything()
    refresh(now=later + DAY)

    assert differing(before, composed()) == {}


def test_tick_looks_at_the_clock(world):
    with time_machine.travel(utc(2021, 7, 20, 12, 30) + 90 * DAY):
        call_command("tick")

    assert not Item.objects.filter(code="solidarites-9", kind="sessions").exists()
    assert JobRun.objects.get(name="feeds").error == ""


# What no table holds


@pytest.mark.parametrize(
    "changed",
    [
        {"PARVIS": {"SITE_URL": "https://elsewhere.example"}},
        {"PARVIS": {"UID_DOMAIN": "elsewhere.example"}},
        {"PARVIS": {"FALLBACKS": {"he": ["fr"]}}},
        {"PARVIS": {"WEBSUB_HUB": "https://hub.example/"}},
        {"MEDIA_URL": "https://media.example/"},
        {"LANGUAGES": THREE, "WAGTAIL_CONTENT_LANGUAGES": THREE},
    ],
    ids=lambda changed: "-".join(
        str(next(iter(value))) if name == "PARVIS" else name for name, value in changed.items()
    ),
)
def test_changed_setting_builds_everything_anew_at_the_next_tick(world, settings, changed):
    before, name = versions(), current_configuration()
    for key, value in changed.items():
        setattr(settings, key, settings.PARVIS | value if key == "PARVIS" else value)

    look_at_the_clock(timezone.now())

    offered = {code for code, _name in settings.LANGUAGES}
    kept = {place for place, version in versions().items() if before[place] == version}
    assert (kept, current_configuration() == name) == (
        {place for place in before if place[0] not in offered},
        False,
    )
    incremental = composed()
    rebuild("he")
    assert differing(incremental, composed()) == {}


def test_release_that_writes_other_bytes_builds_everything_anew_at_the_next_tick(world, monkeypatch):
    before = set(Item.objects.values_list("fingerprint", flat=True))
    monkeypatch.setattr("feeds.refresh.CODE", "another release")
    monkeypatch.setattr("feeds.items.CODE", "another release")

    look_at_the_clock(timezone.now())

    assert before & set(Item.objects.values_list("fingerprint", flat=True)) == set()


def test_language_that_is_withdrawn_keeps_its_shelves_and_loses_its_items(world, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = THREE
    before = Shelf.objects.filter(language="fi").count()

    look_at_the_clock(timezone.now())

    assert (Item.objects.filter(language="fi").count(), Shelf.objects.filter(language="fi").count()) == (
        0,
        before,
    )


# Scopes that are over


def test_scope_is_retired_when_what_it_covers_is_gone_and_nothing_is_left_to_say(world):
    empty = factories.make_cycle(world.tree, title="Vide", slug="vide", code="vide")
    organisation = factories.make_organisation("icom-israel")
    refresh(now=timezone.now())
    assert not Shelf.objects.filter(is_retired=True).exists()

    empty.delete()
    organisation.delete()
    world.cycle.get_translations().get().delete()
    world.cycle.delete()
    refresh(now=timezone.now())

    retired = Shelf.objects.filter(is_retired=True).values_list("scope", flat=True)
    assert set(retired) == {"cycle-vide", "org-icom-israel"}
    assert len(retired) == 2 * 6 * 3
