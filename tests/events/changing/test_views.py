"""The actions in the admin: what they change, in which languages, for whom, and what is said when they cannot."""

import datetime

from django.test import TestCase

import pytest
import time_machine

from events import roles
from events.ledger import LedgerChange
from events.models import SessionPage
from tests import factories
from tests.events.changing.changed import address, confirm, errors, last_change, opened
from tests.events.logged_in import member, told
from tests.journeys.desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = datetime.datetime(2021, 5, 1, 9, 0, tzinfo=datetime.UTC)
DAY, NEXT_DAY = datetime.date(2021, 5, 18), datetime.date(2021, 5, 19)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def stored(session) -> SessionPage:
    return SessionPage.objects.get(pk=session.pk)


def facts(session) -> tuple:
    page = stored(session)
    return page.date, page.start_time, page.status, page.change_reason


# What they change


def test_rescheduled_session_is_on_its_new_date_in_every_language(admin, session):
    hebrew = factories.translate(session, "he", title="לבנות סולידריות")

    answer = confirm(
        admin, session, "reschedule", date=str(NEXT_DAY), reason_fr="Jour férié", reason_he="יום חג"
    )

    assert told(answer) == "The session was moved, in every language."
    assert facts(session) == (NEXT_DAY, datetime.time(13), "confirmed", "Jour férié")
    assert facts(hebrew) == (NEXT_DAY, datetime.time(13), "confirmed", "יום חג")
    assert stored(hebrew).title == "לבנות סולידריות"
    assert last_change() == ("changed", 1, ("date",), {"fr": "Jour férié", "he": "יום חג"})
    assert stored(session).previous_starts == ["2021-05-18T11:00:00+00:00"]


