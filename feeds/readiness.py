"""What feeds say on a session's checklist: whether every language has it, what the doctor knows of these files, whether they are looked after.

Cheap: nothing is examined here; a file of which the doctor knows nothing counts for nothing.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext

from events.board.readiness import Level
from events.board.registry import Finding, register_check
from events.conf import languages
from events.languages import language_name
from events.ticking import JobRun
from feeds.doctor.examination import all_files, recall
from feeds.doctor.signs import JOB, LATE_AFTER
from feeds.models import Item, Kind, Mark

SESSIONS = Kind.SESSIONS.value


@dataclass
class Standing:
    """Where a session stands: the languages that have it, and the scopes whose feeds it is in."""

    languages: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)


def connect() -> None:
    """Register with events; called once, when all apps are ready."""
    register_check("feeds", check_feeds)


def check_feeds(keys: Collection[UUID], now: datetime.datetime) -> Mapping[UUID, Finding]:
    """A finding for each of these public sessions. Three queries."""
    marks = Mark.objects.filter(Q(key__in=keys) | Q(key=None))
    run = JobRun.objects.filter(name=JOB).annotate(is_waiting=Exists(marks)).first()
    is_late = run is None or now - run.started_at > LATE_AFTER
    if is_late or run.is_waiting:
        finding = _late() if is_late else Finding(Level.OK, gettext("The feeds are being renewed."))
        return dict.fromkeys(keys, finding)
    standings, faulty = _standings(keys), _faulty_scopes()
    return {key: _finding(standings[key], faulty=faulty) for key in keys}


def _late() -> Finding:
    sentence = gettext("Nothing looks after the feeds at the moment.")
    return Finding(Level.WARNING, sentence, reverse("feed_doctor:report"))


def _standings(keys: Collection[UUID]) -> dict[UUID, Standing]:
    standings: dict[UUID, Standing] = defaultdict(Standing)
    items = Item.objects.filter(kind=SESSIONS, key__in=keys, language__in=languages(), is_withdrawn=False)
    for key, language, scope in items.values_list("key", "language", "placements__scope"):
        standings[key].languages.add(language)
        standings[key].scopes.add(scope)
    return standings


def _faulty_scopes() -> set[str]:
    """Scopes of which some file of sessions is known to have errors, in the version that it has now."""
    files = [file for file in all_files() if file.shelf.kind == SESSIONS]
    verdicts = recall(files)
    return {file.address.scope for file in files if file.path in verdicts and verdicts[file.path].errors}


def _finding(standing: Standing, *, faulty: set[str]) -> Finding:
    lacking = [code for code in languages() if code not in standing.languages]
    if lacking:
        names = ", ".join(language_name(code, language=get_language() or "en") for code in lacking)
        sentence = gettext("Left out of the feeds in: %(languages)s.") % {"languages": names}
        return Finding(Level.WARNING, sentence, reverse("feed_doctor:left_out"))
    if standing.scopes & faulty:
        sentence = gettext("Feeds that this session stands in have errors.")
        return Finding(Level.WARNING, sentence, f"{reverse('feed_doctor:report')}?only=findings")
    return Finding(Level.OK, gettext("In the feeds of every language."))
