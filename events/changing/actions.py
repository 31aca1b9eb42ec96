"""What may be done to a session that was announced, and which facts it changes. Pure."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from events.states import TAKES_PLACE


class Action(StrEnum):
    """A change that subscribers are told of."""

    RESCHEDULE = "reschedule"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    RESTORE = "restore"


# By status, the most likely one first. "confirmed" and "tentative" are chosen in the form: that says nothing of a change.
_OFFERED = {
    "tentative": (Action.RESCHEDULE, Action.POSTPONE, Action.CANCEL),
    "confirmed": (Action.RESCHEDULE, Action.POSTPONE, Action.CANCEL),
    "postponed": (Action.RESCHEDULE, Action.RESTORE, Action.CANCEL),
    "cancelled": (Action.RESTORE, Action.RESCHEDULE),
}
# What only an action changes once a session was announced; status too, while nothing takes place.
MOMENT = ("date", "start_time", "end_time", "timezone")


@dataclass(frozen=True)
class Slot:
    """When a session is: wall-clock times of one day in an IANA zone."""

    date: datetime.date
    start_time: datetime.time
    end_time: datetime.time
    timezone: str


def offered(status: str) -> tuple[Action, ...]:
    """The actions for a session of this status, the most likely one first."""
    return _OFFERED.get(status, ())


def facts_after(action: Action, *, status: str, slot: Slot | None = None) -> dict[str, object]:
    """The facts that an action sets. `status`: the present one; `slot`: the new moment, for RESCHEDULE only.

    A session that is moved keeps its doubt: a tentative one stays tentative. One that was called off takes place again.
    """
    if action is Action.POSTPONE:
        return {"status": "postponed"}
    if action is Action.CANCEL:
        return {"status": "cancelled"}
    kept = status if status in TAKES_PLACE else "confirmed"
    moment = {name: getattr(slot, name) for name in MOMENT} if slot and action is Action.RESCHEDULE else {}
    return moment | {"status": kept}
