"""Mirrors end equal to the site, whatever happened meanwhile."""

import random

import pytest

from feeds.api.records import Resource
from feeds.marks import mark_everything
from tests import factories
from tests.feeds.api.mirror import Mirror, everything
from tests.feeds.happenings import CHANGES, look

pytestmark = pytest.mark.django_db

LANGUAGES = ("fr", "en", "he")


# Those that differ from each other most; the audit tries them all.
OFTEN = {
    "publish_what_the_cycle_links_to",
    "delete_origin",
    "move_session",
    "restriction_lifted",
    "organisation_renamed_in_one_language",
    "image_replaced",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in OFTEN else pytest.mark.slow) for name in CHANGES]
)
def test_mirror_is_equal_after_any_change(world, name):
    mirrors = [Mirror(language) for language in LANGUAGES]
    for mirror in mirrors:
        mirror.follow()

    CHANGES[name](world)
    for mirror in mirrors:
        mirror.follow()

    held = {each.language: each.items for each in mirrors}
    assert held == {each: everything(each) for each in LANGUAGES}
    rebuild()
    assert held == {each: everything(each) for each in LANGUAGES}


def rebuild() -> None:
    """Look at everything again, as if nothing had ever been composed."""
    Resource.objects.all().delete()
    mark_everything()
    look()


def test_cycle_that_links_to_a_session_stays_when_the_session_is_published(world):
    CHANGES["publish_what_the_cycle_links_to"](world)
    look()
    row = Resource.objects.get(kind="cycles", language="fr")

    assert (row.is_gone, "/autrement/" in row.body) == (False, True)


@pytest.mark.parametrize("edits", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_mirror_that_asks_now_and_then_is_equal_after_edits_deletions_and_restores(world, edits):
    chance = random.Random(edits)  # noqa: S311  (the same edits each time)
    mirror, late = Mirror("en", limit=3), Mirror("en")
    cycle = world.cycle
    numbers = iter(range(20, 10_000))
    for _each in range(edits):
        sessions = list(type(world.session).objects.filter(locale=cycle.locale).order_by("pk"))
        page = chance.choice(sessions)
        chance.choice([_edit, _unpublish, _publish, _delete, _add])(page, cycle, next(numbers))
        if chance.random() < 0.4:
            mirror.follow()
    for each in (mirror, late):
        each.follow()

    assert (mirror.items, late.items) == (everything("en"), everything("en"))


def _edit(page, cycle, number):
    factories.publish(page, title=f"Titre {number}")


def _unpublish(page, cycle, number):
    page.unpublish()


def _publish(page, cycle, number):
    page.get_latest_revision().publish()


def _delete(page, cycle, number):
    if page.get_siblings(inclusive=True).count() > 2:
        page.delete()


def _add(page, cycle, number):
    factories.make_session(cycle, number=number)


def test_nothing_new_is_an_empty_list_and_the_same_cursor(world):
    mirror = Mirror("fr")
    mirror.follow()
    before = mirror.cursor

    assert (mirror.follow(), mirror.cursor) == (1, before)
    assert mirror._ask() == {"cursor": before, "is_complete": True, "items": []}


def test_what_changed_in_one_language_is_no_news_to_another(world):
    mirrors = {language: Mirror(language) for language in ("fr", "en", "he")}
    for mirror in mirrors.values():
        mirror.follow()

    factories.publish(world.english, title="Solidarities")
    told = {
        language: [each["code"] for each in mirror._ask()["items"]] for language, mirror in mirrors.items()
    }

    # Hebrew readers get the English words. The others see the date of the change only if theirs were changed.
    assert told == {"fr": [], "en": ["solidarites-7"], "he": ["solidarites-7"]}


def test_looking_at_everything_again_changes_no_resource(world):
    look()
    before = list(Resource.objects.order_by("pk").values())

    mark_everything()
    look()

    assert list(Resource.objects.order_by("pk").values()) == before


def test_withdrawn_session_is_gone_and_holds_no_word(world):
    mirror = Mirror("fr")
    mirror.follow()
    world.second.unpublish()

    told = mirror._ask()["items"]
    row = Resource.objects.get(language="fr", code="solidarites-8")

    assert [(each["code"], each["is_gone"], each["item"]) for each in told] == [("solidarites-8", True, None)]
    assert (row.body, row.text, row.tags.count()) == ("", "", 0)
