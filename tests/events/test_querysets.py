"""Which sessions the public may see: each state that a page can be in."""

import datetime

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from events.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def visible() -> list[str]:
    return list(SessionPage.objects.visible().order_by("pk").values_list("code", flat=True))


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_published_session_is_visible(session):
    assert visible() == ["solidarites-7"]


def test_draft_is_not_visible(cycle):
    factories.make_session(cycle, live=False)

    assert visible() == []


def test_draft_of_a_published_session_does_not_hide_it(session):
    session.title = "Draft"
    session.save_revision()

    assert visible() == ["solidarites-7"]


def test_scheduled_session_is_not_visible(cycle):
    session = factories.make_session(cycle, live=False)
    session.go_live_at = timezone.now() + HOUR
    session.save_revision(approved_go_live_at=session.go_live_at)
    session.latest_revision.publish()

    assert visible() == []


def test_expired_session_is_not_visible(session):
    SessionPage.objects.update(live=False, expired=True, expire_at=timezone.now() - HOUR)

    assert visible() == []


def test_unpublished_session_is_not_visible(session):
    session.unpublish()

    assert visible() == []


@pytest.mark.parametrize("ancestor", ["session", "cycle", "home"])
def test_session_below_a_private_page_is_not_visible_until_it_is_public_again(session, ancestor):
    cycle = session.get_parent()
    restriction = restrict({"session": session, "cycle": cycle, "home": cycle.get_parent()}[ancestor])
    hidden = visible()
    restriction.delete()

    assert (hidden, visible()) == ([], ["solidarites-7"])


def test_private_page_hides_its_own_language_only(session):
    factories.translate(session, "en")
    restrict(session)

    assert [page.language for page in SessionPage.objects.visible()] == ["en"]


def test_session_without_a_moment_is_not_visible(session):
    SessionPage.objects.update(starts_at=None)

    assert visible() == []


def test_published_counts_private_ones_too(session):
    restrict(session)

    assert SessionPage.objects.published().count() == 1


@pytest.mark.parametrize("session_count", [1, 3])
def test_participants_and_words_take_as_many_queries_for_one_as_for_many(
    cycle, django_assert_num_queries, session_count
):
    organisation = factories.make_organisation()
    for number in range(session_count):
        factories.add_organisation(
            factories.make_session(cycle, number=number + 1, questions=("Why?",)), organisation
        )

    with django_assert_num_queries(10):
        sessions = list(SessionPage.objects.visible().with_participants().with_words())
        shown = [
            [row.organisation.name_in("fr")[0] for row in session.organisation_rows.all()]
            + [row.person.name_in("fr")[0] for row in session.person_rows.all()]
            + [row.text for row in session.question_rows.all()]
            for session in sessions
        ]

    assert shown == [["ICOM Grèce", "Why?"]] * session_count
