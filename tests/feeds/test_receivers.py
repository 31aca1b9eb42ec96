"""Whatever changes what a feed shows leaves a mark, with the change and not without it; and looking at what is marked is enough:
everything that is stored is then as if it had been made anew.
"""

import datetime
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wagtail.models import Page, PageViewRestriction, Site

import icalendar
import pytest
import time_machine

from events.models import LedgerEntry
from feeds import store
from feeds.models import Mark, Shelf
from feeds.refresh import refresh
from feeds.shelving import addresses_on
from tests import factories
from tests.feeds import world as making
from tests.feeds.happenings import CHANGES
from tests.feeds.stored import composed, differing, rebuild
from tests.feeds.world import World, feed_paths, read_all, utc

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
# Before the sessions: what is withdrawn now stays in the feeds.
NOW = utc(2021, 5, 3, 9, 30)
SCOPES = ("all", "cycle-solidarites", "org-icom-greece")
# What can happen to one world after another.
IN_TURN = [
    "publish_first_translation", "slug_of_session", "title_of_cycle", "organisation_renamed", "publication_by_the_clock", "image_replaced",
    "person_gets_a_name_in_another_language", "news_published", "move_session", "restriction_lifted", "unpublish", "delete_follower",
]  # fmt: skip
# What links to session 7.
LINKING = ("solidarites/seance-8/", "actualites/une-nouvelle/")


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker) -> World:
    """Made once for this module, inside a transaction around it; each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(NOW):
            world = making.make_world(factories.read_site())
            refresh(now=timezone.now())
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db) -> World:
    """An hour later. Wagtail's memory of addresses may be of a test before, which deleted a home."""
    Site.clear_site_root_paths_cache()
    with time_machine.travel(NOW + HOUR):
        yield making.reread(standing_world)
    Site.clear_site_root_paths_cache()


# Each change alone is the audit's; those of each kind, and all in turn (below), are tried every time.
OFTEN = {
    "publish", "unpublish", "delete_origin", "unpublish_cycle", "restriction_on_session", "organisation_renamed", "locale_deleted",
    "another_release_is_installed",
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in OFTEN else pytest.mark.slow) for name in CHANGES]
)
def test_change_is_marked_and_looking_at_it_leaves_what_a_full_look_would(world, name):
    """Dates in the heads of shelves that lost an item as well: the shelves know them, and only the items are made anew."""
    CHANGES[name](world)
    assert Mark.objects.exists()
    refresh(now=timezone.now())
    incremental = composed()

    rebuild("fr", "he")

    assert differing(incremental, composed()) == {}


def test_bytes_after_many_changes_are_those_of_feeds_that_were_made_anew(world):
    for name in IN_TURN:
        CHANGES[name](making.reread(world))
        refresh(now=timezone.now())
    paths = [address.path for shelf in Shelf.objects.all() for address in addresses_on(shelf)]
    incremental = read_all(paths)
    shutil.rmtree(Path(settings.PARVIS["STORE_DIR"]))

    rebuild()

    anew = read_all(paths)
    assert len(paths) == 6 * 4 * 9
    assert [path for path in paths if anew[path] != incremental[path]] == []


@pytest.mark.parametrize(
    "name", ["publish", "unpublish", "organisation_renamed", "restriction_on_home", "image_retitled"]
)
def test_change_that_is_rolled_back_leaves_no_mark(world, name):
    with transaction.atomic():
        CHANGES[name](world)
        assert Mark.objects.exists()
        transaction.set_rollback(True)

    assert list(Mark.objects.all()) == []


def test_draft_leaves_no_mark(world):
    draft = world.session.get_latest_revision_as_object()
    draft.title = "Pas encore"

    draft.save_revision()

    assert list(Mark.objects.all()) == []


