"""Whatever happens to content: by editors, by translators, by machines. CHANGES maps a name to what it does to a world of
tests/feeds/world.py; none of it raises, and all of it concerns what feeds show.
"""

import datetime

from django.core.management import call_command
from django.utils import timezone

from wagtail.models import Locale, Page, PageViewRestriction, Site

import time_machine

from events.models import LedgerEntry, OrganisationName, PersonName
from events.signals import facts_pushed
from feeds.models import Mark
from feeds.refresh import refresh
from tests import factories
from tests.feeds import world as making

CHANGES = {}
HOUR = datetime.timedelta(hours=1)


def change(func):
    """Collect it; the function's name says what happens."""
    CHANGES[func.__name__] = func
    return func


def look() -> None:
    """See to all that was marked so far."""
    refresh(now=timezone.now())
    assert not Mark.objects.exists()


@change
def publish(world):
    world.session.get_latest_revision().publish()


@change
def publish_what_the_cycle_links_to(world):
    factories.publish(world.cycle, introduction=making.links_to(world.session, world.news))
    look()
    factories.publish(world.session, slug="autrement")


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
    look()
    world.session.move(other, pos="last-child")
    assert Mark.objects.exists()


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
    look()
    restriction.delete()
    assert Mark.objects.exists()


@change
def restriction_moved_to_another_page(world):
    restriction = PageViewRestriction.objects.create(
        page=world.news, restriction_type=PageViewRestriction.LOGIN
    )
    look()
    restriction.page = world.cycle
    restriction.save()
    assert Mark.objects.exists()


@change
def expiry_by_the_clock(world):
    factories.publish(world.session, expire_at=timezone.now() + HOUR)
    look()
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("publish_scheduled")
    assert Mark.objects.exists()
    assert not Page.objects.get(pk=world.session.pk).live


@change
def publication_by_the_clock(world):
    draft = world.session.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Plus tard", timezone.now() + HOUR
    draft.save_revision().publish()
    look()
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("publish_scheduled")
    assert (Page.objects.get(pk=world.session.pk).title, Mark.objects.exists()) == ("Plus tard", True)


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
    look()
    Locale.objects.get(language_code="fi").delete()
    assert Mark.objects.exists()


@change
def locale_added(world):
    Page.objects.get(pk=world.tree.homes["fi"].pk).delete()
    Locale.objects.get(language_code="fi").delete()
    look()
    Locale.objects.create(language_code="fi")
    assert Mark.objects.exists()


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
    LedgerEntry.objects.get(code="solidarites-7").save()


@change
def news_published(world):
    factories.publish(world.news, title="Autrement")


@change
def another_release_is_installed(world):
    call_command("migrate", "parvis_feeds", verbosity=0)
