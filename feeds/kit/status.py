"""How the feeds of a programme are, for those who rely on them: what the tick and the doctor already know. Nothing is examined here."""

import datetime
from dataclasses import dataclass

from events.presentation_when import moment_words, zone_time
from events.ticking import JobRun
from feeds.doctor.examination import all_files, recall
from feeds.doctor.signs import JOB, LATE_AFTER


@dataclass(frozen=True)
class At:
    """A moment on the organisers' clocks, in words, and as ISO 8601."""

    date: str
    time: str
    zone: str
    iso: str


@dataclass(frozen=True)
class FeedStatus:
    """`state`: "good" (every file was examined, and has no error), "faulty", "running" (not all examined), or "late" (nobody looks after them).

    `looked`: when somebody looked after them last; `changed`: when something that they show did. None for never.
    """

    state: str
    looked: At | None
    changed: At | None


def read_status(scope: str, *, language: str, zone: str, now: datetime.datetime, reader: str) -> FeedStatus:
    """The feeds of a scope in a language, told to a reader of the active language `reader`. Two queries."""
    run = JobRun.objects.filter(name=JOB).first()
    files = [file for file in all_files() if (file.address.language, file.address.scope) == (language, scope)]
    verdicts = recall(files)
    changed = max((file.shelf.changed for file in files), default=None)
    if run is None or now - run.started_at > LATE_AFTER:
        state = "late"
    elif any(verdict.errors for verdict in verdicts.values()):
        state = "faulty"
    else:
        state = "good" if len(verdicts) == len(files) else "running"
    return FeedStatus(
        state=state,
        looked=_at(run.started_at, zone=zone, language=reader) if run else None,
        changed=_at(changed, zone=zone, language=reader) if changed else None,
    )


def _at(moment: datetime.datetime, *, zone: str, language: str) -> At:
    date, time = moment_words(moment, zone=zone, language=language)
    return At(date, time, zone_time(zone, language=language), f"{moment:%Y-%m-%dT%H:%M:%SZ}")
