"""Whatever changes what a feed shows raises the generation, with the change and not without it."""

import datetime

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from wagtail.models import Locale, Page, PageViewRestriction, Site

import icalendar
import pytest
import time_machine

from events.models import LedgerEntry, OrganisationName, PersonName
from events.signals import facts_pushed
from feeds.models import Generation, Representation
from feeds.store import current_generation
from tests import factories
from tests.feeds import world as making
from tests.feeds.world import World, feed_paths, read_all

pytestmark = pytest.mark.django_db

CHANGES = {}
HOUR = datetime.timedelta(hours=1)


def change(func):
    """Collect what editors and machines do to content; the function's name says what."""
    CHANGES[func.__name__] = func
    return func


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker) -> World:
    """Made once for this module, inside a transaction around it; each test rolls back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.make_world(factories.read_site())
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db) -> World:
    return making.reread(standing_world)


@change
def publish(world):
    world.session.get_latest_revision().publish()


@change
def publish_first_translation(world):
    factories.translate(world.session, "es")


@change
def unpublish(world):
    world.session.unpublish()


@change
def delete_origin(world):
    world.session.delete()


@change
def delete_follower(world):
    world.english.delete()


@change
def delete_cycle_with_its_sessions(world):
    Page.objects.get(pk=world.cycle.pk).delete()


@change
def delete_home(world):
    Page.objects.get(pk=world.tree.home.pk).delete()


@change
def delete_news(world):
    world.news.delete()


@change
def delete_news_index(world):
    world.news.get_parent().delete()


@change
def unpublish_cycle(world):
    world.cycle.unpublish()


@change
def move_session(world):
    other = factories.make_cycle(world.tree, title="Autre", slug="autre", code="autre")
    before = current_generation()
    world.session.move(other, pos="last-child")
    assert current_generation() > before


@change
def reorder_sessions(world):
    world.session.move(world.cycle, pos="first-child")


@change
def slug_of_session(world):
    factories.publish(world.session, slug="autrement")


@change
def slug_of_cycle(world):
    factories.publish(world.cycle, slug="autrement")


@change
def title_of_cycle(world):
    factories.publish(world.cycle, title="Autrement")


@change
def title_of_home(world):
    factories.publish(world.tree.home, title="Autrement")


@change
def restriction_on_session(world):
    PageViewRestriction.objects.create(page=world.session, restriction_type=PageViewRestriction.LOGIN)


@change
def restriction_on_home(world):
    PageViewRestriction.objects.create(page=world.tree.home, restriction_type=PageViewRestriction.LOGIN)


@change
def restriction_lifted(world):
    restriction = PageViewRestriction.objects.create(
        page=world.cycle, restriction_type=PageViewRestriction.LOGIN
    )
    before = current_generation()
    restriction.delete()
    assert current_generation() > before


@change
def restriction_moved_to_another_page(world):
    restriction = PageViewRestriction.objects.create(
        page=world.news, restriction_type=PageViewRestriction.LOGIN
    )
    before = current_generation()
    restriction.page = world.cycle
    restriction.save()
    assert current_generation() > before


@change
def expiry_by_the_clock(world):
    factories.publish(world.session, expire_at=timezone.now() + HOUR)
    before = current_generation()
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("publish_scheduled")
    assert current_generation() > before
    assert not Page.objects.get(pk=world.session.pk).live


@change
def publication_by_the_clock(world):
    draft = world.session.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Plus tard", timezone.now() + HOUR
    draft.save_revision().publish()
    before = current_generation()
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("publish_scheduled")
    assert (Page.objects.get(pk=world.session.pk).title, current_generation() > before) == ("Plus tard", True)


@change
def organisation_renamed(world):
    world.organisation.name_original = "Autrement"
    world.organisation.save()


@change
def organisation_renamed_in_one_language(world):
    row = world.organisation.names.get(language="fr")
    row.name = "Autrement"
    world.organisation.names = [row]
    world.organisation.save()


@change
def name_row_saved_alone(world):
    OrganisationName.objects.get(organisation=world.organisation).save()


@change
def name_row_deleted(world):
    OrganisationName.objects.all().delete()


@change
def person_renamed(world):
    world.person.name_original = "Autrement"
    world.person.save()


@change
def person_gets_a_name_in_another_language(world):
    PersonName.objects.create(person=world.person, language="he", name="ניקי")


@change
def image_retitled(world):
    world.image.title = "Autrement"
    world.image.save()


@change
def image_replaced(world):
    world.image.file = making.get_test_image_file(filename="autre.png")
    world.image.save()


@change
def image_deleted(world):
    world.image.delete()


@change
def locale_deleted(world):
    Page.objects.get(pk=world.tree.homes["fi"].pk).delete()
    before = current_generation()
    Locale.objects.get(language_code="fi").delete()
    assert current_generation() > before


@change
def locale_added(world):
    Page.objects.get(pk=world.tree.homes["fi"].pk).delete()
    Locale.objects.get(language_code="fi").delete()
    before = current_generation()
    Locale.objects.create(language_code="fi")
    assert current_generation() > before


@change
def site_root_moved(world):
    site = Site.objects.get()
    site.root_page = world.tree.homes["en"]
    site.save()


@change
def facts_are_pushed(world):
    facts_pushed.send(sender=type(world.session), instance=world.session, followers=[])


@change
def ledger_corrected(world):
    LedgerEntry.objects.get().save()


@change
def news_published(world):
    factories.publish(world.news, title="Autrement")


@change
def another_release_is_installed(world):
    call_command("migrate", "parvis_feeds", verbosity=0)


@pytest.mark.parametrize("name", CHANGES)
def test_change_raises_the_generation(world, name):
    before = current_generation()

    CHANGES[name](world)

    assert current_generation() > before


@pytest.mark.parametrize(
    "name", ["publish", "unpublish", "organisation_renamed", "restriction_on_home", "image_retitled"]
)
def test_change_that_is_rolled_back_does_not_count(world, name):
    before = (current_generation(), list(Generation.objects.values()))

    with transaction.atomic():
        CHANGES[name](world)
        assert current_generation() > before[0]
        transaction.set_rollback(True)

    assert (current_generation(), list(Generation.objects.values())) == before


def test_draft_does_not_count(world):
    before = current_generation()
    draft = world.session.get_latest_revision_as_object()
    draft.title = "Pas encore"

    draft.save_revision()

    assert current_generation() == before


@pytest.mark.parametrize("restricted", ["session", "cycle", "home"])
def test_what_became_private_is_gone_from_every_stored_feed_at_the_next_read(world, restricted):
    factories.publish(world.session, title="Séance secrète")
    paths = [*feed_paths(languages=["fr", "en", "he"]), "/feeds/fr/all/news.rss"]
    assert [path for path, body in read_all(paths).items() if "secrète".encode() in body]
    for page in {
        "session": [world.session, world.english],
        "cycle": cycles_of(world),
        "home": homes_of(world),
    }[restricted]:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    after = read_all(paths)

    words = ["secrète".encode(), b"Building solidarities", str(world.session.translation_key).encode()]
    assert [(path, word) for path, body in after.items() for word in words if word in body] == []
    assert [row.path for row in Representation.objects.all() if words[0] in bytes(row.body)] == []


def cycles_of(world) -> list[Page]:
    return list(world.cycle.get_translations(inclusive=True))


def homes_of(world) -> list[Page]:
    return [world.tree.homes[language] for language in ("fr", "en")]


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
    path = "/feeds/fr/all/sessions.ics"
    bodies = [client.get(path).content]
    for page in (world.session, world.english):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    bodies.append(client.get(path).content)

    PageViewRestriction.objects.all().delete()

    bodies.append(client.get(path).content)
    uid = f"UID:{world.session.translation_key}@parvis.example".encode()
    assert [uid in body for body in bodies] == [True, False, True]


def test_session_moved_below_a_private_cycle_is_withdrawn(client, world):
    private = factories.make_cycle(world.tree, title="Interne", slug="interne", code="interne")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    world.english.unpublish()

    world.session.move(private, pos="last-child")

    assert LedgerEntry.objects.get().withdrawn_at is not None
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
    paths = feed_paths(files=making.SESSION_FILES)
    before = read_all(paths)

    factories.publish(world.session, date=datetime.date(2021, 5, 19))

    after = read_all(paths)
    assert [path for path in paths if before[path] == after[path]] == []
