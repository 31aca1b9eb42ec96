"""The sessions: the real one of 18 May 2021, and the season around the day of loading."""

import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext, override

from cms.demo import pictures, spoken
from cms.demo.contents import SOURCE, Table, facts, words
from cms.demo.directory import rows_of
from cms.demo.publishing import Write, publish_below, translate
from cms.demo.record import Record
from cms.demo.schedule import next_of, season_dates
from events.abstract.session import Status
from events.disclosure import Rule
from events.models import (
    ChannelName,
    CyclePage,
    SessionOrganisation,
    SessionPage,
    SessionPerson,
    SessionPhoto,
    SessionQuestion,
    SessionResource,
)

# The other languages show the real session by fallback.
SESSION_7_LANGUAGES = (SOURCE, "en")
FACTS = (
    "number",
    "slug",
    "status",
    "platform",
    "link",
    "meeting_id",
    "passcode",
    "more_to_come",
    "spoken",
    "interpreted",
)
OPTIONAL_FACTS = ("theme_pending", "captioned", "replay")
# Column -> its name in the content.
WORDS = {
    "introduction": "introduction",
    "poster_alt": "poster_alt",
    "minutes": "minutes",
    "change_reason": "reason",
}
CALLED_OFF = (Status.CANCELLED, Status.POSTPONED)


def load_sessions(record: Record) -> None:
    """Session 7 first, so that it is the oldest entry of every feed; then the season in the order of its dates."""
    cycle, season = (record.find(f"cycle:{facts()[table]['code']}") for table in ("cycle", "season"))
    seventh, row = _day_of_session_7(), facts()["session7"]
    dates = _season_dates(season, record.day) if season else []
    coming = next_of([seventh, *dates], today=record.day)
    if cycle:
        _load(record, cycle, row, date=seventh, coming=coming)
    for row, date in zip(facts()["season"]["sessions"], dates, strict=False):
        _load(record, season, facts()["season"] | row, date=date, coming=coming)


def _day_of_session_7() -> datetime.date:
    return datetime.date.fromisoformat(facts()["session7"]["date"])


def _season_dates(season: CyclePage, day: datetime.date) -> list[datetime.date]:
    roles = [row["role"] for row in facts()["season"]["sessions"]]
    return season_dates(season.rhythm, today=day, count=len(roles), coming=roles.index("next"))


def _load(
    record: Record, cycle: CyclePage, row: Table, *, date: datetime.date, coming: datetime.date | None
) -> None:
    """One session: announced, translated, and only then called off, so that subscribers are told of a change."""
    key = f"session:{cycle.code}-{row['number']}"
    disclosure = Rule.PUBLIC.value if date == coming else ""
    record.once(key, _announced, record, cycle, row, date=date, disclosure=disclosure)
    translate(record, key, words_in=partial(_writer, record, row))
    called_off = f"{key}:{row['status']}"
    page = record.find(key)
    if row["status"] in CALLED_OFF and page and called_off not in record:
        with transaction.atomic():
            draft = page.get_latest_revision_as_object()
            draft.status = row["status"]
            draft.save_revision(user=record.author).publish(user=record.author, skip_permission_checks=True)
            record.note(called_off, page, action="wagtail.publish")


def _announced(
    record: Record, cycle: CyclePage, row: Table, *, date: datetime.date, disclosure: str
) -> SessionPage:
    page = SessionPage(
        locale=cycle.locale,
        code=f"{cycle.code}-{row['number']}",
        date=date,
        start_time=cycle.default_start_time,
        end_time=cycle.default_end_time,
        timezone=cycle.default_timezone,
        disclosure=disclosure,
        **{name: row[name] for name in FACTS},
        **{name: row[name] for name in OPTIONAL_FACTS if name in row},
    )
    if page.status in CALLED_OFF:
        page.status = Status.CONFIRMED
    _add_rows(page, record, row)
    _writer(record, row, SOURCE)(page)
    return publish_below(cycle, page, author=record.author)


def _add_rows(page: SessionPage, record: Record, row: Table) -> None:
    """Organisations, people, poster and photos; and the rows that words fill: questions, channels, resources."""
    texts = _texts(row, SOURCE)
    page.organisation_rows = rows_of(SessionOrganisation, record, "organisation", row["organisations"])
    page.person_rows = rows_of(SessionPerson, record, "person", row.get("people", []))
    if "poster" in row:
        page.poster_credit = row["poster"]["credit"]
        drawn = {name: row["poster"][name] for name in ("seed", "kind", "session", "title")}
        page.poster = pictures.poster(record, **drawn)
    page.photo_rows = _ordered(
        SessionPhoto,
        page,
        [
            {"image": pictures.photo(record, photo["key"]), "credit": photo["credit"]}
            for photo in row["photos"]
        ],
    )
    page.question_rows = _ordered(SessionQuestion, page, [{} for _question in texts.get("questions", [])])
    page.resource_rows = _ordered(SessionResource, page, [{} for _resource in texts.get("resources", [])])
    channels = row["interpreted"] if len(row["interpreted"]) > 1 else []
    page.channel_rows = _ordered(ChannelName, page, [{"language": code} for code in channels])


def _ordered(model, page: SessionPage, rows: list[Table]) -> list:
    return [model(locale=page.locale, sort_order=position, **row) for position, row in enumerate(rows)]


def _texts(row: Table, language: str) -> Table | None:
    """The words of a session in a language, or None where it has none."""
    if row is facts()["session7"]:
        return words(language)["session7"] if language in SESSION_7_LANGUAGES else None
    return words(language)["season"]["sessions"].get(row["key"])


def _writer(record: Record, row: Table, language: str) -> Write | None:
    texts = _texts(row, language)
    return partial(_write, record=record, row=row, texts=texts, language=language) if texts else None


def _write(page: SessionPage, *, record: Record, row: Table, texts: Table, language: str) -> None:
    """Put the words of one language on the page and its rows."""
    with override(language):
        page.title = texts.get("title") or gettext("Theme to come")
    for column, name in WORDS.items():
        setattr(page, column, texts.get(name, ""))
    said = texts.get("said", [])
    page.transcript = spoken.transcript(said)
    if said:
        page.captions = spoken.captions(record, row["key"], language, said=said, at=row["said_at"])
    for question, text in zip(page.question_rows.all(), texts.get("questions", []), strict=False):
        question.text = text
    for resource, link in zip(page.resource_rows.all(), texts.get("resources", []), strict=False):
        resource.title, resource.url = link["title"], link["url"]
    for channel in page.channel_rows.all():
        channel.name = words(language)["channels"][channel.language]
    for photo, each in zip(page.photo_rows.all(), row["photos"], strict=False):
        photo.caption, photo.alt = (texts["photos"][each["key"]][name] for name in ("caption", "alt"))
