"""From a session's page, in memory or stored, to the plain values that are looked over. Knows no model."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from django.utils.dateparse import parse_datetime

from wagtail.fields import RichTextField

from events import clock
from events.disclosure import Rule
from events.proofreading.findings import Draft, Meeting, Picture
from events.states import TAKES_PLACE
from events.text import plain_from_html

WORDS = ("title", "introduction", "body", "poster_alt", "change_reason", "minutes")
ROWS = {"question_rows": ("text",), "photo_rows": ("caption", "alt", "credit"), "resource_rows": ("title",)}
# Read by nobody as prose, but public all the same.
OTHERS = ("seo_title", "search_description", "poster_credit", "platform", "replay", "transcript")
OTHER_ROWS = {"channel_rows": ("name",), "resource_rows": ("url",)}


def texts_of(page) -> dict[str, str]:
    """The words of a session as plain text, by the name of the field, or of the relation for rows."""
    return _texts(page, WORDS, ROWS)


def public_texts_of(page) -> dict[str, str]:
    """Everything typed that the public gets, addresses too."""
    rows = {
        relation: ROWS.get(relation, ()) + OTHER_ROWS.get(relation, ()) for relation in {**ROWS, **OTHER_ROWS}
    }
    return _texts(page, (*WORDS, *OTHERS), rows)


def _texts(page, names: Iterable[str], relations: Mapping[str, Iterable[str]]) -> dict[str, str]:
    texts = {name: _plain(page, name) for name in names}
    for relation, columns in relations.items():
        rows = getattr(page, relation).all()
        texts[relation] = "\n".join(getattr(row, column) for row in rows for column in columns)
    return {name: text for name, text in texts.items() if text}


def meeting_of(page, *, rule: str) -> Meeting:
    """How one gets into a session; `rule` is its own disclosure, or its cycle's."""
    return Meeting(
        link=page.link,
        meeting_id=page.meeting_id,
        passcode=page.passcode,
        is_public=rule == Rule.PUBLIC,
    )


def draft_of(page, *, rule: str, zones: Iterable[str], others: Iterable[str] = ()) -> Draft:
    """A session as its form has it. `zones`: of the partners, whose local times a text may name. `others`: see `Draft`."""
    starts_at, ends_at = span_of(page)
    moments = [starts_at, ends_at] if starts_at and ends_at else []
    former = [moment for moment in map(parse_datetime, page.previous_starts) if moment]
    known = [zone for zone in (page.timezone, *zones) if clock.is_zone(zone)]
    return Draft(
        language=page.language,
        title=page.title,
        texts=texts_of(page),
        public=public_texts_of(page),
        dates=frozenset(
            clock.local(at=each, zone=zone).date() for each in [*moments, *former] for zone in known
        ),
        times=frozenset(
            clock.local(at=each, zone=zone).time() for each in [*moments, *former] for zone in known
        ),
        pictures=tuple(_pictures(page)),
        meeting=meeting_of(page, rule=rule),
        takes_place=page.status in TAKES_PLACE,
        starts_at=starts_at,
        others=tuple(others),
    )


def _plain(page, name: str) -> str:
    value = getattr(page, name) or ""
    return plain_from_html(value) if isinstance(page._meta.get_field(name), RichTextField) else value


def span_of(page) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """When a session starts and ends (UTC), as its form has it; None twice where there is no such moment."""
    try:
        return clock.span(date=page.date, start=page.start_time, end=page.end_time, zone=page.timezone)
    except (clock.ClockError, TypeError, AttributeError):
        return None, None


def _pictures(page) -> Iterator[Picture]:
    if page.poster_id:
        yield Picture("poster", page.poster_credit, page.poster_alt)
    for row in page.photo_rows.all():
        yield Picture("photo_rows", row.credit, row.alt)
