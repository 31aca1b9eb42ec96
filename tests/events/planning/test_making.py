"""Sessions made of a plan: real pages, each once, with everything from their cycle."""

import datetime

from django.core.exceptions import ValidationError

from wagtail.models import PageLogEntry

import pytest

from events.abstract.session import Status
from events.models import LedgerEntry, SessionPage
from events.planning.making import make_sessions, publish_sessions
from events.planning.sessions import facts_of, read_sessions
from events.programme.publishing import Reason
from tests import factories
from tests.events.planning.planned import JULY, JUNE, MAY, drafts, with_partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return factories.make_admin()


def test_made_session_has_everything_from_its_cycle(cycle, admin):
    cycle = factories.publish(
        with_partners(cycle), default_start_time=datetime.time(17, 0), default_end_time=datetime.time(18, 0),
        default_timezone="Europe/Athens",
    )  # fmt: skip

    (made,) = make_sessions(cycle, days=[MAY], user=admin)

    page = SessionPage.objects.get(pk=made.pk)
    assert (page.date, page.start_time, page.end_time) == (MAY, datetime.time(17, 0), datetime.time(18, 0))
    assert (page.timezone, page.starts_at.isoformat()) == ("Europe/Athens", "2027-05-18T14:00:00+00:00")
    assert (page.status, page.theme_pending, page.live) == (Status.TENTATIVE, True, False)
    assert (page.number, page.code, page.slug, page.title) == (
        1, "solidarites-1", "solidarites-1", "Thème à venir",
    )  # fmt: skip
    assert (page.spoken, page.captioned, page.disclosure) == (["fr", "en"], ["en"], "")
    assert (page.get_parent().pk, page.is_origin, page.locale_id) == (cycle.pk, True, cycle.locale_id)
    assert [(row.organisation.code, row.role) for row in page.organisation_rows.all()] == [
        ("icom-france", "organiser"),
        ("icom-israel", "organiser"),
        ("icom-greece", "partner"),
        ("fund", "funder"),
    ]
    assert (page.owner, page.latest_revision.user) == (admin, admin)


def test_made_sessions_go_on_from_the_highest_number_in_the_order_of_their_dates(session, admin):
    made = make_sessions(session.get_parent().specific, days=[JULY, MAY, JUNE, MAY], user=admin)

    assert [(page.date, page.number, page.code) for page in made] == [
        (MAY, 8, "solidarites-8"),
        (JUNE, 9, "solidarites-9"),
        (JULY, 10, "solidarites-10"),
    ]


def test_code_that_was_reserved_is_left_out(session, admin):
    cycle = session.get_parent().specific
    factories.make_session(cycle, number=None, code="solidarites-8", slug="x", date=JUNE).delete()

    (made,) = make_sessions(cycle, days=[MAY], user=admin)

    assert (made.number, made.code) == (8, "solidarites-8-2")


def test_making_again_adds_only_what_is_missing(cycle, admin):
    make_sessions(cycle, days=[MAY, JUNE], user=admin)

    made = make_sessions(cycle, days=[MAY, JUNE, JULY], user=admin)

    assert [page.date for page in made] == [JULY]
    assert [page.date for page in drafts()] == [MAY, JUNE, JULY]


def test_cycle_that_was_read_before_somebody_made_its_sessions_makes_none_twice(cycle, admin):
    read_before = type(cycle).objects.get(pk=cycle.pk)
    make_sessions(cycle, days=[MAY], user=admin)

    assert make_sessions(read_before, days=[MAY], user=admin) == []


def test_session_below_a_translation_of_the_cycle_takes_its_date(cycle, admin):
    english = factories.translate(cycle, "en")
    factories.make_session(english, date=MAY, live=False)

    assert make_sessions(cycle, days=[MAY], user=admin) == []


def test_session_of_another_cycle_takes_no_date(site, cycle, admin):
    other = factories.make_cycle(site, title="Autre", slug="solidarites-2", code="solidarites-2")
    factories.make_session(other, date=MAY)

    assert len(make_sessions(cycle, days=[MAY], user=admin)) == 1


def test_draft_that_was_moved_in_its_form_takes_the_date_to_which_it_was_moved(cycle, admin):
    (page,) = make_sessions(cycle, days=[MAY], user=admin)
    draft = page.get_latest_revision_as_object()
    draft.date = JUNE
    draft.save_revision()

    (moved,) = read_sessions(cycle)

    assert (moved.date, moved.former) == (JUNE, {MAY})
    assert make_sessions(cycle, days=[JUNE], user=admin) == []


def test_published_session_that_was_moved_remembers_the_date_that_it_left(cycle):
    session = factories.make_session(cycle, date=MAY)
    factories.publish(session, date=JUNE)

    (moved,) = read_sessions(cycle)

    assert (moved.date, moved.former, moved.is_live, moved.is_fresh) == (JUNE, {MAY}, True, False)


