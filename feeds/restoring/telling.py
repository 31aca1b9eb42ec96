"""What an operator reads after a restore: what rose, what was lost, and what subscribers will see of it."""

import datetime
from collections.abc import Iterable, Sequence

from feeds.restoring.losses import Loss, LossKind
from feeds.restoring.resuming import Resumed

EXPLAINED = {
    LossKind.UNKNOWN: "Published after that, and not known here any more. Subscribed calendars lose them with the next poll, imported ones"
    " keep them. Make them again, with the same code: the join address that people hold leads there. Calendars that imported the"
    " lost one then show both.",
    LossKind.CHANGED: "Date, time, status or title changed after that. Subscribers are told the earlier state as a new change: make"
    " the change again.",
    LossKind.REWORDED: "Only words changed after that. Subscribers read the earlier ones again.",
}


def lines_for_operators(resumed: Resumed, *, back_to: datetime.datetime, is_blind: bool) -> list[str]:
    """Lines of text, in English. `is_blind`: no calendar outlived the database, so nobody can say what was lost."""
    lines = [
        f"The database is that of {back_to:%Y-%m-%d %H:%M:%S} UTC. {resumed.sessions} sessions rose above what subscribers may hold"
        f" (SEQUENCE up to {resumed.highest})."
    ]
    if is_blind:
        return [
            *lines,
            "No calendar outlived it: what was lost cannot be listed here. Compare with the editors' mails, or a partner's calendar.",
        ]
    for kind, explanation in EXPLAINED.items():
        lines += _section([loss for loss in resumed.losses if loss.kind == kind], explanation)
    return lines if resumed.losses else [*lines, "Calendars that outlived it show nothing newer."]


def _section(losses: Sequence[Loss], explanation: str) -> Iterable[str]:
    if not losses:
        return []
    return [explanation, *map(_line, losses)]


def _line(loss: Loss) -> str:
    return f"    {loss.start}  {loss.title}  [{' '.join(loss.languages)}]  {loss.code or loss.uid}"
