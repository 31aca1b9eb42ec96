"""What is old is deleted by tick, at night, and what is still needed stays (reliability.md T19)."""

import datetime

from django.contrib.sessions.models import Session
from django.core.management import call_command

from wagtail.models import Page, Revision

import pytest
import time_machine

from events.models import SessionPage
from tests import factories

pytestmark = pytest.mark.django_db

NIGHT = datetime.datetime(2021, 5, 10, 3, 1, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def forget_revisions() -> None:
    """The page stays as it is, with no version before those of the test."""
    Page.objects.update(latest_revision=None, live_revision=None)
    Revision.objects.all().delete()


def versions(page: SessionPage, *, age: datetime.timedelta, count: int = 3) -> None:
    """Publish the page that many times, so long before the night."""
    with time_machine.travel(NIGHT - age, tick=False):
        for number in range(count):
            factories.publish(SessionPage.objects.get(pk=page.pk), title=f"Version {number}")


def tick(moment: datetime.datetime) -> None:
    with time_machine.travel(moment, tick=False):
        call_command("tick", verbosity=0)


def test_revisions_of_more_than_two_years_go_but_the_newest(session):
    forget_revisions()
    versions(session, age=731 * DAY)

    tick(NIGHT)

    page = SessionPage.objects.get(pk=session.pk)
    assert list(Revision.objects.for_instance(page)) == [page.latest_revision]
    assert page.live_revision == page.latest_revision


def test_younger_revisions_stay(session):
    forget_revisions()
    versions(session, age=729 * DAY)

    tick(NIGHT)

    assert Revision.objects.for_instance(session).count() == 3


def test_draft_that_waits_to_be_published_stays(session):
    forget_revisions()
    with time_machine.travel(NIGHT - 731 * DAY, tick=False):
        draft = SessionPage.objects.get(pk=session.pk)
        draft.go_live_at = NIGHT + DAY
        draft.save_revision().publish()
    versions(session, age=730 * DAY, count=1)

    tick(NIGHT)

    assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1


def test_nothing_is_looked_for_by_day(session):
    forget_revisions()
    versions(session, age=731 * DAY)

    tick(NIGHT + datetime.timedelta(hours=6))

    assert Revision.objects.for_instance(session).count() == 3


def test_logins_that_are_over_go_and_others_stay(db):
    for key, left in (("over", -DAY), ("open", DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=NIGHT + left)

    tick(NIGHT)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
