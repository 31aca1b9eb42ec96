"""What other apps know of a session's readiness: each registers a check, and its findings join the checklist. We import none of them."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from events.board.readiness import Level


@dataclass(frozen=True)
class Finding:
    """One line of a checklist, in the active language; `url` is the path where it is mended, "" for nowhere."""

    level: Level
    sentence: str
    url: str = ""


Check = Callable[[Collection[UUID], datetime.datetime], Mapping[UUID, Finding]]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Have `check(keys, now)` asked for findings on sessions, by translation key; called once all apps are ready.

    It is asked for public sessions only, all at once, and costs a number of queries that does not grow with them. A session of which it
    has nothing to say is left out of its answer.
    """
    _checks[name] = check


def findings(keys: Collection[UUID], *, now: datetime.datetime) -> dict[UUID, list[Finding]]:
    """What every registered check finds, in the order of registration. No check is asked about nothing."""
    found: dict[UUID, list[Finding]] = {key: [] for key in keys}
    for check in _checks.values() if keys else ():
        for key, finding in check(keys, now).items():
            found[key].append(finding)
    return found