def test_published_session_whose_draft_was_moved_takes_both_dates(cycle, admin):
    session = factories.make_session(cycle, date=MAY)
    draft = session.get_latest_revision_as_object()
    draft.date = JUNE
    draft.save_revision()

    assert [(each.pk, each.date) for each in read_sessions(cycle)] == [
        (session.pk, MAY),
        (session.pk, JUNE),
    ]
    assert make_sessions(cycle, days=[MAY, JUNE], user=admin) == []


def test_draft_without_a_date_stands_nowhere(cycle, admin):
    (page,) = make_sessions(cycle, days=[MAY], user=admin)
    draft = page.get_latest_revision_as_object()
    draft.date = None
    draft.save_revision(clean=False)

    assert read_sessions(cycle) == []


def test_no_session_is_made_where_one_of_the_days_has_no_such_time(cycle, admin):
    cycle = factories.publish(
        cycle, default_start_time=datetime.time(2, 30), default_end_time=datetime.time(4, 0)
    )

    with pytest.raises(ValidationError):
        make_sessions(cycle, days=[MAY, datetime.date(2027, 3, 28)], user=admin)

    assert drafts() == []


def test_cycle_that_was_never_published_is_planned_by_its_draft(site, admin):
    page = factories.make_cycle(site)
    page.unpublish()
    type(page).objects.filter(pk=page.pk).update(first_published_at=None)
    draft = page.get_latest_revision_as_object()
    draft.default_timezone = "Europe/Athens"
    draft.save_revision()
    page = type(page).objects.get(pk=page.pk)

    (made,) = make_sessions(page, days=[MAY], user=admin)

    assert (made.timezone, facts_of(page).default_timezone) == ("Europe/Athens", "Europe/Athens")


def test_drafts_of_facts_of_a_published_cycle_do_not_leak(cycle, admin):
    draft = cycle.get_latest_revision_as_object()
    draft.default_timezone = "Europe/Athens"
    draft.save_revision()

    (made,) = make_sessions(type(cycle).objects.get(pk=cycle.pk), days=[MAY], user=admin)

    assert made.timezone == "Europe/Paris"


def test_making_is_in_the_history_of_each_page(cycle, admin):
    (made,) = make_sessions(cycle, days=[MAY], user=admin)

    entries = PageLogEntry.objects.filter(page=made.pk)
    assert set(entries.values_list("action", "user")) == {
        ("wagtail.create", admin.pk),
        ("wagtail.edit", admin.pk),
    }


def test_subscribers_learn_of_sessions_when_they_are_published_and_not_before(cycle, admin):
    make_sessions(cycle, days=[MAY, JUNE], user=admin)
    assert LedgerEntry.objects.count() == 0

    outcome = publish_sessions(cycle, days=[MAY, JUNE], user=admin)

    assert (outcome.published, dict(outcome.left)) == (["solidarites-1", "solidarites-2"], {})
    assert LedgerEntry.objects.count() == 2
    live = SessionPage.objects.filter(live=True)
    assert set(live.values_list("status", "theme_pending")) == {("tentative", True)}


def test_only_drafts_of_the_plan_on_chosen_days_are_published(cycle, admin):
    factories.make_session(cycle, date=JULY, live=False, number=1, code="solidarites-90")
    make_sessions(cycle, days=[MAY, JUNE], user=admin)

    outcome = publish_sessions(cycle, days=[MAY, JULY], user=admin)

    assert len(outcome.published) == 1
    assert [page.date for page in SessionPage.objects.filter(live=True)] == [MAY]
    assert [page.date for page in drafts()] == [JUNE, JULY]


def test_session_that_was_withdrawn_is_not_published_again(cycle, admin):
    (made,) = make_sessions(cycle, days=[MAY], user=admin)
    publish_sessions(cycle, days=[MAY], user=admin)
    SessionPage.objects.get(pk=made.pk).unpublish()

    outcome = publish_sessions(cycle, days=[MAY], user=admin)

    assert (outcome.published, dict(outcome.left)) == ([], {})


def test_locked_drafts_and_drafts_with_errors_are_left(cycle, admin):
    locked, wrong, good = make_sessions(cycle, days=[MAY, JUNE, JULY], user=admin)
    SessionPage.objects.filter(pk=locked.pk).update(locked=True)
    draft = wrong.get_latest_revision_as_object()
    draft.end_time = datetime.time(12, 0)
    draft.save_revision(clean=False)

    outcome = publish_sessions(cycle, days=[MAY, JUNE, JULY], user=admin)

    assert (outcome.published, dict(outcome.left)) == (
        [good.code], {Reason.LOCKED: [locked.code], Reason.ERRORS: [wrong.code]},
    )  # fmt: skip