@pytest.mark.parametrize("restricted", ["session", "cycle", "home"])
def test_of_what_became_private_no_word_is_left_in_any_stored_feed_at_the_next_read(world, restricted):
    later = datetime.time(15, 0)
    factories.publish(world.session, title="Séance secrète", end_time=later, change_reason="Motif secret")
    paths = feed_paths(languages=["fr", "en", "he"])
    words = ["Séance secrète", "Motif secret", "Building solidarities", "ICOM Gr", "Deux mains"]
    before = "".join(body.decode() for body in read_all(paths).values())
    assert [word for word in words if word not in before] == []
    for page in {
        "session": [world.session, world.english],
        "cycle": cycles_of(world),
        "home": homes_of(world),
    }[restricted]:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    after = read_all(paths)

    kept = {path: store.read(path).body for path in paths}
    assert after == kept
    found = [(path, word) for path, body in after.items() for word in words if word in body.decode()]
    assert found == []
    for language in ("fr", "en", "he"):
        (event,) = events_of(after[f"/feeds/{language}/all/sessions.ics"], uid_of(world.session))
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def cycles_of(world) -> list[Page]:
    return list(world.cycle.get_translations(inclusive=True))


def homes_of(world) -> list[Page]:
    return [world.tree.homes[language] for language in ("fr", "en")]


def uid_of(session) -> str:
    return f"{session.translation_key}@parvis.example"


def events_of(body: bytes, uid: str) -> list[icalendar.Event]:
    return [event for event in icalendar.Calendar.from_ical(body).events if event["UID"] == uid]


def test_private_session_is_gone_from_its_own_address_too(client, world):
    path = "/feeds/fr/session/solidarites-7.ics"
    assert client.get(path).status_code == 200
    for page in cycles_of(world):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert (client.get(path).status_code, client.get(path, headers={"If-None-Match": "*"}).status_code) == (
        410,
        410,
    )


def test_what_is_public_again_comes_back_under_its_own_identity(client, world):
    def read():
        (event,) = events_of(client.get("/feeds/fr/all/sessions.ics").content, uid_of(world.session))
        return event["STATUS"], event["SEQUENCE"], str(event["SUMMARY"])

    found = [read()]
    for page in (world.session, world.english):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    found.append(read())

    PageViewRestriction.objects.all().delete()

    title = "Séance 7\N{NO-BREAK SPACE}: Construire des solidarités"
    assert [*found, read()] == [
        ("CONFIRMED", 0, title),
        ("CANCELLED", 1, found[1][2]),
        ("CONFIRMED", 2, title),
    ]
    assert "solidarités" not in found[1][2]


def test_session_moved_below_a_private_cycle_is_withdrawn(client, world):
    private = factories.make_cycle(world.tree, title="Interne", slug="interne", code="interne")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    world.english.unpublish()

    world.session.move(private, pos="last-child")

    assert LedgerEntry.objects.get(code="solidarites-7").withdrawn_at is not None
    assert client.get("/feeds/fr/session/solidarites-7.ics").status_code == 410


def test_session_moved_to_another_cycle_has_a_new_address_and_date(client, world):
    path = "/feeds/fr/session/solidarites-7.ics"
    other = factories.make_cycle(world.tree, title="Autre", slug="autre", code="autre")
    before = icalendar.Calendar.from_ical(client.get(path).content).events[0]

    with time_machine.travel(timezone.now() + HOUR):
        world.session.move(other, pos="last-child")
        after = icalendar.Calendar.from_ical(client.get(path).content).events[0]

    assert (before["URL"], after["URL"]) == (
        "https://parvis.example/fr/solidarites/seance-7/",
        "https://parvis.example/fr/autre/seance-7/",
    )
    assert (after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt, after["UID"] == before["UID"]) == (
        True,
        True,
    )


def test_session_moved_by_a_day_is_new_in_every_stored_feed(world):
    paths = feed_paths(scopes=SCOPES, files=making.SESSION_FILES)
    before = read_all(paths)

    factories.publish(world.session, date=datetime.date(2021, 5, 19))

    after = read_all(paths)
    assert [path for path in paths if before[path] == after[path]] == []


def test_page_that_others_link_to_has_its_new_address_in_their_words(client, world):
    found = []
    for _time in range(2):
        bodies = [client.get(f"/feeds/fr/all/{kind}.json").json() for kind in ("sessions", "news")]
        items = {
            item["url"].rpartition("/fr/")[2]: item["content_html"]
            for body in bodies
            for item in body["items"]
        }
        found.append(
            {
                name: 'href="https://parvis.example/fr/solidarites/autrement/"' in items[name]
                for name in LINKING
            }
        )
        factories.publish(world.session, slug="autrement")

    assert found == [dict.fromkeys(LINKING, False), dict.fromkeys(LINKING, True)]
