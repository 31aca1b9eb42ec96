"""What a plan reads from the database: the facts of a cycle as its editor sees them, and the sessions that are there.

One query for all sessions, drafts included: an editor who moved a draft to another date has not published anything yet.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from events import clock
from events.abstract.rows import OrganisationRole
from events.models import CyclePage, Organisation, SessionPage
from events.planning.plan import Existing, Slot
from events.states import TAKES_PLACE

# Facts that a draft may have changed: read from it, where there is one.
DRAFTED = ("date", "start_time", "end_time", "timezone", "status", "theme_pending")
COLUMNS = (
    "pk", "path", "draft_title", "locale__language_code", "live", "first_published_at", "previous_starts", *DRAFTED,
)  # fmt: skip


def facts_of(cycle: CyclePage) -> CyclePage:
    """The cycle with the facts that hold: those published, or the draft's while nothing was published."""
    if cycle.first_published_at or not cycle.latest_revision_id:
        return cycle
    return cycle.get_latest_revision_as_object()


def today_of(cycle: CyclePage, *, now: datetime.datetime) -> datetime.date:
    """The date where the cycle is at home, at an instant."""
    zone = cycle.default_timezone
    return clock.local(at=now, zone=zone if clock.is_zone(zone) else "UTC").date()


def slot_of(facts: CyclePage) -> Slot:
    """When sessions of the cycle usually are."""
    return Slot(facts.default_start_time, facts.default_end_time, facts.default_timezone)


def organisations_of(facts: CyclePage | SessionPage) -> list[Organisation]:
    """The organisations that take part in the sessions of a cycle, or in one session: all but those that only pay."""
    rows = [row for row in facts.organisation_rows.all() if row.role != OrganisationRole.FUNDER]
    prefetch_related_objects(rows, Prefetch("organisation", queryset=Organisation.objects.all()))
    return [row.organisation for row in rows]


def read_sessions(
    cycle: CyclePage, *, first: datetime.date | None = None, last: datetime.date | None = None
) -> list[Existing]:
    """The cycle's own sessions, and, where `first` and `last` are given, those of other cycles around these days."""
    paths = list(cycle.group().values_list("path", flat=True))
    wanted = Q()
    for path in paths:
        wanted |= Q(path__startswith=path)
    if first and last:
        wanted |= _around(first, last) | Q(has_unpublished_changes=True)
    rows = SessionPage.objects.filter(wanted, is_origin=True).order_by("path")
    return [each for row in _with_drafts(rows) for each in _existing(row, own=paths)]


def _around(first: datetime.date, last: datetime.date) -> Q:
    # A zone is at most 14 hours from UTC: two days are enough.
    midnight, margin = datetime.time(tzinfo=datetime.UTC), datetime.timedelta(days=2)
    return Q(
        starts_at__gte=datetime.datetime.combine(first - margin, midnight),
        starts_at__lte=datetime.datetime.combine(last + margin, midnight),
    )


def _with_drafts(rows: QuerySet[SessionPage]) -> QuerySet[SessionPage, dict[str, object]]:
    return rows.values(*COLUMNS, *(f"latest_revision__content__{name}" for name in DRAFTED))


def _existing(row: dict, *, own: Iterable[str]) -> Iterator[Existing]:
    """A session by its draft, and by what is public of it where that is on another date or at another time."""
    stored = {name: row[name] for name in DRAFTED}
    drafted = _drafted(row) or stored
    if row["live"]:
        yield from _standing(row, stored, own=own)
    if not row["live"] or _moment(drafted) != _moment(stored):
        yield from _standing(row, drafted, own=own)


def _moment(facts: dict) -> tuple:
    return tuple(facts[name] for name in ("date", "start_time", "end_time", "timezone"))


def _standing(row: dict, facts: dict, *, own: Iterable[str]) -> Iterator[Existing]:
    """Nothing where a draft has no date or times: Wagtail lets editors save it so."""
    if not (facts["date"] and facts["start_time"] and facts["end_time"]):
        return
    starts_at, ends_at = _span(facts)
    yield Existing(
        pk=row["pk"],
        title=row["draft_title"],
        language=row["locale__language_code"],
        date=facts["date"],
        starts_at=starts_at,
        ends_at=ends_at,
        takes_place=facts["status"] in TAKES_PLACE,
        is_own=any(row["path"].startswith(path) for path in own),
        is_live=row["live"],
        is_fresh=bool(facts["theme_pending"]) and row["first_published_at"] is None,
        former=_former(row, zone=facts["timezone"]) | {row["date"]} - {facts["date"]},
    )


def _drafted(row: dict) -> dict | None:
    """The facts of the latest draft, as the values that columns have; None where there is no draft."""
    drafted = {name: row[f"latest_revision__content__{name}"] for name in DRAFTED}
    if drafted["timezone"] is None:
        return None
    return drafted | {
        "date": drafted["date"] and datetime.date.fromisoformat(drafted["date"]),
        "start_time": drafted["start_time"] and datetime.time.fromisoformat(drafted["start_time"]),
        "end_time": drafted["end_time"] and datetime.time.fromisoformat(drafted["end_time"]),
    }


def _span(facts: dict) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    try:
        return clock.span(
            date=facts["date"], start=facts["start_time"], end=facts["end_time"], zone=facts["timezone"]
        )
    except clock.ClockError:
        return None, None


def _former(row: dict, *, zone: str) -> frozenset[datetime.date]:
    if not clock.is_zone(zone):
        return frozenset()
    starts = map(datetime.datetime.fromisoformat, row["previous_starts"])
    return frozenset(clock.local(at=start, zone=zone).date() for start in starts)
