"""Published pages that are in no feed: found, and explained."""

import datetime

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from events.models import NewsPage, SessionPage
from feeds.doctor.left_out import explain, keys_left_out
from feeds.models import Item
from tests import factories
from tests.feeds.stored import rebuild
from tests.feeds.world import make_world

pytestmark = pytest.mark.django_db

LANGUAGES = ["fr", "en", "es", "el", "he", "fi"]


def damage(page: SessionPage, **columns) -> None:
    """What no form lets through, as raw SQL would leave it."""
    SessionPage.objects.filter(translation_key=page.translation_key).update(**columns)
    rebuild()


def test_nothing_is_left_out_of_a_whole_site(site, django_assert_num_queries):
    make_world(site)
    rebuild()

    with django_assert_num_queries(3):
        keys = keys_left_out(now=timezone.now())

    assert (keys, explain(keys)) == (frozenset(), [])


def test_session_that_no_format_can_publish_is_named_with_its_reason_in_every_language(session, caplog):
    damage(session, end_time=datetime.time(9))

    found = explain(keys_left_out(now=timezone.now()))

    reason = "DocumentError: Event.end_time is not after start_time"
    assert [(each.page.pk, each.language, each.reason) for each in found] == [
        (session.pk, language, reason) for language in LANGUAGES
    ]


def test_session_that_one_language_lacks_is_named_for_it(session):
    rebuild()
    Item.objects.filter(language="he").delete()

    found = explain(keys_left_out(now=timezone.now()))

    assert [(each.page.pk, each.language, each.reason) for each in found] == [(session.pk, "he", "")]


def test_news_without_an_item_are_named_in_their_own_language(site):
    news = factories.make_news(site)
    rebuild()
    Item.objects.all().delete()

    found = explain(keys_left_out(now=timezone.now()))

    assert [(each.page.pk, each.language) for each in found] == [(news.pk, "fr")]


def test_drafts_and_private_pages_are_not_left_out(site, cycle):
    factories.make_session(cycle, live=False)
    news = factories.make_news(site)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    factories.make_news(site, slug="brouillon").unpublish()
    rebuild()

    assert NewsPage.objects.count() == 2
    assert keys_left_out(now=timezone.now()) == frozenset()


@pytest.mark.parametrize(("days", "count"), [(89, 1), (91, 0)])
def test_cancelled_session_leaves_by_itself_after_ninety_days(session, days, count):
    factories.publish(session, status="cancelled")
    ends_at = SessionPage.objects.get(pk=session.pk).ends_at
    rebuild(now=ends_at)
    Item.objects.all().delete()

    assert len(keys_left_out(now=ends_at + datetime.timedelta(days=days))) == count
