"""What is asked before announced sessions leave the public: what subscribers will see."""

import datetime

from django.urls import reverse

import pytest
import time_machine
from bs4 import BeautifulSoup

from events import roles
from events.models import SessionPage
from tests import factories
from tests.events.logged_in import member, told
from tests.form_values import form_values

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 1, 9, 0, tzinfo=datetime.UTC)
LEAVES = "1 session that subscribers have seen leaves the public."
CALENDARS = "Subscribed calendars show them as cancelled, without a way to join, until August 16, 2021."
BETTER = "What does not take place is better cancelled: then pages and feeds say so, with a reason."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def unpublish(page) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def asked(answer) -> list[str]:
    return [
        line.get_text(strip=True)
        for line in BeautifulSoup(answer.content, "lxml").select(".parvis-effects li")
    ]


def live(page) -> bool:
    return type(page).objects.get(pk=page.pk).live


def test_unpublishing_an_announced_session_asks_first(admin, session):
    answer = admin.post(unpublish(session), {"next": "/admin/pages/"})

    assert asked(answer) == [LEAVES, CALENDARS, BETTER]
    assert live(session)
    admin.post(
        unpublish(session), dict(form_values(answer.content, "ask").lists()) | {"parvis-confirmed": "1"}
    )
    assert not live(session)


def test_unpublishing_one_of_several_languages_says_what_its_readers_get(admin, session):
    greek = factories.translate(session, "el")

    answer = admin.post(unpublish(greek))

    assert asked(answer) == ["Readers of Greek get the words of another language, marked as such."]


def test_unpublishing_a_cycle_counts_its_sessions(admin, session, cycle):
    factories.make_session(cycle, number=8, code="solidarites-8", date=datetime.date(2021, 6, 15))

    answer = admin.post(unpublish(cycle))

    assert asked(answer)[0] == "2 sessions that subscribers have seen leave the public."
    assert live(cycle)


def test_what_calendars_have_forgotten_is_not_spoken_of(admin, cycle):
    past = factories.make_session(cycle, date=datetime.date(2020, 12, 15))

    answer = admin.post(unpublish(past))

    assert asked(answer) == [LEAVES]


def test_page_that_nobody_has_seen_leaves_without_a_question(admin, cycle):
    draft = factories.make_session(cycle, live=False)
    address = reverse("wagtailadmin_pages:delete", args=[draft.pk])

    assert told(admin.get(address)) == ""
    admin.post(address)

    assert not SessionPage.objects.filter(pk=draft.pk).exists()


def test_deleting_an_announced_session_says_it_above_wagtails_question(admin, session):
    answer = admin.get(reverse("wagtailadmin_pages:delete", args=[session.pk]))

    assert told(answer) == f"{LEAVES} {CALENDARS} {BETTER}"


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_removing_several_at_once_asks_first(admin, session, action):
    url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={session.pk}"

    answer = admin.post(url)

    assert asked(answer) == [LEAVES, CALENDARS, BETTER]
    assert live(session)
    admin.post(url, {"parvis-confirmed": "1"})
    assert not SessionPage.objects.filter(pk=session.pk, live=True).exists()


def publish_together(client, *pages):
    """Wagtail's own button below its list of pages."""
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?{ids}&next=/admin/", follow=True)


def test_publishing_several_at_once_asks_nothing(admin, session, cycle):
    draft = factories.make_session(cycle, number=8, code="solidarites-8", live=False)

    publish_together(admin, draft)

    assert live(draft)


@pytest.mark.parametrize("fields", [{"date": datetime.date(2021, 5, 19)}, {"status": "cancelled"}])
def test_publishing_several_at_once_moves_nothing_that_was_announced(admin, session, cycle, fields):
    draft = factories.make_session(cycle, number=8, code="solidarites-8", live=False)
    factories.redraft(session, **fields)

    answer = publish_together(admin, draft, session)

    assert "Reschedule, postpone, cancel or restore them instead: solidarites-7" in told(answer)
    stored = SessionPage.objects.get(pk=session.pk)
    assert (stored.date, stored.status, live(draft)) == (datetime.date(2021, 5, 18), "confirmed", False)


def test_translators_publish_no_facts_that_others_drafted(client, session):
    factories.redraft(session, link="https://zoom.example/j/999")
    client = member(client, roles.translators("fr"))

    answer = publish_together(client, session)

    assert told(answer) == "Not published, because you may not publish them: solidarites-7"
    assert "planted-token" in SessionPage.objects.get(pk=session.pk).link


def test_translators_publish_words_in_a_list(client, session):
    factories.redraft(session, title="Autrement")
    client = member(client, roles.translators("fr"))

    publish_together(client, session)

    assert SessionPage.objects.get(pk=session.pk).title == "Autrement"