@pytest.mark.parametrize(("action", "status"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_called_off_session_says_so_with_its_reason(admin, session, action, status):
    confirm(admin, session, action, reason_fr="Grève des transports")

    assert facts(session) == (DAY, datetime.time(13), status, "Grève des transports")
    assert last_change() == ("changed", 1, ("status",), {"fr": "Grève des transports"})


def test_restored_session_takes_place_and_the_reason_of_its_cancellation_goes(admin, session):
    confirm(admin, session, "cancel", reason_fr="Grève des transports")

    confirm(admin, session, "restore")

    assert facts(session) == (DAY, datetime.time(13), "confirmed", "")
    assert last_change() == ("changed", 2, ("status",), {})


def test_postponed_session_with_a_new_date_is_confirmed(admin, session):
    confirm(admin, session, "postpone")

    confirm(admin, session, "reschedule", date="2021-06-15", start_time="18:00", end_time="19:30")

    assert facts(session) == (datetime.date(2021, 6, 15), datetime.time(18), "confirmed", "")


def test_preset_reason_is_given_in_the_language_of_each_page(admin, session):
    greek = factories.translate(session, "el")

    confirm(admin, session, "cancel", preset="speaker", reason_el="Απεργία")

    assert (stored(session).change_reason, stored(greek).change_reason) == (
        "Un intervenant est empêché",
        "Απεργία",
    )


def test_action_opened_from_a_translation_changes_the_facts_of_all(admin, session):
    greek = factories.translate(session, "el")

    confirm(admin, greek, "reschedule", date=str(NEXT_DAY))

    assert (stored(session).date, stored(greek).date) == (NEXT_DAY, NEXT_DAY)


# What they leave alone


def draft_of(session, **fields) -> None:
    draft = stored(session).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()


def test_words_of_a_draft_stay_a_draft_with_the_new_date(admin, session):
    draft_of(session, title="Pas encore public")

    confirm(admin, session, "reschedule", date=str(NEXT_DAY))

    page = stored(session)
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.date, page.has_unpublished_changes) == (session.title, NEXT_DAY, True)
    assert (draft.title, draft.date) == ("Pas encore public", NEXT_DAY)
    draft.get_latest_revision().publish()
    assert (stored(session).title, stored(session).date) == ("Pas encore public", NEXT_DAY)


def test_session_without_a_draft_has_none_afterwards(admin, session):
    confirm(admin, session, "cancel")

    page = stored(session)
    assert (page.has_unpublished_changes, page.live_revision_id) == (False, page.latest_revision_id)
    assert page.live_revision.content["status"] == "cancelled"


def test_scheduled_publication_is_kept_and_brings_no_old_date_back(admin, session):
    go_live = NOW + datetime.timedelta(days=2)
    draft = stored(session).get_latest_revision_as_object()
    draft.title, draft.go_live_at = "À l’heure dite", go_live
    draft.save_revision().publish()

    confirm(admin, session, "reschedule", date=str(NEXT_DAY))

    scheduled = stored(session).revisions.get(approved_go_live_at=go_live)
    assert scheduled.content["date"] == str(NEXT_DAY)
    with time_machine.travel(go_live + datetime.timedelta(minutes=1)):
        scheduled.publish()
    assert (stored(session).title, stored(session).date) == ("À l’heure dite", NEXT_DAY)


def test_review_goes_on_and_brings_no_old_date_back(admin, session):
    draft_of(session, title="À relire")
    page = stored(session)
    page.get_workflow().start(page, factories.make_user("reviewer"))
    task = page.current_workflow_task_state

    confirm(admin, session, "reschedule", date=str(NEXT_DAY))

    task.refresh_from_db()
    assert (task.status, task.revision.content["date"], task.revision.content["title"]) == (
        "in_progress",
        str(NEXT_DAY),
        "À relire",
    )


def test_old_revision_that_is_brought_back_does_not_move_the_session_back(admin, session):
    old = session.latest_revision_id
    confirm(admin, session, "reschedule", date=str(NEXT_DAY))
    Desk(client=admin, commit=TestCase.captureOnCommitCallbacks, user="admin").revert(session, old)

    assert stored(session).date == NEXT_DAY


# When they cannot


def test_form_sent_twice_changes_once_and_says_that_it_is_done(admin, session):
    form = opened(admin, session, "cancel")
    confirm(admin, session, "cancel", form=form)

    again = confirm(admin, session, "cancel", form=form)

    assert told(again) == "This is how it is already: nothing was changed."
    assert last_change()[:2] == ("changed", 1)


def test_second_of_two_editors_is_told_and_loses_nothing(admin, session):
    form = opened(admin, session, "reschedule")
    confirm(admin, session, "reschedule", date=str(NEXT_DAY))

    answer = confirm(admin, session, "reschedule", form=form, date="2021-05-25", reason_fr="Autre raison")

    message = "Somebody else has changed this session meanwhile. Look at what holds now, then send again."
    assert errors(answer) == [message]
    assert (stored(session).date, b"Autre raison" in answer.content) == (NEXT_DAY, True)
    again = dict(form | {"date": "2021-05-25"})
    again["seen"] = opened(admin, session, "reschedule")["seen"]
    confirm(admin, session, "reschedule", form=again)
    assert stored(session).date == datetime.date(2021, 5, 25)


def test_day_of_another_session_is_asked_about_first(admin, session, cycle):
    factories.make_session(cycle, number=8, code="solidarites-8", title="Une autre", date=NEXT_DAY)

    answer = confirm(admin, session, "reschedule", date=str(NEXT_DAY))

    assert errors(answer) == ["The cycle has another session on this day: Une autre."]
    assert stored(session).date == DAY
    confirm(admin, session, "reschedule", date=str(NEXT_DAY), anyway="on")
    assert stored(session).date == NEXT_DAY


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"date": ""}, "This field is required."),
        ({"end_time": "12:00"}, "The end must be after the start, on the same day."),
        (
            {"timezone": "Mars/Olympus"},
            "“Mars/Olympus” is not a time zone. Use a name such as Europe/Paris.",
        ),
        (
            {"date": "2021-03-28", "start_time": "02:30", "end_time": "04:00"},
            "02:30 does not exist on 2021-03-28 in Europe/Paris: the clocks go forward. Choose another time.",
        ),
        ({"reason_fr": "x" * 256}, "Ensure this value has at most 255 characters (it has 256)."),
    ],
)
def test_impossible_moment_or_reason_is_said_by_its_field(admin, session, fields, message):
    answer = confirm(admin, session, "reschedule", **fields)

    assert errors(answer) == [message]
    assert facts(session) == (DAY, datetime.time(13), "confirmed", "")


def test_action_that_the_status_does_not_offer_explains_itself(admin, session):
    answer = admin.get(address(session, "restore"))

    assert b"This is not possible for a session of this status" in answer.content
    seen = opened(admin, session, "cancel")["seen"]
    admin.post(address(session, "restore"), {"seen": seen})
    assert facts(session) == (DAY, datetime.time(13), "confirmed", "")


def test_cancelling_needs_nothing_else_of_the_page_to_be_right(admin, session):
    SessionPage.objects.filter(pk=session.pk).update(link="https://gone.example/j/1")

    confirm(admin, session, "cancel")

    assert stored(session).status == "cancelled"


