"""Which actions a session offers, and what each does to its facts."""

import datetime

import pytest

from events.abstract.session import Status
from events.changing.actions import Action, Slot, facts_after, offered
from events.states import TAKES_PLACE

SLOT = Slot(datetime.date(2027, 6, 1), datetime.time(18, 0), datetime.time(19, 30), "Europe/Athens")
MOMENT = {
    "date": datetime.date(2027, 6, 1), "start_time": datetime.time(18, 0), "end_time": datetime.time(19, 30),
    "timezone": "Europe/Athens",
}  # fmt: skip


@pytest.mark.parametrize(
    ("status", "actions"),
    [
        ("tentative", ["reschedule", "postpone", "cancel"]),
        ("confirmed", ["reschedule", "postpone", "cancel"]),
        ("postponed", ["reschedule", "restore", "cancel"]),
        ("cancelled", ["restore", "reschedule"]),
        ("unheard of", []),
    ],
)
def test_offered_actions_follow_from_the_status(status, actions):
    assert [action.value for action in offered(status)] == actions


def test_every_status_offers_a_way_out():
    assert [status for status in Status.values if not offered(status)] == []


@pytest.mark.parametrize("status", Status.values)
def test_no_action_that_is_offered_leaves_everything_as_it_was(status):
    before = MOMENT | {"date": datetime.date(2027, 5, 18), "status": status}
    for action in offered(status):
        slot = SLOT if action is Action.RESCHEDULE else None
        assert before | facts_after(action, status=status, slot=slot) != before


@pytest.mark.parametrize("status", Status.values)
def test_rescheduled_session_takes_place_and_keeps_its_doubt(status):
    kept = status if status in TAKES_PLACE else "confirmed"

    assert facts_after(Action.RESCHEDULE, status=status, slot=SLOT) == MOMENT | {"status": kept}


@pytest.mark.parametrize(
    ("action", "status"), [("postpone", "postponed"), ("cancel", "cancelled"), ("restore", "confirmed")]
)
def test_other_actions_change_the_status_only(action, status):
    assert facts_after(Action(action), status="cancelled", slot=SLOT) == {"status": status}