@pytest.mark.parametrize(
    "reason",
    [
        "https://zoom.example/j/81174854920",
        "ID 811 7485 4920",
        "Code : 314159",
        "https://zoom.example/j/99999999999",
    ],
)
def test_reason_that_would_let_people_in_is_refused(admin, session, reason):
    answer = confirm(admin, session, "cancel", reason_fr=reason)

    assert [message.partition(" ")[0] for message in errors(answer)] == ["The"]
    assert facts(session) == (DAY, datetime.time(13), "confirmed", "")


def test_reason_of_a_second_change_is_not_that_of_the_first_one(admin, session):
    factories.translate(session, "en")
    confirm(admin, session, "reschedule", date=str(NEXT_DAY), reason_fr="Jour férié")

    confirm(admin, session, "cancel", preset="speaker")

    first, second = LedgerChange.objects.filter(kind="changed").order_by("sequence")
    assert first.reasons == {"fr": "Jour férié"}
    assert second.reasons == {"fr": "Un intervenant est empêché", "en": "A speaker is unable to attend"}


def test_same_reason_twice_explains_both_changes(admin, session):
    confirm(admin, session, "postpone", preset="technical")
    confirm(admin, session, "cancel", preset="technical")

    assert last_change()[3] == {"fr": "Pour des raisons techniques"}


def test_reason_does_not_explain_what_changes_in_the_form_afterwards(admin, session):
    confirm(admin, session, "reschedule", date=str(NEXT_DAY), reason_fr="Jour férié")

    factories.publish(session, title="Construire les solidarités")
    factories.publish(session, status="tentative")

    changes = LedgerChange.objects.filter(kind="changed").order_by("sequence")
    assert [change.reasons for change in changes] == [{"fr": "Jour férié"}, {}, {}]


def test_page_that_was_not_public_has_no_reason_of_an_older_change(admin, session):
    spanish = factories.translate(session, "es")
    confirm(admin, session, "reschedule", date=str(NEXT_DAY), reason_fr="Jour férié", reason_es="Festivo")
    stored(spanish).unpublish()

    confirm(admin, session, "cancel", reason_fr="Grève")

    draft = stored(spanish).get_latest_revision_as_object()
    assert (stored(spanish).live, stored(spanish).change_reason, draft.change_reason) == (False, "", "")


def test_publishing_a_synced_translation_brings_no_other_reason(admin, session):
    desk = Desk(client=admin, commit=TestCase.captureOnCommitCallbacks, user="admin")
    desk.submit(session, "el")
    greek = SessionPage.objects.get(locale__language_code="el")
    desk.write_strings(greek, title="Χτίζοντας")
    desk.publish_translation(greek.get_parent().specific)
    desk.publish_translation(greek)
    confirm(admin, session, "cancel", preset="technical")

    desk.publish_translation(greek)

    assert stored(greek).change_reason == "Για τεχνικούς λόγους"


# For whom


def test_draft_is_changed_in_its_form(admin, cycle):
    draft = factories.make_session(cycle, live=False)

    assert admin.get(address(draft, "cancel")).status_code == 404


@pytest.mark.parametrize(
    ("group", "status"),
    [
        (roles.EDITORS, 200),
        (roles.PUBLISHERS, 200),
        (roles.contributors("icom-greece"), 302),
        (roles.translators("en"), 302),
        (roles.translators("fr"), 302),
    ],
)
def test_actions_are_for_those_who_may_publish_the_origin(client, session, group, status):
    client = member(client, group)

    assert client.get(address(session, "cancel")).status_code == status


def test_locked_session_is_left_alone(admin, session):
    SessionPage.objects.filter(pk=session.pk).update(locked=True)

    assert admin.get(address(session, "cancel")).status_code == 302


# What it costs


@pytest.mark.parametrize("count", [1, 4, pytest.param(30, marks=pytest.mark.slow)])
def test_page_of_an_action_costs_the_same_whatever_the_number_of_sessions(
    admin, cycle, session, count, django_assert_num_queries
):
    for number in range(count):
        factories.make_session(
            cycle, number=number + 20, code=f"solidarites-{number + 20}", live=False,
            date=NEXT_DAY + datetime.timedelta(days=number),
        )  # fmt: skip
    opened(admin, session, "reschedule")

    with django_assert_num_queries(9):
        opened(admin, session, "reschedule")
